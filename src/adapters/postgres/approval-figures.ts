// How approvals are doing, for the metrics.
import { after, DAY_MS, elapsed } from '#kernel/time.ts';
import { rowsOf } from './statements.ts';
import type { Sql } from './statements.ts';

export interface ApprovalFigures {
  /** Requests that wait for somebody's yes. */
  readonly pending: number;
  /** How long the oldest of them has waited; 0 when there is none. */
  readonly oldestSeconds: number;
  /** Median of the last week, from asking to deciding; null when nothing was decided. */
  readonly decisionSeconds: number | null;
}

const WEEK_MS = 7 * DAY_MS;

export async function approvalFigures(pool: Sql, now: Date): Promise<ApprovalFigures> {
  const [row] = await rowsOf<{ pending: number; oldest: Date | null; decision: number | null }>(
    pool,
    `SELECT count(*)::int AS pending, min(revised_at) AS oldest,
       (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM outcome_at - asked_at))
        FROM approval_revision WHERE outcome IN ('approved', 'rejected', 'changes_requested') AND outcome_at >= $1) AS decision
     FROM approval WHERE state = 'pending'`,
    [after(now, -WEEK_MS)],
  );
  const oldest = row?.oldest ?? null;
  return {
    pending: row?.pending ?? 0,
    oldestSeconds: oldest === null ? 0 : Math.max(0, elapsed(oldest, now) / 1000),
    decisionSeconds: row?.decision ?? null,
  };
}
