// Every command, click and modal of the app. The manifest test holds what is registered here against manifest.json.
import type { Listeners } from '#ports/listeners.ts';
import { answerIncidents } from '#features/anomalies/asking/incidents-command.ts';
import { openAlertForm, registerWatchListeners } from '#features/anomalies/asking/slack.ts';
import { answerWatches } from '#features/anomalies/asking/watches-command.ts';
import { answerEvents } from '#features/anomalies/verdicts/events-command.ts';
import { registerIncidentListeners } from '#features/anomalies/verdicts/slack.ts';
import { registerApprovalListeners } from '#features/approvals/slack.ts';
import { registerCampaignListeners } from '#features/campaigns/slack.ts';
import { registerHistoryListeners } from '#features/history/slack.ts';
import { registerHomeListeners } from '#features/home/slack.ts';
import { registerHoldListeners } from '#features/intake/slack.ts';
import type { HoldDesk } from '#features/intake/slack.ts';
import { registerLeadModals } from '#features/leads/slack-modals.ts';
import { registerLeadListeners } from '#features/leads/slack.ts';
import { refuseChanges } from '#features/operations/dry-run.ts';
import type { OpsDesk } from '#features/operations/answer-command.ts';
import type { KpiDesk } from '#features/metrics/desk.ts';
import { answerPressed, registerKpiListeners } from '#features/metrics/slack.ts';
import { registerOperationsListeners } from '#features/operations/slack.ts';
import { registerPeopleListeners } from '#features/people/slack.ts';
import { buttonValue } from '#features/answering/click.ts';
import { REPORT_ACTIONS } from '#features/reports/digest-view.ts';
import { answerReportCommand } from '#features/reports/report-command.ts';
import { openFollowForm, registerReportListeners } from '#features/reports/slack.ts';
import { registerWorkItemListeners } from '#features/workitems/slack.ts';
import type { Desk } from './desk.ts';

/** A dry run keeps people from changing leads and from deciding, and lets them look and operate. */
export function registerListeners(listeners: Listeners, { dryRun, ...desk }: Desk & HoldDesk & OpsDesk & Dry): void {
  const leads = dryRun ? { ...desk, transact: refuseChanges } : desk;
  registerLeadListeners(listeners, leads);
  registerLeadModals(listeners, leads);
  registerApprovalListeners(listeners, leads);
  registerCampaignListeners(listeners, leads);
  registerWorkItemListeners(listeners, leads);
  registerHomeListeners(listeners, leads);
  registerHistoryListeners(listeners, desk);
  registerOperationsListeners(listeners, desk);
  registerHoldListeners(listeners, desk);
  registerPeopleListeners(listeners, desk);
  registerReportListeners(listeners, desk);
  registerWatchListeners(listeners, desk);
  registerIncidentListeners(listeners, leads);
  const kpis: KpiDesk = {
    ...leads,
    reports: {
      follow: (args, question) => openFollowForm(desk, args, question),
      command: (turn, text) => answerReportCommand(desk, turn, text),
    },
    alerts: {
      ask: (args, question) => openAlertForm(desk, args, question),
      watches: (turn, text) => answerWatches(desk, turn, text),
      incidents: (turn, text) => answerIncidents(desk, turn, text),
      events: (turn, text) => answerEvents(leads, turn, text),
    },
  };
  registerKpiListeners(listeners, kpis);
  listeners.action(REPORT_ACTIONS.open, (args) => answerPressed(kpis, args, buttonValue(args)));
}

interface Dry {
  readonly dryRun: boolean;
}
