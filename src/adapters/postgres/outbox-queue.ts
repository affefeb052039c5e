// The outbox as a queue of lanes: of each lane only the oldest unfinished row may be held, by one dispatcher at a time.
// A lease's number fences it: who lost the lease cannot settle the row any more.
import { z } from 'zod';
import type { FaultCode } from '#kernel/errors.ts';
import { failpoint } from '#kernel/failpoints.ts';
import { CorrelationId } from '#kernel/ids.ts';
import type { CrmName } from '#ports/crm.ts';
import { GOES_ON_WHILE_PAUSED } from '#ports/outbox.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import type { Client, Queries } from './client.ts';
import { JsonObjectColumn } from './json-columns.ts';
import { LEASED_UNTIL, renewalOf, stillHeld } from './leases.ts';
import { changesOf, rowsOf } from './statements.ts';
import type { Stores } from './stores.ts';

/** What becomes of a held row. `dueAt` and `now` are the app's clock. */
export type Settlement =
  | { readonly kind: 'done' }
  | { readonly kind: 'dead'; readonly because: string; readonly fault?: FaultCode }
  /** `fault` null: it was not a failure, so the count of failing time begins anew. Not `tried`: it was no attempt. */
  | {
      readonly kind: 'again';
      readonly dueAt: Date;
      readonly because: string;
      readonly fault: FaultCode | null;
      readonly tried: boolean;
    };

/** What an outage that is over was an outage of: intents of these kinds, and of this CRM where they name one. */
interface Outage {
  readonly kinds: readonly string[];
  readonly crm: CrmName | null;
}

export interface HeldRow extends HeldIntent {
  /** Number of this lease; never given twice. */
  readonly lease: number;
  /** Since when every try has failed; null when the last one did not. */
  readonly failingSince: Date | null;
}

export interface OutboxQueue {
  /** Holds up to `limit` ready heads of lanes, most urgent first; while ops paused, only what goes on then. The attempt is counted before anybody runs it, and taken back when nothing was tried. */
  lease(limit: number, now: Date): Promise<readonly HeldRow[]>;
  /** Holds on to rows whose handlers still run. */
  renew(held: readonly HeldRow[]): Promise<void>;
  /** Gives back rows that nobody has begun, as if they had never been held. */
  release(held: readonly HeldRow[]): Promise<void>;
  /**
   * What failed while the other side was away is due now that it is back, a few a second. What was asked to wait
   * (`rate_limited`) goes on waiting. Returns how many.
   */
  hasten(outage: Outage, now: Date): Promise<number>;
  /** Takes back every lease. Only for a process that knows itself to be alone on this database. Returns how many. */
  reclaim(): Promise<number>;
  /** Settles a row, with `commit` in the same transaction. False: the lease was lost, and nothing was written. */
  settle(
    held: HeldRow,
    settlement: Settlement,
    now: Date,
    commit?: (stores: Stores) => Promise<void>,
  ): Promise<boolean>;
}

const LEASE = `
  WITH ready AS (
    SELECT id FROM outbox head
    WHERE state = 'pending' AND due_at <= $2 AND (leased_until IS NULL OR leased_until <= clock_timestamp())
      AND (kind = ANY($3::text[]) OR NOT EXISTS (SELECT 1 FROM pause WHERE state = 'open'))
      AND NOT EXISTS (
        SELECT 1 FROM outbox older WHERE older.lane = head.lane AND older.state = 'pending' AND older.id < head.id)
    ORDER BY urgency, id LIMIT $1 FOR UPDATE SKIP LOCKED
  ), held AS (
    UPDATE outbox SET attempts = attempts + 1, leased_until = ${LEASED_UNTIL} FROM ready WHERE outbox.id = ready.id
    RETURNING outbox.*
  )
  SELECT id, key, kind, lane, urgency, payload, correlation_id AS "correlationId", created_at AS "createdAt",
    due_at AS "dueAt", attempts AS lease, attempts - waits AS attempt, failing_since AS "failingSince" FROM held ORDER BY urgency, held.id`;

