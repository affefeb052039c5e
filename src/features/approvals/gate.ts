// What a feature brings along that has something approved: words for people, what it is by now, and what follows.
import type { Cause } from '#features/messages/intents.ts';
import type { GateName } from '#features/playbook/approvals.ts';
import type { Approval, Content } from './approval.ts';

export interface ContentLine {
  readonly label: string;
  /** Plain text; escaped where it is shown. */
  readonly value: string;
}

/** A page that shows the subject: a record in a CRM, a landing page. */
export interface GateLink {
  readonly label: string;
  readonly url: string;
}

/** `voided` and `reopened` are asked again: other content, or a yes that was taken back after the last one. */
export type Ending = 'rejected' | 'changes_requested' | 'withdrawn' | 'expired' | 'voided' | 'reopened';

/** @typeParam Tx what the feature writes through. Every function runs inside the caller's transaction. */
export interface Gate<Tx> {
  readonly name: GateName;
  /** The content in words, in the order of card and evidence. Pure. */
  describe(content: Content): readonly ContentLine[];
  /** Where the subject is to be seen; shown on the card. */
  links?(tx: Tx, approval: Approval): Promise<readonly GateLink[]>;
  /** What it would be by now; null where the subject is gone. Approval holds only while this equals what was approved. */
  current(tx: Tx, approval: Approval): Promise<Content | null>;
  /** The last yes: acts, or puts the intents that act. Whoever acts spends the approval first (`spendApproval`). */
  approved(tx: Tx, approval: Approval, cause: Cause): Promise<void>;
  /** Something else came of it, or it was voided and is asked for again. */
  ended(tx: Tx, approval: Approval, ending: Ending, cause: Cause): Promise<void>;
  /** A vote, or other people who are asked, that did not end it: for whoever shows elsewhere what is still missing. */
  moved?(tx: Tx, approval: Approval, cause: Cause): Promise<void>;
}

export type Gates<Tx> = ReadonlyMap<GateName, Gate<Tx>>;
