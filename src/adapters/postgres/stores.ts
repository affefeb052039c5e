// Everything that the features keep, over one transaction or over none.
import type { ApprovalCardStore, ApprovalStore, DelegationStore, HomeStore } from '#features/approvals/store.ts';
import type { IncidentStore, WatchStore } from '#features/anomalies/store.ts';
import type { AuditStore } from '#features/audit/store.ts';
import type { CampaignStore } from '#features/campaigns/store.ts';
import type {
  BaselineStore,
  ConnectionStore,
  CursorStore,
  HoldStore,
  InboxFinisher,
  LifecycleStore,
  MirrorStore,
} from '#features/intake/store.ts';
import type { CardListStore, ClaimStore, DelayStore, FiringStore, LeadStore } from '#features/leads/store.ts';
import type { ChannelStore } from '#features/messages/store.ts';
import type { HistoryStore, SyncStore } from '#features/history/store.ts';
import type { DryRunStore, PauseStore } from '#features/operations/store.ts';
import type { DirectoryStore, GroupStore } from '#features/people/store.ts';
import type { PlaybookVersionStore } from '#features/playbook/store.ts';
import type { HoleStore, LetterStore } from '#features/recovery/store.ts';
import type { ReportStore } from '#features/reports/store.ts';
import type { RoutingDecisionStore, TurnStore } from '#features/routing/store.ts';
import type { WorkItemStore } from '#features/workitems/store.ts';
import type { Clock } from '#ports/clock.ts';
import type { OutboxWriter } from '#ports/outbox.ts';
import { createIncidentStore } from './anomalies/incidents.ts';
import { createWatchStore } from './anomalies/watches.ts';
import { createApprovalCardStore } from './approval-cards.ts';
import { createApprovalStore } from './approvals.ts';
import { createAuditStore, createGatheringAuditStore } from './audit.ts';
import { createBaselineStore } from './baseline.ts';
import { createCampaignStore } from './campaigns.ts';
import { createCardListStore } from './card-lists.ts';
import { createChannelStore } from './channels.ts';
import { createClaimStore } from './claims.ts';
import type { Queries } from './client.ts';
import { createDelayStore } from './delays.ts';
import { createDelegationStore } from './delegations.ts';
import { createDirectoryStore } from './directory.ts';
import { createDryRunStore } from './dry-runs.ts';
import { createLetterStore } from './dead-letters.ts';
import { createFiringStore } from './firings.ts';
import { createGroupStore } from './groups.ts';
import { createHistoryStore } from './history/store.ts';
import type { Unit } from './history/store.ts';
import { createSyncStore } from './history-sync.ts';
import { createHoldStore } from './holds.ts';
import { createHoleStore } from './holes.ts';
import { createHomeStore } from './homes.ts';
import { createInboxFinisher } from './inbox-queue.ts';
import { createLeadStore } from './leads.ts';
import { createLifecycleStore } from './lifecycle.ts';
import { createMirrorStore } from './mirror.ts';
import { createOutboxWriter } from './outbox-writer.ts';
import { createPauseStore } from './pauses.ts';
import { createPlaybookVersionStore } from './playbook-versions.ts';
import { createConnectionStore, createCursorStore } from './polling.ts';
import { createReportStore } from './reports.ts';
import { createRoutingDecisionStore, createTurnStore } from './routing.ts';
import { createWorkItemStore } from './work-items.ts';

export interface Stores {
  readonly leads: LeadStore;
  readonly claims: ClaimStore;
  readonly lists: CardListStore;
  readonly channels: ChannelStore;
  readonly delays: DelayStore;
  readonly pauses: PauseStore;
  readonly dryRuns: DryRunStore;
  readonly firings: FiringStore;
  readonly approvals: ApprovalStore;
  readonly approvalCards: ApprovalCardStore;
  readonly delegations: DelegationStore;
  readonly homes: HomeStore;
  readonly audit: AuditStore;
  readonly mirror: MirrorStore;
  readonly baseline: BaselineStore;
  readonly campaigns: CampaignStore;
  readonly workItems: WorkItemStore;
  readonly reports: ReportStore;
  readonly cursors: CursorStore;
  readonly connections: ConnectionStore;
  readonly lifecycle: LifecycleStore;
  readonly holds: HoldStore;
  readonly turns: TurnStore;
  readonly routingDecisions: RoutingDecisionStore;
  readonly directory: DirectoryStore;
  readonly groups: GroupStore;
  readonly outbox: OutboxWriter;
  readonly inbox: InboxFinisher;
  readonly playbookVersions: PlaybookVersionStore;
  readonly letters: LetterStore;
  readonly holes: HoleStore;
  readonly history: HistoryStore;
  readonly sync: SyncStore;
  readonly watches: WatchStore;
  readonly incidents: IncidentStore;
}

/**
 * The stores over `db`. Locks last until its transaction ends, so outside of one they lock nothing.
 * @param unit how a store that needs a transaction gets one; left out inside of a transaction.
 */
export function createStores(db: Queries, clock: Clock, unit: Unit = (work) => work(db)): Stores {
  return {
    leads: createLeadStore(db),
    claims: createClaimStore(db),
    lists: createCardListStore(db),
    channels: createChannelStore(db),
    delays: createDelayStore(db),
    pauses: createPauseStore(db),
    dryRuns: createDryRunStore(db),
    firings: createFiringStore(db),
    approvals: createApprovalStore(db),
    approvalCards: createApprovalCardStore(db),
    delegations: createDelegationStore(db),
    homes: createHomeStore(db),
    audit: createAuditStore(db),
    mirror: createMirrorStore(db),
    baseline: createBaselineStore(db),
    campaigns: createCampaignStore(db),
    workItems: createWorkItemStore(db),
    reports: createReportStore(db),
    cursors: createCursorStore(db),
    connections: createConnectionStore(db),
    lifecycle: createLifecycleStore(db),
    holds: createHoldStore(db),
    turns: createTurnStore(db),
    routingDecisions: createRoutingDecisionStore(db),
    directory: createDirectoryStore(db),
    groups: createGroupStore(db),
    outbox: createOutboxWriter(db, clock),
    inbox: createInboxFinisher(db),
    playbookVersions: createPlaybookVersionStore(db),
    letters: createLetterStore(db),
    holes: createHoleStore(db),
    history: createHistoryStore(db, unit, clock),
    sync: createSyncStore(db),
    watches: createWatchStore(db),
    incidents: createIncidentStore(db),
  };
}

/** Work over the stores of one transaction. Its audit entries are written at its end, together. */
export async function inStores<T>(db: Queries, clock: Clock, work: (stores: Stores) => Promise<T>): Promise<T> {
  const audit = createGatheringAuditStore(db);
  const result = await work({ ...createStores(db, clock), audit });
  await audit.flush();
  return result;
}