const OutboxRow = z.object({
  id: z.string(),
  key: z.string(),
  kind: z.string(),
  lane: z.string(),
  urgency: z.union([z.literal(0), z.literal(5), z.literal(9)]),
  payload: JsonObjectColumn,
  correlationId: CorrelationId,
  createdAt: z.date(),
  dueAt: z.date(),
  lease: z.number(),
  attempt: z.number(),
  failingSince: z.date().nullable(),
});

/** What failed together comes back in its order, this far apart. */
const HASTENED = `
  WITH waiting AS (
    SELECT id, row_number() OVER (ORDER BY urgency, id) - 1 AS place FROM outbox
    WHERE state = 'pending' AND due_at > $3 AND fault IS NOT NULL AND fault <> 'rate_limited'
      AND kind = ANY($1::text[]) AND ($2::text IS NULL OR COALESCE(payload->>'crm', payload->'ref'->>'crm') = $2)
  ), hastened AS (
    UPDATE outbox SET due_at = LEAST(due_at, $3::timestamptz + place * interval '50 milliseconds')
    FROM waiting WHERE outbox.id = waiting.id AND outbox.state = 'pending' RETURNING outbox.id
  )
  SELECT count(*)::int AS rows, (SELECT pg_notify('outbox', '') FROM hastened LIMIT 1) FROM hastened`;

const STILL_HELD = stillHeld('outbox');
const RENEW = renewalOf('outbox');

type InStores = (db: Queries, work: (stores: Stores) => Promise<void>) => Promise<void>;

export function createOutboxQueue(client: Client, inStores: InStores): OutboxQueue {
  const { pool } = client;
  return {
    async lease(limit, now) {
      const rows = await rowsOf(pool, LEASE, [limit, now, GOES_ON_WHILE_PAUSED]);
      return rows.map((row): HeldRow => OutboxRow.parse(row));
    },
    async renew(held) {
      await changesOf(pool, RENEW, idsOf(held));
    },
    async release(held) {
      await changesOf(pool, `UPDATE outbox SET leased_until = NULL, waits = waits + 1 ${STILL_HELD}`, idsOf(held));
    },
    async hasten({ kinds, crm }, now) {
      const [hastened] = await rowsOf<{ rows: number }>(pool, HASTENED, [kinds, crm, now]);
      return hastened?.rows ?? 0;
    },
    reclaim: () =>
      changesOf(pool, `UPDATE outbox SET leased_until = NULL WHERE state = 'pending' AND leased_until IS NOT NULL`, []),
    async settle(held, settlement, now, commit) {
      const change = changeOf(settlement, now, held);
      const values = [[held.id], [held.lease], ...change.values];
      const text = `UPDATE outbox SET leased_until = NULL, ${change.set} ${STILL_HELD}`;
      if (commit === undefined) return (await changesOf(pool, text, values)) === 1;
      return client.transaction(async (db) => {
        const settled = await db.$executeRawUnsafe(text, [BigInt(held.id)], [held.lease], ...change.values);
        if (settled === 1) await inStores(db, commit);
        await failpoint('outbox.committing', held.kind);
        return settled === 1;
      });
    },
  };
}

function idsOf(held: readonly HeldRow[]): readonly unknown[] {
  return [held.map(({ id }) => id), held.map(({ lease }) => lease)];
}

function changeOf(
  settlement: Settlement,
  now: Date,
  { failingSince }: HeldRow,
): { readonly set: string; readonly values: readonly unknown[] } {
  switch (settlement.kind) {
    case 'done':
      return { set: `state = 'done', finished_at = $3, note = NULL, fault = NULL`, values: [now] };
    case 'dead':
      return {
        set: `state = 'dead', finished_at = $3, note = $4, fault = $5`,
        values: [now, settlement.because, settlement.fault ?? null],
      };
    case 'again': {
      const { dueAt, because, fault, tried } = settlement;
      const since = fault === null ? null : (failingSince ?? now);
      return {
        set: `due_at = $3, note = $4, failing_since = $5, fault = $6, waits = waits + $7`,
        values: [dueAt, because, since, fault, tried ? 0 : 1],
      };
    }
  }
}
