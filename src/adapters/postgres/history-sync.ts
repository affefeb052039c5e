// How far the history of each CRM was read, and which process reads it right now.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName } from '#ports/crm.ts';
import { HISTORY_KINDS } from '#ports/crm-history.ts';
import type { FillState, SyncState, SyncStore } from '#features/history/store.ts';
import type { Queries } from './client.ts';

/** A dead process's lease ends by itself; a living one renews it long before. */
const LEASE_SECONDS = 10;
const RENEW_MS = 2_500;

const SyncRow = z.object({
  crm: z.enum(CRM_NAMES),
  kind: z.enum(HISTORY_KINDS),
  phase: z.enum(['fill', 'follow']),
  cursor: z.string().nullable(),
  followAt: z.date().nullable(),
  followId: z.string(),
  done: z.number(),
  total: z.number().nullable(),
  startedAt: z.date(),
  filledAt: z.date().nullable(),
  freshAt: z.date().nullable(),
  trouble: z.string().nullable(),
});

const FillRow = z.object({
  crm: z.enum(CRM_NAMES),
  pausedAt: z.date().nullable(),
  pausedBy: z.string().nullable(),
  channel: z.string().nullable(),
  ts: z.string().nullable(),
  hash: z.string().nullable(),
  startedAt: z.date(),
  finishedAt: z.date().nullable(),
});

export function createSyncStore(db: Queries): SyncStore {
  return {
    async states(crm) {
      const rows = await db.historySync.findMany({ where: crm === undefined ? {} : { crm } });
      return rows.map(asState).toSorted((one, other) => place(one) - place(other));
    },
    async save({ crm, kind, follow, ...state }) {
      const values = { ...state, followAt: follow?.at ?? null, followId: follow?.id ?? '' };
      await db.historySync.upsert({
        where: { crm_kind: { crm, kind } },
        create: { crm, kind, ...values },
        update: values,
      });
    },
    async fill(crm) {
      const row = await db.historyFill.findUnique({ where: { crm } });
      return row === null ? null : FillRow.parse(row);
    },
    async saveFill({ crm, ...fill }: FillState) {
      await db.historyFill.upsert({ where: { crm }, create: { crm, ...fill }, update: fill });
    },
    async changeFill(crm, change) {
      await db.historyFill.updateMany({ where: { crm }, data: change });
    },
    hold: (crm, work) => hold(db, crm, work),
  };
}

async function hold<T>(db: Queries, crm: CrmName, work: () => Promise<T>): Promise<T | false> {
  const holder = randomUUID();
  const taken = await db.$executeRaw`
    INSERT INTO history_hold AS held (crm, holder, until)
    VALUES (${crm}, ${holder}, clock_timestamp() + ${LEASE_SECONDS}::int * interval '1 second')
    ON CONFLICT (crm) DO UPDATE SET holder = EXCLUDED.holder, until = EXCLUDED.until
    WHERE held.until < clock_timestamp()`;
  if (taken === 0) return false;
  // One that fails is made up for by the next; who loses the lease all the same keeps nothing that is not kept twice.
  const timer = setInterval(() => void renew(db, crm, holder).catch(() => undefined), RENEW_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await db.$executeRaw`DELETE FROM history_hold WHERE crm = ${crm} AND holder = ${holder}`.catch(() => undefined);
  }
}

async function renew(db: Queries, crm: CrmName, holder: string): Promise<void> {
  await db.$executeRaw`
    UPDATE history_hold SET until = clock_timestamp() + ${LEASE_SECONDS}::int * interval '1 second'
    WHERE crm = ${crm} AND holder = ${holder}`;
}

function asState(row: unknown): SyncState {
  const { followAt, followId, ...state } = SyncRow.parse(row);
  return { ...state, follow: followAt === null ? null : { at: followAt, id: followId } };
}

function place({ crm, kind }: SyncState): number {
  return CRM_NAMES.indexOf(crm) * HISTORY_KINDS.length + HISTORY_KINDS.indexOf(kind);
}
