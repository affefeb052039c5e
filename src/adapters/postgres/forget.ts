// Forgets what the queues finished long ago: in portions, each its own short transaction, so that nothing waits for it and
// vacuum keeps up. What was given up stays until somebody retries or drops it.
import { setTimeout as sleep } from 'node:timers/promises';
import { rowsOf } from './statements.ts';
import type { Sql } from './statements.ts';

export interface ForgetLimits {
  /** Rows that one statement deletes (default 2,000). */
  readonly portion?: number;
  /** No portion begins later than this after the first; the next call goes on from there (default 8 s). */
  readonly withinMs?: number;
}

const PORTION = 2000;
/** Less than the app is given to end. */
const WITHIN_MS = 8000;
const LONG_AGO = new Date(0);

const INBOX = portionOf('inbox', `state IN ('done', 'ignored')`);
const OUTBOX = portionOf('outbox', `state = 'done'`);

// From where the portion before ended ($2), because rows that stay would be looked at again by every portion.
function portionOf(table: 'inbox' | 'outbox', finished: string): string {
  return `
  WITH old AS (
    SELECT id, finished_at FROM ${table} WHERE ${finished} AND finished_at < $1 AND finished_at >= $2
    ORDER BY finished_at LIMIT $3 FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM ${table} USING old WHERE ${table}.id = old.id RETURNING old.finished_at
  )
  SELECT count(*)::int AS rows, max(finished_at) AS upto FROM gone`;
}

/** Rows that both queues finished before `before`. Returns how many it deleted. Throws Fault. */
export async function forgetFinished(sql: Sql, before: Date, limits: ForgetLimits = {}): Promise<number> {
  const { portion = PORTION, withinMs = WITHIN_MS } = limits;
  const until = performance.now() + withinMs;
  let forgotten = 0;
  for (const statement of [INBOX, OUTBOX]) {
    let from = LONG_AGO;
    for (let full = true; full && performance.now() < until;) {
      const began = performance.now();
      const [deleted] = await rowsOf<{ rows: number; upto: Date | null }>(sql, statement, [before, from, portion]);
      const rows = deleted?.rows ?? 0;
      forgotten += rows;
      from = deleted?.upto ?? from;
      full = rows === portion;
      // Half of the time is everybody else's.
      if (full) await sleep(performance.now() - began);
    }
  }
  return forgotten;
}
