// Branded identifiers. An id is minted only by parsing, so a lead's id can never be passed where a channel's is meant.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';

export const LeadId = z.uuid().brand<'LeadId'>();
export type LeadId = z.infer<typeof LeadId>;

/** Follows one cause (a webhook, a click, a tick) through every row and log line that it leads to. */
export const CorrelationId = z.string().min(1).max(64).brand<'CorrelationId'>();
export type CorrelationId = z.infer<typeof CorrelationId>;

export const SlackUserId = z
  .string()
  .regex(/^[UW][A-Z0-9]{2,}$/, 'a Slack user id starts with U or W')
  .brand<'SlackUserId'>();
export type SlackUserId = z.infer<typeof SlackUserId>;

export const ChannelId = z
  .string()
  .regex(/^[CDG][A-Z0-9]{2,}$/, 'a Slack channel id starts with C, D or G')
  .brand<'ChannelId'>();
export type ChannelId = z.infer<typeof ChannelId>;

/** Approvals and campaigns are spoken of by their number, `A-12` and `C-7`, so theirs come from the database. */
export const ApprovalId = z.int().positive().brand<'ApprovalId'>();
export type ApprovalId = z.infer<typeof ApprovalId>;

export const CampaignId = z.int().positive().brand<'CampaignId'>();
export type CampaignId = z.infer<typeof CampaignId>;

/** A new lead's id. */
export function newLeadId(): LeadId {
  return LeadId.parse(randomUUID());
}

/** A new correlation id. */
export function newCorrelationId(): CorrelationId {
  return CorrelationId.parse(randomUUID());
}
