// Each minute: begins the reports whose time has come. One time of a report is begun once, whoever looks.
import { newCorrelationId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { OutboxWriter } from '#ports/outbox.ts';
import type { Transact } from '#ports/transact.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { newestRun } from '#features/playbook/cron.ts';
import { reportIntent } from './intents.ts';
import { reportsOf } from './report.ts';
import type { Report } from './report.ts';
import type { ReportStore } from './store.ts';

interface DueTx {
  readonly reports: ReportStore;
  readonly outbox: OutboxWriter;
}

export interface DueDeps {
  readonly transact: Transact<DueTx>;
  /** Outside of a transaction. */
  readonly stores: { readonly reports: ReportStore };
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

/** After a time away the newest missed time alone is made up for: yesterday's digest twice helps nobody. */
export async function beginDueReports(deps: DueDeps): Promise<void> {
  const { stores, playbook, clock } = deps;
  const now = clock.now();
  for (const report of reportsOf(playbook().playbook, await stores.reports.follows())) await lookAt(deps, report, now);
}

async function lookAt({ transact, stores }: DueDeps, report: Report, now: Date): Promise<void> {
  const last = await stores.reports.lastRun(report.key);
  if (last === null) {
    // What was due before it was written down is nobody's loss.
    await stores.reports.begin({ report: report.key, dueAt: now, state: 'begun' });
    return;
  }
  const dueAt = newestRun(report.cron, report.zone, last.dueAt, now);
  if (dueAt === null) return;
  await transact(async ({ reports, outbox }) => {
    const run = await reports.begin({ report: report.key, dueAt, state: 'waiting' });
    if (run !== null) await outbox.put(reportIntent(run.id, newCorrelationId()));
  });
}
