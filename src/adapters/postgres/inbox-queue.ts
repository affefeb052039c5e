// The inbox as a queue: events are leased to one reader at a time and settled by it.
import { z } from 'zod';
import { CorrelationId } from '#kernel/ids.ts';
import { Fault } from '#kernel/errors.ts';
import { CRM_NAMES, CRM_OBJECTS } from '#ports/crm.ts';
import type { CrmName } from '#ports/crm.ts';
import type { HeldEvent, Inbox, InboxFinisher, Lease } from '#features/intake/store.ts';
import type { Queries } from './client.ts';
import { createReceiver } from './inbox-receive.ts';
import { LEASED_UNTIL, renewalOf, stillHeld } from './leases.ts';
import { changesOf, rowsOf } from './statements.ts';
import type { Sql } from './statements.ts';

/** The inbox with what its loop needs beyond the feature's interface. */
export interface InboxQueue extends Inbox {
  /** Up to `limit` due events of one CRM that nobody holds, oldest first. */
  lease(crm: CrmName, limit: number, now: Date): Promise<readonly HeldEvent[]>;
  /** Holds events longer that are still being read. */
  renew(held: readonly Lease[]): Promise<void>;
  /** Gives events back, to be due at `dueAt`; what this lease no longer holds is left alone. */
  postpone(held: readonly Lease[], dueAt: Date, because: string): Promise<void>;
  /** Gives up on events that can never be read; they stay visible with their reason. */
  fail(held: readonly Lease[], because: string, now: Date): Promise<void>;
  /** Takes back every lease. Only for a process that knows itself to be alone on this database. Returns how many. */
  reclaim(): Promise<number>;
}

const HeldRow = z.object({
  id: z.string(),
  key: z.string(),
  crm: z.enum(CRM_NAMES),
  object: z.enum(CRM_OBJECTS),
  recordId: z.string(),
  change: z.enum(['changed', 'deleted', 'merged']),
  type: z.string(),
  occurredAt: z.date(),
  correlationId: CorrelationId,
  attempts: z.number(),
});

const LEASE = `
  WITH due AS (
    SELECT id FROM inbox
    WHERE crm = $1 AND state = 'pending' AND due_at <= $3 AND (leased_until IS NULL OR leased_until <= clock_timestamp())
    ORDER BY due_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
  ), held AS (
    UPDATE inbox SET attempts = attempts + 1, leased_until = ${LEASED_UNTIL} FROM due WHERE inbox.id = due.id RETURNING inbox.*
  )
  SELECT id, key, crm, object, record_id AS "recordId", change, type, occurred_at AS "occurredAt",
    correlation_id AS "correlationId", attempts FROM held ORDER BY due_at, held.id`;

const STILL_HELD = stillHeld('inbox');
const RENEW = renewalOf('inbox');

export function createInboxQueue(pool: Sql): InboxQueue {
  return {
    receive: createReceiver(pool),
    async lease(crm, limit, now) {
      const rows = await rowsOf(pool, LEASE, [crm, limit, now]);
      return rows.map((row): HeldEvent => HeldRow.parse(row));
    },
    async renew(held) {
      await changesOf(pool, RENEW, columnsOf(held));
    },
    async postpone(held, dueAt, because) {
      await changesOf(pool, `UPDATE inbox SET due_at = $3, leased_until = NULL, note = $4 ${STILL_HELD}`, [
        ...columnsOf(held),
        dueAt,
        because,
      ]);
    },
    async hasten(crm, now) {
      await rowsOf(
        pool,
        `WITH hastened AS (
           UPDATE inbox SET due_at = $2 WHERE crm = $1 AND state = 'pending' AND due_at > $2 RETURNING id)
         SELECT pg_notify('inbox', '') FROM hastened LIMIT 1`,
        [crm, now],
      );
    },
    async fail(held, because, now) {
      await changesOf(
        pool,
        `UPDATE inbox SET state = 'failed', leased_until = NULL, note = $3, finished_at = $4 ${STILL_HELD}`,
        [...columnsOf(held), because, now],
      );
    },
    reclaim: () =>
      changesOf(pool, `UPDATE inbox SET leased_until = NULL WHERE state = 'pending' AND leased_until IS NOT NULL`, []),
  };
}

/** Finishes events in the transaction that keeps what came of them. */
export function createInboxFinisher(db: Queries): InboxFinisher {
  return {
    async finish(held, now, note) {
      if (held.length === 0) return;
      const [ids, leases] = [held.map(({ id }) => BigInt(id)), held.map(({ attempts }) => attempts)];
      // What this lease has finished already is finished; what somebody else leased since is theirs.
      const [lost] = await db.$queryRaw<[{ events: number }]>`
        WITH held AS (SELECT * FROM unnest(${ids}::bigint[], ${leases}::int[]) AS given (id, lease)),
        finished AS (
          UPDATE inbox SET state = 'done', leased_until = NULL, finished_at = ${now}, note = ${note ?? null}
          FROM held WHERE inbox.id = held.id AND inbox.attempts = held.lease AND inbox.state = 'pending' RETURNING inbox.id
        )
        SELECT count(*)::int AS events FROM held
        WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.id = held.id AND inbox.attempts = held.lease)`;
      if (lost.events > 0) throw new Fault('unavailable', 'Events were read by somebody else meanwhile.');
    },
  };
}

function columnsOf(held: readonly Lease[]): readonly unknown[] {
  return [held.map(({ id }) => id), held.map(({ attempts }) => attempts)];
}
