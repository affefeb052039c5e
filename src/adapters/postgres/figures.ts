// How the store and its queues are doing, for the status page and the metrics.
import { elapsed } from '#kernel/time.ts';
import { messageOf } from '#kernel/errors.ts';
import type { CrmName } from '#ports/crm.ts';
import { rowsOf } from './statements.ts';
import type { Sql } from './statements.ts';

export type Health = { readonly ok: true } | { readonly ok: false; readonly because: string };

export interface QueueFigures {
  readonly inboxPending: number;
  readonly inboxFailed: number;
  readonly outboxPending: number;
  readonly outboxDead: number;
  /** How long the oldest event, or intent, has waited that could be done; 0 when there is none. */
  readonly inboxOldestSeconds: number;
  readonly outboxOldestSeconds: number;
  /** Age in seconds of the oldest event or intent that is due and not done; 0 when there is none. */
  readonly oldestDueSeconds: number;
}

/** Since when an intent waits: since it first failed, since it was decided, or since its time came. */
export const WAITING_SINCE = `COALESCE(failing_since, CASE WHEN attempts > 0 THEN created_at ELSE due_at END)`;

/** Whether an intent waits for more than its time. $1 is now. */
const COULD_BE_DONE = '(attempts > 0 OR due_at <= $1)';

/** What a person who mends something asks first. */
export interface DatabaseFacts {
  /** PostgreSQL's own version, for example `18.4`. */
  readonly server: string;
  readonly migrations: number;
  readonly newestMigration: string;
}

export async function databaseFacts(pool: Sql): Promise<DatabaseFacts> {
  const [row] = await rowsOf<{ server: string; migrations: number; newest: string | null }>(
    pool,
    `SELECT split_part(current_setting('server_version'), ' ', 1) AS server, count(*)::int AS migrations,
       max(migration_name) AS newest FROM _prisma_migrations`,
    [],
  );
  return { server: row?.server ?? '', migrations: row?.migrations ?? 0, newestMigration: row?.newest ?? '' };
}

/** Changes that one look goes back through for the newest push. */
const RECENT_EVENTS = 2000;

/** When a CRM last pushed something to us, if that is among the newest changes; null when it is not. */
export async function lastPush(pool: Sql, crm: CrmName): Promise<Date | null> {
  const [row] = await rowsOf<{ at: Date | null }>(
    pool,
    `SELECT max(received_at) AS at FROM (SELECT * FROM inbox ORDER BY id DESC LIMIT ${RECENT_EVENTS}) AS recent
     WHERE crm = $1 AND type NOT IN ('poll', 'company.changed')`,
    [crm],
  );
  return row?.at ?? null;
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
  const [row] = await rowsOf<
    Record<'ip' | 'if' | 'op' | 'od', number> & Record<'oldest' | 'in_since' | 'out_since', Date | null>
  >(
    pool,
    `SELECT (SELECT count(*)::int FROM inbox WHERE state = 'pending') AS ip,
       (SELECT count(*)::int FROM inbox WHERE state = 'failed') AS "if",
       (SELECT count(*)::int FROM outbox WHERE state = 'pending') AS op,
       (SELECT count(*)::int FROM outbox WHERE state = 'dead' AND fault IS DISTINCT FROM 'dropped') AS od,
       (SELECT min(received_at) FROM inbox WHERE state = 'pending') AS in_since,
       (SELECT min(${WAITING_SINCE}) FILTER (WHERE ${COULD_BE_DONE}) FROM outbox WHERE state = 'pending') AS out_since,
       LEAST((SELECT min(due_at) FROM inbox WHERE state = 'pending'),
         (SELECT min(due_at) FROM outbox WHERE state = 'pending')) AS oldest`,
    [now],
  );
  return {
    inboxPending: row?.ip ?? 0,
    inboxFailed: row?.if ?? 0,
    outboxPending: row?.op ?? 0,
    outboxDead: row?.od ?? 0,
    inboxOldestSeconds: secondsSince(row?.in_since, now),
    outboxOldestSeconds: secondsSince(row?.out_since, now),
    oldestDueSeconds: secondsSince(row?.oldest, now),
  };
}

function secondsSince(since: Date | null | undefined, now: Date): number {
  return since ? Math.max(0, elapsed(since, now) / 1000) : 0;
}
