// A claim: a change of who holds a lead, and the owner changes that it asks of the CRMs. Pure.
import type { ChannelId, LeadId, SlackUserId } from '#kernel/ids.ts';
import type { RecordRef } from '#ports/crm.ts';

/**
 * `release` gives the lead back to its earlier owner, `offer` is a rule's `assign: now`, `undo` gives back what some CRM
 * took of a claim that was undone.
 */
export type ClaimKind = 'claim' | 'hand_over' | 'release' | 'offer' | 'undo';
export type ClaimState = 'writing' | 'written' | 'partial' | 'conflict' | 'refused' | 'ended';
type WriteOutcome = 'pending' | 'assigned' | 'unchanged' | 'conflict' | 'refused' | 'gone';

/** What a CRM answered to one owner change. */
export interface WriteAnswer {
  readonly outcome: WriteOutcome;
  /** The CRM's own words, or who owns the record instead. */
  readonly message: string | null;
  /** After a conflict: the CRM user who owns the record. */
  readonly rival: string | null;
}

export interface ClaimWrite extends RecordRef, WriteAnswer {
  /** Owner that the decision was made on. */
  readonly expected: string | null;
  /** Null: nobody. The rival of a conflict: the record came later and was left with its owner. */
  readonly target: string | null;
}

export interface Claim {
  readonly id: string;
  readonly leadId: LeadId;
  /** The new holder; for a release, who let go; for an undoing, who holds the lead again or whose claim it was. */
  readonly by: SlackUserId;
  readonly kind: ClaimKind;
  readonly at: Date;
  readonly state: ClaimState;
  readonly channel: ChannelId | null;
  readonly writes: readonly ClaimWrite[];
}
