// Requests of Salesforce's own approval processes, with where their cards are.
import { z } from 'zod';
import { ChannelId, SlackUserId } from '#kernel/ids.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName } from '#ports/crm.ts';
import type { WorkItem } from '#features/workitems/work-item.ts';
import type { WorkItemStore } from '#features/workitems/store.ts';
import type { Queries } from './client.ts';

const Row = z.object({
  crm: z.enum(CRM_NAMES),
  itemId: z.string(),
  process: z.string(),
  object: z.string(),
  recordId: z.string(),
  recordName: z.string(),
  actorId: z.string(),
  person: SlackUserId,
  submittedBy: z.string().nullable(),
  submittedAt: z.date(),
  details: z.array(z.object({ label: z.string(), value: z.string() })),
  state: z.enum(['pending', 'deciding', 'approved', 'rejected', 'gone']),
  comment: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedIn: z.enum(['slack', 'salesforce']).nullable(),
  decidedAt: z.date().nullable(),
  notice: z.string().nullable(),
  cardChannel: ChannelId.nullable(),
  cardTs: z.string().nullable(),
  cardHash: z.string().nullable(),
});

export function createWorkItemStore(db: Queries): WorkItemStore {
  async function find(crm: CrmName, itemId: string): Promise<WorkItem | null> {
    const row = await db.workItem.findUnique({ where: { crm_itemId: { crm, itemId } } });
    return row === null ? null : parseItem(row);
  }

  return {
    get: find,
    async lock(crm, itemId) {
      await db.$queryRaw`SELECT item_id FROM work_item WHERE crm = ${crm} AND item_id = ${itemId} FOR UPDATE`;
      return find(crm, itemId);
    },
    async create(item) {
      const { count } = await db.workItem.createMany({ data: [valuesOf(item)], skipDuplicates: true });
      return count === 1;
    },
    async settle(item, from) {
      const { crm, id: itemId, state, comment, decidedBy, decidedIn, decidedAt, notice } = item;
      const { count } = await db.workItem.updateMany({
        where: { crm, itemId, state: { in: [...from] } },
        data: { state, comment, decidedBy, decidedIn, decidedAt, notice },
      });
      return count === 1;
    },
    async replace(item) {
      const { crm, id: itemId } = item;
      await db.workItem.update({ where: { crm_itemId: { crm, itemId } }, data: valuesOf(item) });
    },
    async setCard(crm, itemId, { channel, ts, hash }) {
      await db.workItem.updateMany({
        where: { crm, itemId },
        data: { cardChannel: channel, cardTs: ts, cardHash: hash },
      });
    },
    async pending(crm) {
      const where = { crm, state: { in: ['pending', 'deciding'] } };
      return (await db.workItem.findMany({ where, orderBy: { submittedAt: 'asc' } })).map(parseItem);
    },
    async waitsFor(person) {
      const rows = await db.workItem.findMany({
        where: { person, state: 'pending' },
        orderBy: [{ submittedAt: 'asc' }, { itemId: 'asc' }],
      });
      return rows.map(parseItem);
    },
  };
}

function valuesOf({ id: itemId, details, card, ...item }: WorkItem) {
  return {
    ...item,
    itemId,
    details: details.map((one) => ({ ...one })),
    cardChannel: card?.channel ?? null,
    cardTs: card?.ts ?? null,
    cardHash: card?.hash ?? null,
  };
}

function parseItem(selected: unknown): WorkItem {
  const { itemId: id, cardChannel, cardTs, cardHash, ...row } = Row.parse(selected);
  const posted = cardChannel !== null && cardTs !== null;
  return { ...row, id, card: posted ? { channel: cardChannel, ts: cardTs, hash: cardHash ?? '' } : null };
}
