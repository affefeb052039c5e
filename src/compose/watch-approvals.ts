// The figures of approvals for GET /metrics: how many wait, for how long, and how long deciding takes.
import type { Metrics } from '#adapters/observe/metrics.ts';
import type { OpenDatabase } from './database.ts';

export function watchApprovals(
  metrics: Pick<Metrics, 'watchGauge'>,
  database: Pick<OpenDatabase, 'approvalFigures'>,
): void {
  metrics.watchGauge(
    'signalbox_approvals_pending',
    'Requests for approval that wait for somebody.',
    async () => (await database.approvalFigures()).pending,
  );
  metrics.watchGauge(
    'signalbox_approvals_oldest_seconds',
    'How long the oldest of them has waited.',
    async () => (await database.approvalFigures()).oldestSeconds,
  );
  metrics.watchGauge(
    'signalbox_approval_decision_seconds',
    'Median time from asking to deciding in the last seven days; missing when nothing was decided.',
    async () => (await database.approvalFigures()).decisionSeconds,
  );
}
