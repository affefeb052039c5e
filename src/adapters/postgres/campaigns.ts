// Campaigns with their records in the CRMs and their checklist.
import { Fault } from '#kernel/errors.ts';
import { CampaignId, SlackUserId } from '#kernel/ids.ts';
import type { Campaign, CampaignRecord } from '#features/campaigns/campaign.ts';
import type { CampaignQuery, CampaignStore } from '#features/campaigns/store.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { dayOf, parseCampaign } from './campaign-rows.ts';
import type { Queries } from './client.ts';
import { toJsonb } from './json-columns.ts';

const WITH_RECORDS = { records: { orderBy: { crm: 'asc' } } } as const;
/** Campaigns that may reach an audience. */
const RUNNING = ['waiting', 'approved', 'live', 'paused'];

export function createCampaignStore(db: Queries): CampaignStore {
  const get = async (id: CampaignId): Promise<Campaign | null> => {
    const row = await db.campaign.findUnique({ where: { id }, include: WITH_RECORDS });
    return row === null ? null : parseCampaign(row);
  };
  return {
    get,
    async lock(id) {
      // Two statements: a single one would show the records as they were before it waited for the lock.
      const locked = await db.$queryRaw<object[]>`SELECT 1 AS ok FROM campaign WHERE id = ${id} FOR UPDATE`;
      return locked.length === 0 ? null : get(id);
    },
    async create(campaign) {
      const { records, createdAt, createdBy, adoptedFrom } = campaign;
      const row = await db.campaign.create({
        data: { ...columnsOf(campaign), createdAt, createdBy, adoptedFrom },
        select: { id: true },
      });
      const id = CampaignId.parse(row.id);
      for (const record of records) await putRecord(db, id, record);
      const made = await get(id);
      if (made === null) throw new Fault('internal', 'The campaign that was just made is not there.');
      return made;
    },
    async save(campaign) {
      const { id, version } = campaign;
      const { count } = await db.campaign.updateMany({
        where: { id, version },
        data: { ...columnsOf(campaign), version: version + 1 },
      });
      return count === 1;
    },
    putRecord: (id, record) => putRecord(db, id, record),
    async setCard(id, { channel, ts, hash }) {
      const data = { cardChannel: channel, cardTs: ts, cardHash: hash };
      const { count } = await db.campaign.updateMany({ where: { id }, data });
      if (count === 0) throw new Fault('not_found', `There is no campaign ${id}.`);
    },
    async byRecord(crm, recordId) {
      const row = await db.campaignRecord.findUnique({ where: { crm_recordId: { crm, recordId } } });
      return row === null ? null : CampaignId.parse(row.campaignId);
    },
    async byName(name) {
      const row = await db.campaign.findFirst({
        where: { name: { equals: name, mode: 'insensitive' }, state: { not: 'closed' } },
        orderBy: { id: 'desc' },
        select: { id: true },
      });
      return row === null ? null : CampaignId.parse(row.id);
    },
    async list(query) {
      const rows = await db.campaign.findMany({
        where: conditions(query),
        orderBy: { id: 'desc' },
        take: query.limit,
        include: WITH_RECORDS,
      });
      return rows.map(parseCampaign);
    },
    async clashes({ id, plan: { audience, startsOn, endsOn } }) {
      if (audience === null) return [];
      const rows = await db.campaign.findMany({
        where: {
          id: { not: id },
          state: { in: RUNNING },
          audience: { equals: audience, mode: 'insensitive' },
          // A day that is not known leaves that end open.
          ...(endsOn === null ? {} : { OR: [{ startsOn: null }, { startsOn: { lte: dayOf(endsOn) } }] }),
          AND: startsOn === null ? [] : [{ OR: [{ endsOn: null }, { endsOn: { gte: dayOf(startsOn) } }] }],
        },
        orderBy: { id: 'asc' },
        take: 20,
        include: WITH_RECORDS,
      });
      return rows.map(parseCampaign);
    },
    async ticks(id) {
      const rows = await db.campaignTick.findMany({ where: { campaignId: id }, orderBy: { item: 'asc' } });
      return rows.map(({ item, ok, note, by, at }) => ({ item, ok, note, by: SlackUserId.nullable().parse(by), at }));
    },
    async putTick(campaignId, { item, ok, note, by, at }) {
      const values = { ok, note, by, at };
      await db.campaignTick.upsert({
        where: { campaignId_item: { campaignId, item } },
        create: { campaignId, item, ...values },
        update: values,
      });
    },
    async removeTick(campaignId, item) {
      await db.campaignTick.deleteMany({ where: { campaignId, item } });
    },
  };
}

/** `seen` is JSON in a statement of its own: Prisma tells SQL's NULL from JSON's null only there. */
async function putRecord(db: Queries, id: CampaignId, record: CampaignRecord): Promise<void> {
  const { crm, recordId, state, message, seen, seenAt, modifiedAt } = record;
  await db.$executeRaw`
    INSERT INTO campaign_record (campaign_id, crm, record_id, state, message, seen, seen_at, modified_at)
    VALUES (${id}, ${crm}, ${recordId}, ${state}, ${message}, ${toJsonb(seen)}::jsonb, ${seenAt}, ${modifiedAt})
    ON CONFLICT (campaign_id, crm) DO UPDATE SET record_id = EXCLUDED.record_id, state = EXCLUDED.state,
      message = EXCLUDED.message, seen = EXCLUDED.seen, seen_at = EXCLUDED.seen_at, modified_at = EXCLUDED.modified_at`;
}

function columnsOf(campaign: Omit<Campaign, 'id' | 'version' | 'card'>) {
  const { plan, launch, state, approvalId, notice, changedAt } = campaign;
  const { requestedAt, approvedAt, launchAskedAt, launchedAt } = campaign;
  return {
    ...plan,
    crms: [...plan.crms],
    startsOn: plan.startsOn === null ? null : dayOf(plan.startsOn),
    endsOn: plan.endsOn === null ? null : dayOf(plan.endsOn),
    utm: plan.utm as Prisma.InputJsonObject,
    launch,
    state,
    approvalId,
    notice,
    changedAt,
    requestedAt,
    approvedAt,
    launchAskedAt,
    launchedAt,
  };
}

function conditions({ states, createdBy, text, before }: CampaignQuery): Prisma.CampaignWhereInput {
  const words = text?.split(/\s+/).filter(Boolean) ?? [];
  return {
    ...(states ? { state: { in: [...states] } } : {}),
    ...(createdBy ? { createdBy } : {}),
    ...(before ? { id: { lt: before } } : {}),
    AND: words.map((word) => ({ name: { contains: word, mode: 'insensitive' as const } })),
  };
}
