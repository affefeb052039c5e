// Requests of a CRM's own approval processes that wait for somebody. Salesforce alone has them.

export interface CrmWorkItem {
  readonly id: string;
  /** Label of the approval process. */
  readonly process: string;
  /** The CRM's name of the object, `Opportunity`, and the record's own name. */
  readonly object: string;
  readonly recordId: string;
  readonly recordName: string;
  /** CRM user who is asked. */
  readonly actorId: string;
  /** Name of whoever submitted it. */
  readonly submittedBy: string | null;
  /** When this person was asked. */
  readonly submittedAt: Date;
  /** Amount, discount and the like: what the approver must see. Label and value. */
  readonly details: readonly { readonly label: string; readonly value: string }[];
}

/** What it takes to find out how a request ended. */
export type AskedWorkItem = Pick<CrmWorkItem, 'id' | 'recordId' | 'actorId' | 'submittedAt'>;

export interface WorkItemDecision {
  readonly verdict: 'approve' | 'reject';
  readonly comment: string;
  /** The CRM user who decides. Acted as where the connection allows that, else the integration user acts and says so. */
  readonly as: string;
}

export type WorkItemOutcome =
  | { readonly kind: 'decided'; readonly actedAs: 'user' | 'integration'; readonly instanceStatus: string }
  /** It does not wait for this person any more: somebody was faster, it was recalled or reassigned. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly message: string };

/** How an item ended that is not pending any more. */
export interface EndedWorkItem {
  readonly id: string;
  readonly outcome: 'approved' | 'rejected' | 'recalled' | 'reassigned' | 'unknown';
  readonly by: string | null;
  readonly comment: string | null;
  readonly at: Date | null;
}

/** All calls throw Fault as those of `Crm` do. */
export interface WorkItems {
  /** CRM users whom anything is asked right now. */
  askedUsers(): Promise<readonly string[]>;
  /** All pending items of these CRM users. */
  pending(actorIds: readonly string[]): Promise<readonly CrmWorkItem[]>;
  /**
   * What became of items that are not pending any more, or not with this person. A request that has ended is no record
   * any more, so its history is found by whom it asked, about what, and since when.
   */
  ended(items: readonly AskedWorkItem[]): Promise<readonly EndedWorkItem[]>;
  decide(id: string, decision: WorkItemDecision): Promise<WorkItemOutcome>;
  /** The record's page in the CRM. */
  recordUrl(object: string, recordId: string): string;
}
