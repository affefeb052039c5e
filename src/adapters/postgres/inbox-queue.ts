// The inbox as a queue: events are leased to one reader at a time and settled by it.
import type pg from 'pg';
import { z } from 'zod';
import { CorrelationId } from '#kernel/ids.ts';
import { CRM_NAMES, CRM_OBJECTS } from '#ports/crm.ts';
import type { HeldEvent, Inbox, InboxFinisher } from '#features/intake/store.ts';
import type { Queries } from './client.ts';
import { createReceiver } from './inbox-receive.ts';
import { changesOf, rowsOf } from './statements.ts';

/** The inbox with what its loop needs beyond the feature's interface. */
export interface InboxQueue extends Inbox {
  /** Holds events longer that are still being read. */
  renew(ids: readonly string[], until: Date): Promise<void>;
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
    WHERE crm = $1 AND state = 'pending' AND due_at <= $3 AND (leased_until IS NULL OR leased_until <= $3)
    ORDER BY due_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
  ), held AS (
    UPDATE inbox SET attempts = attempts + 1, leased_until = $4 FROM due WHERE inbox.id = due.id RETURNING inbox.*
  )
  SELECT id, key, crm, object, record_id AS "recordId", change, type, occurred_at AS "occurredAt",
    correlation_id AS "correlationId", attempts FROM held ORDER BY due_at, held.id`;

export function createInboxQueue(pool: pg.Pool): InboxQueue {
  return {
    receive: createReceiver(pool),
    async lease(crm, limit, now, until) {
      const rows = await rowsOf(pool, LEASE, [crm, limit, now, until]);
      return rows.map((row): HeldEvent => HeldRow.parse(row));
    },
    async renew(ids, until) {
      await changesOf(
        pool,
        `UPDATE inbox SET leased_until = $2
         WHERE id = ANY($1::bigint[]) AND state = 'pending' AND leased_until IS NOT NULL`,
        [ids, until],
      );
    },
    async postpone(ids, dueAt, because) {
      await changesOf(
        pool,
        `UPDATE inbox SET due_at = $2, leased_until = NULL, note = $3
         WHERE id = ANY($1::bigint[]) AND state = 'pending'`,
        [ids, dueAt, because],
      );
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
    async fail(ids, because, now) {
      await changesOf(
        pool,
        `UPDATE inbox SET state = 'failed', leased_until = NULL, note = $2, finished_at = $3
         WHERE id = ANY($1::bigint[]) AND state = 'pending'`,
        [ids, because, now],
      );
    },
    async nextDue(crm) {
      const [row] = await rowsOf<{ due: Date | null }>(
        pool,
        `SELECT min(due_at) AS due FROM inbox WHERE crm = $1 AND state = 'pending'`,
        [crm],
      );
      return row?.due ?? null;
    },
  };
}

/** Finishes events in the transaction that keeps what came of them. */
export function createInboxFinisher(db: Queries): InboxFinisher {
  return {
    async finish(ids, now, note) {
      await db.$executeRaw`
        UPDATE inbox SET state = 'done', leased_until = NULL, finished_at = ${now}, note = ${note ?? null}
        WHERE id = ANY(${ids.map(BigInt)}::bigint[]) AND state = 'pending'`;
    },
  };
}
