// What the verbs, the tick and the handlers of Salesforce's approval requests work with.
import type { Clock } from '#ports/clock.ts';
import type { Crm, CrmName } from '#ports/crm.ts';
import type { Messenger } from '#ports/messenger.ts';
import type { OutboxWriter } from '#ports/outbox.ts';
import type { Pace } from '#ports/pace.ts';
import type { Transact } from '#ports/transact.ts';
import type { AuditWriter } from '#features/audit/store.ts';
import type { DirectoryStore } from '#features/people/store.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { WorkItemStore } from './store.ts';

export interface WorkItemTx {
  readonly workItems: WorkItemStore;
  readonly directory: DirectoryStore;
  readonly audit: AuditWriter;
  readonly outbox: OutboxWriter;
}

export interface WorkItemDesk<Tx extends WorkItemTx = WorkItemTx> {
  readonly transact: Transact<Tx>;
  /** Outside of a transaction. */
  readonly stores: Tx;
  readonly messenger: Messenger;
  readonly crms: ReadonlyMap<CrmName, Crm>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

export interface WorkItemDelivery<Tx extends WorkItemTx = WorkItemTx> extends WorkItemDesk<Tx> {
  readonly pace: Pace;
}
