// Who decides for whom, from when until when.
import { z } from 'zod';
import { SlackUserId } from '#kernel/ids.ts';
import type { Delegation, DelegationStore } from '#features/approvals/store.ts';
import type { Queries } from './client.ts';

const Row = z.object({
  id: z.number(),
  from: SlackUserId,
  to: SlackUserId,
  startsAt: z.date(),
  endsAt: z.date(),
  createdBy: SlackUserId,
});

export function createDelegationStore(db: Queries): DelegationStore {
  return {
    async create(delegation, now) {
      return toDelegation(await db.delegation.create({ data: { ...delegation, createdAt: now } }));
    },
    async list(now, from) {
      const rows = await db.delegation.findMany({
        where: { endsAt: { gt: now }, endedAt: null, ...(from === undefined ? {} : { from }) },
        orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map(toDelegation);
    },
    async end(id, now) {
      const { count } = await db.delegation.updateMany({
        where: { id, endedAt: null, endsAt: { gt: now } },
        data: { endedAt: now },
      });
      return count === 1;
    },
    async lock() {
      await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('delegations', 0))`;
    },
  };
}

function toDelegation(row: unknown): Delegation {
  return Row.parse(row);
}
