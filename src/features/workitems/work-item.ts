// A request of Salesforce's own approval processes, as a card in Slack. Pure.
import type { ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { CrmName } from '#ports/crm.ts';

export interface WorkItem {
  readonly crm: CrmName;
  readonly id: string;
  readonly process: string;
  readonly object: string;
  readonly recordId: string;
  readonly recordName: string;
  readonly actorId: string;
  /** Who in Slack that CRM user is. */
  readonly person: SlackUserId;
  readonly submittedBy: string | null;
  readonly submittedAt: Date;
  readonly details: readonly { readonly label: string; readonly value: string }[];
  /** `deciding`: the person has answered, and Salesforce is being told. `gone`: it waits for them no more. */
  readonly state: 'pending' | 'deciding' | 'approved' | 'rejected' | 'gone';
  readonly comment: string | null;
  /** Slack id, or the CRM's name of somebody. */
  readonly decidedBy: string | null;
  readonly decidedIn: 'slack' | 'salesforce' | null;
  readonly decidedAt: Date | null;
  readonly notice: string | null;
  readonly card: { readonly channel: ChannelId; readonly ts: string; readonly hash: string } | null;
}

export const WORK_ITEM_VERDICTS = ['approve', 'reject'] as const;
export type WorkItemVerdict = (typeof WORK_ITEM_VERDICTS)[number];

/** What a request is before anybody has answered it, and again where its answer did not hold. */
export const UNANSWERED = {
  state: 'pending',
  comment: null,
  decidedBy: null,
  decidedIn: null,
  decidedAt: null,
} as const;

/** `workitem:salesforce:04i…`, as the audit log names it. */
export function workItemSubject({ crm, id }: Pick<WorkItem, 'crm' | 'id'>): string {
  return `workitem:${crm}:${id}`;
}
