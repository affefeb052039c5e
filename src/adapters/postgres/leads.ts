// Leads with their CRM records. A lead's search text follows its facts and e-mail here and nowhere else.
import { LeadId } from '#kernel/ids.ts';
import { Fault } from '#kernel/errors.ts';
import type { Lead } from '#features/leads/lead.ts';
import type { LeadChange, LeadQuery, LeadStore } from '#features/leads/store.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Queries } from './client.ts';
import { toJsonb } from './json-columns.ts';
import { LEAD_COLUMNS, parseLead, searchText } from './lead-rows.ts';

export function createLeadStore(db: Queries): LeadStore {
  return {
    get: (id) => readOne(db, id),
    async lock(id) {
      // Two statements: a single one would show the records as they were before it waited for the lock.
      const locked = await db.$queryRaw<object[]>`SELECT 1 AS ok FROM lead WHERE id = ${id}::uuid FOR UPDATE`;
      return locked.length === 0 ? null : readOne(db, id);
    },
    async lockIdentities(keys) {
      await db.$executeRaw`
        SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(${[...keys]}::text[]) AS given (key)`;
    },
    async idByRecord({ crm, object, id }) {
      const found = await db.leadRef.findUnique({
        where: { crm_object_recordId: { crm, object, recordId: id } },
        select: { leadId: true },
      });
      return found ? LeadId.parse(found.leadId) : null;
    },
    async idByEmail(email) {
      const found = await db.lead.findUnique({ where: { email: email.toLowerCase() }, select: { id: true } });
      return found ? LeadId.parse(found.id) : null;
    },
    idByPrefix: (prefix) => idByPrefix(db, prefix),
    create: (lead) => createLead(db, lead),
    change: (id, change, now) => changeLead(db, id, change, now),
    async claim(id, by, from, now) {
      const claimed = await db.$executeRaw`
        UPDATE lead SET state = 'claimed', claimed_by = ${by}, claimed_at = ${now}, changed_at = ${now}
        WHERE id = ${id}::uuid AND state = ANY(${[...from]}) AND claimed_by IS NULL`;
      return claimed === 1;
    },
    async giveUp(id, by, to, now) {
      const state = to === null ? 'released' : 'claimed';
      const given = await db.$executeRaw`
        UPDATE lead SET state = ${state}, claimed_by = ${to}, changed_at = ${now},
          claimed_at = CASE WHEN ${state} = 'claimed' THEN ${now}::timestamptz END
        WHERE id = ${id}::uuid AND state = 'claimed' AND claimed_by = ${by}`;
      return given === 1;
    },
    async startCard(id, target) {
      const started = await db.$executeRaw`
        UPDATE lead SET card_target = ${target} WHERE id = ${id}::uuid AND card_target IS NULL`;
      return started === 1;
    },
    async setCard(id, { channel, ts, hash }) {
      const set = await db.$executeRaw`
        UPDATE lead SET card_channel = ${channel}, card_ts = ${ts}, card_hash = ${hash} WHERE id = ${id}::uuid`;
      if (set === 0) throw noSuchLead(id);
    },
    async addRecord(id, { crm, object, id: recordId, madeBy, ownerId }) {
      const added = await db.$executeRaw`
        INSERT INTO lead_ref AS ref (crm, object, record_id, lead_id, made_by, owner_id)
        VALUES (${crm}, ${object}, ${recordId}, ${id}::uuid, ${madeBy}, ${ownerId})
        ON CONFLICT (crm, object, record_id) DO UPDATE SET made_by = COALESCE(ref.made_by, EXCLUDED.made_by),
          owner_id = COALESCE(ref.owner_id, EXCLUDED.owner_id) WHERE ref.lead_id = EXCLUDED.lead_id`;
      if (added === 0) throw new Fault('internal', `${crm} ${object} ${recordId} belongs to another lead than ${id}.`);
    },
    async moveRecords(from, to) {
      await db.$executeRaw`UPDATE lead_ref SET lead_id = ${to}::uuid WHERE lead_id = ${from}::uuid`;
    },
    async list(query) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT ${LEAD_COLUMNS} FROM lead WHERE ${conditions(query)} ORDER BY changed_at DESC, id LIMIT ${query.limit}`;
      return rows.map(parseLead);
    },
    async ofList(list) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT ${LEAD_COLUMNS} FROM lead WHERE card_list = ${BigInt(list)} ORDER BY card_row`;
      return rows.map(parseLead);
    },
    async setListed(ids, { channel, ts, hash }) {
      const rows = await db.$queryRaw<{ id: string }[]>`
        UPDATE lead SET card_channel = ${channel}, card_ts = ${ts}, card_hash = ${hash}
        WHERE id IN (SELECT id FROM lead WHERE id = ANY(${[...ids]}::uuid[]) AND card_ts IS NULL ORDER BY id FOR UPDATE)
        RETURNING id`;
      return rows.map(({ id }) => LeadId.parse(id));
    },
    async late(limit) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT ${LEAD_COLUMNS} FROM lead WHERE standing = 'late' ORDER BY created_at, id LIMIT ${limit}
        FOR UPDATE OF lead SKIP LOCKED`;
      return rows.map(parseLead);
    },
  };
}

async function readOne(db: Queries, id: LeadId) {
  const [row] = await db.$queryRaw<unknown[]>`SELECT ${LEAD_COLUMNS} FROM lead WHERE id = ${id}::uuid`;
  return row === undefined ? null : parseLead(row);
}

async function idByPrefix(db: Queries, prefix: string): Promise<LeadId | null> {
  const text = prefix.toLowerCase();
  const whole = LeadId.safeParse(text);
  if (!whole.success && !/^[0-9a-f]{8}$/.test(text)) return null;
  const from = whole.success ? text : `${text}-0000-0000-0000-000000000000`;
  const to = whole.success ? text : `${text}-ffff-ffff-ffff-ffffffffffff`;
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM lead WHERE id BETWEEN ${from}::uuid AND ${to}::uuid LIMIT 2`;
  const [only, second] = found;
  return only && !second ? LeadId.parse(only.id) : null; // two leads with the same beginning: neither is meant
}

