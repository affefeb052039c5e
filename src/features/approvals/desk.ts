// What the verbs and listeners of approvals work with.
import type { Clock } from '#ports/clock.ts';
import type { Messenger } from '#ports/messenger.ts';
import type { OutboxWriter } from '#ports/outbox.ts';
import type { Transact } from '#ports/transact.ts';
import type { AuditStore } from '#features/audit/store.ts';
import type { DirectoryStore, GroupStore } from '#features/people/store.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { Gates } from './gate.ts';
import type { ApprovalCardStore, ApprovalStore, DelegationStore, HomeStore } from './store.ts';

/** What is written together with a decision. */
export interface ApprovalTx {
  readonly approvals: ApprovalStore;
  readonly approvalCards: ApprovalCardStore;
  readonly delegations: DelegationStore;
  readonly groups: GroupStore;
  readonly directory: DirectoryStore;
  readonly homes: HomeStore;
  readonly audit: AuditStore;
  readonly outbox: OutboxWriter;
}

export interface ApprovalDeps<Tx extends ApprovalTx> {
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
  readonly gates: Gates<Tx>;
}

export interface ApprovalDesk<Tx extends ApprovalTx = ApprovalTx> extends ApprovalDeps<Tx> {
  readonly transact: Transact<Tx>;
  /** Outside of a transaction. */
  readonly stores: Tx;
  readonly messenger: Messenger;
}
