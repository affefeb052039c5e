// What routing keeps: whose turn it is in each team, and why each rep was chosen.
import type { LeadId } from '#kernel/ids.ts';

export interface TurnStore {
  /** Members' last turns (missing: never), with the team locked until the transaction ends. */
  lockTurns(team: string): Promise<ReadonlyMap<string, number>>;
  /** Records that this member has had the team's next turn. */
  takeTurn(team: string, member: string): Promise<void>;
}

export type SkipReason = 'not_in_slack' | 'deactivated' | 'away' | 'no_crm_owner' | 'inactive_crm_owner';

export interface RoutingDecision {
  readonly leadId: LeadId;
  readonly team: string;
  readonly rule: string;
  /** E-mail of the member; null when nobody could be chosen. */
  readonly chosen: string | null;
  readonly skipped: readonly { readonly member: string; readonly because: SkipReason }[];
  readonly at: Date;
}

export interface RoutingDecisionStore {
  record(decision: RoutingDecision): Promise<void>;
  /** Newest first. */
  ofLead(leadId: LeadId): Promise<readonly RoutingDecision[]>;
}
