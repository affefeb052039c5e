// A rule that fired, as its actions see it, and what they write through.
import type { CorrelationId, LeadId } from '#kernel/ids.ts';
import type { RecordRef } from '#ports/crm.ts';
import type { ApprovalTx } from '#features/approvals/desk.ts';
import type { LifecycleEvent } from '#features/intake/lifecycle.ts';
import type { HandsTx } from '#features/leads/change-hands.ts';
import type { FiringStore } from '#features/leads/store.ts';
import type { ActivePlaybook } from '#features/playbook/active.ts';
import type { RouteTx } from '#features/routing/route-lead.ts';

export type RulesTx = HandsTx & RouteTx & ApprovalTx & { readonly firings: FiringStore };

/** At once, or later by the yes of those who were asked. */
export interface Fired {
  /** By its name: it may have left the playbook meanwhile. */
  readonly rule: string;
  readonly playbook: ActivePlaybook;
  readonly event: Pick<LifecycleEvent, 'key' | 'type' | 'subject' | 'after'>;
  /** Null for an opportunity without a lead that we know. */
  readonly leadId: LeadId | null;
  /** Set for opportunity events. */
  readonly opportunity: RecordRef | null;
  readonly at: Date;
  readonly correlationId: CorrelationId;
}
