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
  readonly state: 'pending' | 'deciding' | 'approved' | 'rejected' | 'gone';
  readonly comment: string | null;
  /** Slack id, or the CRM's name of somebody. */
  readonly decidedBy: string | null;
  readonly decidedIn: 'slack' | 'salesforce' | null;
  readonly decidedAt: Date | null;
  readonly notice: string | null;
  readonly card: { readonly channel: ChannelId; readonly ts: string; readonly hash: string } | null;
}
