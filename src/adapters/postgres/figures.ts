// How the store and its queues are doing, for the status page and the metrics.
import { elapsed } from '#kernel/time.ts';
import { messageOf } from '#kernel/errors.ts';
import { rowsOf } from './statements.ts';
import type { Sql } from './statements.ts';

export type Health = { readonly ok: true } | { readonly ok: false; readonly because: string };

export interface QueueFigures {
  readonly inboxPending: number;
  readonly inboxFailed: number;
  readonly outboxPending: number;
  readonly outboxDead: number;
  /** Age in seconds of the oldest event or intent that is due and not done; 0 when there is none. */
  readonly oldestDueSeconds: number;
}

/** Whether the database answers, and if not why. */
export async function databaseHealth(pool: Sql): Promise<Health> {
  try {
    await rowsOf(pool, 'SELECT 1', []);
    return { ok: true };
  } catch (error) {
    return { ok: false, because: messageOf(error) };
  }
}

/** Depth and age of both queues at `now`. */
export async function queueFigures(pool: Sql, now: Date): Promise<QueueFigures> {
  const [row] = await rowsOf<Record<'ip' | 'if' | 'op' | 'od', number> & { oldest: Date | null }>(
    pool,
    `SELECT (SELECT count(*)::int FROM inbox WHERE state = 'pending') AS ip,
       (SELECT count(*)::int FROM inbox WHERE state = 'failed') AS "if",
       (SELECT count(*)::int FROM outbox WHERE state = 'pending') AS op,
       (SELECT count(*)::int FROM outbox WHERE state = 'dead' AND fault IS DISTINCT FROM 'dropped') AS od,
       LEAST((SELECT min(due_at) FROM inbox WHERE state = 'pending'),
         (SELECT min(due_at) FROM outbox WHERE state = 'pending')) AS oldest`,
    [],
  );
  return {
    inboxPending: row?.ip ?? 0,
    inboxFailed: row?.if ?? 0,
    outboxPending: row?.op ?? 0,
    outboxDead: row?.od ?? 0,
    oldestDueSeconds: row?.oldest ? Math.max(0, elapsed(row.oldest, now) / 1000) : 0,
  };
}

/** Forgets what both queues finished before `before`; dead letters and failed events stay. Returns how many rows. */
export async function forgetFinished(pool: Sql, before: Date): Promise<number> {
  const rows = await rowsOf<{ gone: number }>(
    pool,
    `WITH i AS (DELETE FROM inbox WHERE state IN ('done', 'ignored') AND finished_at < $1 RETURNING 1),
       o AS (DELETE FROM outbox WHERE state = 'done' AND finished_at < $1 RETURNING 1)
     SELECT (SELECT count(*) FROM i)::int + (SELECT count(*) FROM o)::int AS gone`,
    [before],
  );
  return rows[0]?.gone ?? 0;
}
