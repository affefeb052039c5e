// The import brake's memory: at most one hold is open, and it is decided once.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import { LeadId } from '#kernel/ids.ts';
import type { Hold, HoldStore } from '#features/intake/store.ts';
import type { Queries } from './client.ts';

const HoldState = z.enum(['open', 'announced', 'mirrored']);

export function createHoldStore(db: Queries): HoldStore {
  return {
    async countNewSince(since) {
      const [counted] = await db.$queryRaw<[{ leads: number }]>`
        SELECT count(*)::int AS leads FROM lead WHERE standing IN ('announced', 'held')
          AND seen_at > GREATEST(${since}::timestamptz, (SELECT max(decided_at) FROM import_hold))`;
      return counted.leads;
    },
    open: () => openHold(db),
    async start(now) {
      await db.$executeRaw`
        INSERT INTO import_hold (opened_at, last_at) VALUES (${now}, ${now}) ON CONFLICT (state) WHERE state = 'open'
        DO NOTHING`;
      const open = await openHold(db);
      if (!open) throw new Fault('unavailable', 'The hold was decided while it was opened.');
      return open;
    },
    get: (id) => readHold(db, id),
    async settle(id, state, by, now) {
      const settled = await db.$executeRaw`
        UPDATE import_hold SET state = ${state}, decided_by = ${by}, decided_at = ${now}
        WHERE id = ${id} AND state = 'open'`;
      return settled === 1;
    },
    async heldLeads(id, limit) {
      const rows = await db.lead.findMany({
        where: { holdId: id, standing: 'held' },
        select: { id: true },
        orderBy: [{ seenAt: 'asc' }, { id: 'asc' }],
        take: limit,
      });
      return rows.map((row) => LeadId.parse(row.id));
    },
  };
}

async function openHold(db: Queries): Promise<Hold | null> {
  const [locked] = await db.$queryRaw<{ id: number }[]>`SELECT id FROM import_hold WHERE state = 'open' FOR UPDATE`;
  return locked ? readHold(db, locked.id) : null;
}

async function readHold(db: Queries, id: number): Promise<Hold | null> {
  const row = await db.importHold.findUnique({ where: { id } });
  if (!row) return null;
  const leads = await db.lead.count({ where: { holdId: id } });
  return { id: row.id, openedAt: row.openedAt, state: HoldState.parse(row.state), leads };
}
