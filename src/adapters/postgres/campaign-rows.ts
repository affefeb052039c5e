// A campaign as its rows say it.
import { z } from 'zod';
import { ApprovalId, CampaignId, ChannelId, SlackUserId } from '#kernel/ids.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import { CRM_CAMPAIGN_STATES } from '#ports/crm-campaigns.ts';
import type { Campaign, CampaignPlan, CampaignRecord } from '#features/campaigns/campaign.ts';
import { Prisma } from '../../generated/prisma/client.ts';

const Seen = z.object({
  name: z.string(),
  state: z.enum(CRM_CAMPAIGN_STATES),
  type: z.string().nullable().optional(),
  startsOn: z.string().nullable().optional(),
  endsOn: z.string().nullable().optional(),
  budget: z.string().nullable().optional(),
  currency: z.string().nullable().optional(),
  ownerId: z.string().nullable().optional(),
  audience: z.string().nullable().optional(),
  goals: z.string().nullable().optional(),
  utm: z.string().nullable().optional(),
}) as unknown as z.ZodType<NonNullable<CampaignRecord['seen']>>;

const RecordRow = z.object({
  crm: z.enum(CRM_NAMES),
  recordId: z.string().nullable(),
  state: z.enum(['waiting', 'writing', 'live', 'paused', 'closed', 'refused', 'gone']),
  message: z.string().nullable(),
  seen: Seen.nullable(),
  seenAt: z.date().nullable(),
  modifiedAt: z.date().nullable(),
});

const Day = z
  .date()
  .nullable()
  .transform((at) => at?.toISOString().slice(0, 10) ?? null);

const Utm = z.object({
  source: z.string().optional(),
  medium: z.string().optional(),
  campaign: z.string().optional(),
  term: z.string().optional(),
  content: z.string().optional(),
}) as unknown as z.ZodType<CampaignPlan['utm']>;

const CampaignRow = z.object({
  id: CampaignId,
  name: z.string(),
  type: z.string(),
  channel: z.string(),
  crms: z.array(z.enum(CRM_NAMES)),
  owner: z.string().nullable(),
  startsOn: Day,
  endsOn: Day,
  budget: z
    .custom<Prisma.Decimal>(Prisma.Decimal.isDecimal)
    .nullable()
    .transform((value) => value?.toFixed(2) ?? null),
  currency: z.string(),
  audience: z.string().nullable(),
  audienceSize: z.number().nullable(),
  suppressionList: z.string().nullable(),
  contentUrl: z.string().nullable(),
  utm: Utm,
  goals: z.string().nullable(),
  launch: z.enum(['at_once', 'by_hand']),
  state: z.enum([
    'draft',
    'waiting',
    'changes_requested',
    'approved',
    'live',
    'paused',
    'killed',
    'closed',
    'rejected',
  ]),
  approvalId: ApprovalId.nullable(),
  notice: z.string().nullable(),
  adoptedFrom: z.enum(CRM_NAMES).nullable(),
  createdBy: SlackUserId.nullable(),
  createdAt: z.date(),
  changedAt: z.date(),
  requestedAt: z.date().nullable(),
  approvedAt: z.date().nullable(),
  launchAskedAt: z.date().nullable(),
  launchedAt: z.date().nullable(),
  version: z.number(),
  cardChannel: ChannelId.nullable(),
  cardTs: z.string().nullable(),
  cardHash: z.string().nullable(),
  records: z.array(RecordRow),
});

/** The campaign of a row that was selected with its records. */
export function parseCampaign(selected: unknown): Campaign {
  const { cardChannel, cardTs, cardHash, ...row } = CampaignRow.parse(selected);
  const { name, type, channel, crms, owner, startsOn, endsOn, budget, currency, ...others } = row;
  const { audience, audienceSize, suppressionList, contentUrl, utm, goals, ...rest } = others;
  const what = { name, type, channel, crms, owner, startsOn, endsOn, budget, currency };
  const known = cardChannel !== null && cardTs !== null && cardHash !== null;
  return {
    ...rest,
    plan: { ...what, audience, audienceSize, suppressionList, contentUrl, utm, goals },
    card: known ? { channel: cardChannel, ts: cardTs, hash: cardHash } : null,
  };
}

/** A calendar day as Prisma takes it. */
export function dayOf(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`);
}
