// What a campaign is here: the plan that people approve, where it stands, and its records in the CRMs. Pure.
import type { ApprovalId, CampaignId, ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { CrmName } from '#ports/crm.ts';
import type { CrmCampaignFields } from '#ports/crm-campaigns.ts';

export type CampaignState =
  | 'draft'
  /** Submitted; its approval is pending. */
  | 'waiting'
  | 'changes_requested'
  /** Approved and not launched: the launch is under way, or a CRM refused it. */
  | 'approved'
  | 'live'
  /** Stopped for now, by those who run it; goes on without anybody's approval. */
  | 'paused'
  /** Stopped by the kill switch: goes live again only with a new approval. */
  | 'killed'
  | 'closed'
  | 'rejected';

export const UTM_KEYS = ['source', 'medium', 'campaign', 'term', 'content'] as const;
export type Utm = Readonly<Partial<Record<(typeof UTM_KEYS)[number], string>>>;

/** What people plan, approve and launch. A later change to any of it voids the approval. */
export interface CampaignPlan {
  readonly name: string;
  readonly type: string;
  readonly channel: string;
  readonly crms: readonly CrmName[];
  /** Lower-case e-mail address. */
  readonly owner: string | null;
  /** Calendar days in the organization's zone, `2026-12-24`. */
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  /** Decimal with two digits, `25000.00`; null: none was said. */
  readonly budget: string | null;
  readonly currency: string;
  readonly audience: string | null;
  readonly audienceSize: number | null;
  readonly suppressionList: string | null;
  readonly contentUrl: string | null;
  readonly utm: Utm;
  readonly goals: string | null;
}

export interface CampaignRecord {
  readonly crm: CrmName;
  /** Null until it was created there. */
  readonly recordId: string | null;
  /**
   * `waiting`: planned there, or not there yet. `writing`: we write, and the answer may be unclear. `refused`: the CRM
   * said no to the last write. `gone`: deleted there.
   */
  readonly state: 'waiting' | 'writing' | 'live' | 'paused' | 'closed' | 'refused' | 'gone';
  readonly message: string | null;
  readonly seen: CrmCampaignFields | null;
  readonly seenAt: Date | null;
  readonly modifiedAt: Date | null;
}

/** Whether it is launched as soon as it is approved, or when somebody says so. */
export type LaunchMode = 'at_once' | 'by_hand';

export interface Campaign {
  readonly id: CampaignId;
  readonly plan: CampaignPlan;
  readonly launch: LaunchMode;
  readonly state: CampaignState;
  readonly approvalId: ApprovalId | null;
  readonly notice: string | null;
  readonly adoptedFrom: CrmName | null;
  readonly createdBy: SlackUserId | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
  /** Legs of the velocity: brief ends with the first request, approval with the yes, build with the launch order. */
  readonly requestedAt: Date | null;
  readonly approvedAt: Date | null;
  readonly launchAskedAt: Date | null;
  readonly launchedAt: Date | null;
  readonly records: readonly CampaignRecord[];
  readonly card: { readonly channel: ChannelId; readonly ts: string; readonly hash: string } | null;
  readonly version: number;
}

/** `C-7`, as people write it. */
export function campaignKey(id: CampaignId): string {
  return `C-${id}`;
}

/** `campaign:7`, as the audit log names it. */
export function campaignSubject(id: CampaignId): string {
  return `campaign:${id}`;
}