async function createLead(db: Queries, lead: Lead): Promise<void> {
  const { records, card } = lead;
  const facts = Prisma.sql`${toJsonb(lead.facts)}::jsonb`;
  const email = Prisma.sql`${lead.email?.toLowerCase() ?? null}::text`;
  await db.$executeRaw`
    WITH made AS (
      INSERT INTO lead (id, email, facts, search_text, score, score_reasons, state, standing, priority, headline, team,
        claim_by, offered_to, offer_ends_at, claimed_by, claimed_at, notice, touched_at, card_target, card_channel,
        card_ts, card_hash, merged_into, hold_id, created_at, seen_at, changed_at)
      VALUES (${lead.id}::uuid, ${email}, ${facts}, ${searchText(facts, email)}, ${lead.score},
        ${toJsonb(lead.scoreReasons)}::jsonb, ${lead.state}, ${lead.standing}, ${lead.priority}, ${lead.headline},
        ${lead.team}, ${lead.claimBy}, ${lead.offeredTo}, ${lead.offerEndsAt}, ${lead.claimedBy}, ${lead.claimedAt},
        ${lead.notice}, ${lead.touchedAt}, ${card?.target ?? null}, ${card?.posted?.channel ?? null},
        ${card?.posted?.ts ?? null}, ${card?.posted?.hash ?? null}, ${lead.mergedInto}::uuid, ${lead.holdId},
        ${lead.createdAt}, ${lead.seenAt}, ${lead.changedAt})
      RETURNING id
    )
    INSERT INTO lead_ref (crm, object, record_id, lead_id, made_by, owner_id)
    SELECT crm, object, record_id, made.id, made_by, owner_id FROM made,
      unnest(${records.map(({ crm }) => crm)}::text[], ${records.map(({ object }) => object)}::text[],
        ${records.map(({ id }) => id)}::text[], ${records.map(({ madeBy }) => madeBy)}::text[],
        ${records.map(({ ownerId }) => ownerId)}::text[]) AS given (crm, object, record_id, made_by, owner_id)`;
}

async function changeLead(db: Queries, id: LeadId, change: LeadChange, now: Date): Promise<void> {
  const { facts, scoreReasons, email, ...plain } = change;
  const { count } = await db.lead.updateMany({
    where: { id },
    data: {
      ...plain,
      ...(email === undefined ? {} : { email: email?.toLowerCase() ?? null }),
      ...(facts === undefined ? {} : { facts: facts as unknown as Prisma.InputJsonObject }),
      ...(scoreReasons === undefined ? {} : { scoreReasons: scoreReasons as unknown as Prisma.InputJsonArray }),
      changedAt: now,
    },
  });
  if (count === 0) throw noSuchLead(id);
  if (facts !== undefined || email !== undefined) await refreshSearchText(db, id);
}

async function refreshSearchText(db: Queries, id: LeadId): Promise<void> {
  const text = searchText(Prisma.sql`facts`, Prisma.sql`email`);
  await db.$executeRaw`UPDATE lead SET search_text = ${text} WHERE id = ${id}::uuid`;
}

function conditions(query: LeadQuery): Prisma.Sql {
  const all: Prisma.Sql[] = [];
  for (const word of query.text?.toLowerCase().split(/\s+/).filter(Boolean) ?? []) {
    all.push(Prisma.sql`search_text LIKE ${`%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}`);
  }
  all.push(all.length === 0 ? Prisma.sql`standing = 'announced'` : Prisma.sql`standing <> 'merged'`);
  if (query.states) all.push(Prisma.sql`state = ANY(${[...query.states]})`);
  if (query.claimedBy) all.push(Prisma.sql`claimed_by = ${query.claimedBy}`);
  if (query.after) {
    const { changedAt, id } = query.after;
    all.push(Prisma.sql`(changed_at < ${changedAt} OR (changed_at = ${changedAt} AND id > ${id}::uuid))`);
  }
  return Prisma.join(all, ' AND ');
}

function noSuchLead(id: LeadId): Fault {
  return new Fault('not_found', `There is no lead ${id}.`);
}
