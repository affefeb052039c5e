// A claim: one rep's hold on a lead, and the owner changes that it asks of the CRMs. Pure.
import type { ChannelId, LeadId, SlackUserId } from '#kernel/ids.ts';
import type { RecordRef } from '#ports/crm.ts';

export type ClaimState = 'writing' | 'written' | 'partial' | 'conflict' | 'refused' | 'ended';
export type WriteOutcome = 'pending' | 'assigned' | 'unchanged' | 'conflict' | 'refused' | 'gone';

export interface ClaimWrite extends RecordRef {
  /** Owner that the decision was made on. */
  readonly expected: string | null;
  readonly target: string;
  readonly outcome: WriteOutcome;
  /** The CRM's own words, or who owns it instead. */
  readonly message: string | null;
}

export interface Claim {
  readonly id: string;
  readonly leadId: LeadId;
  readonly by: SlackUserId;
  readonly kind: 'claim' | 'hand_over';
  readonly at: Date;
  readonly state: ClaimState;
  readonly channel: ChannelId | null;
  readonly writes: readonly ClaimWrite[];
}
