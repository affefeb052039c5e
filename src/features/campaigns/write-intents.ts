// What campaigns ask of the outbox: writing to a CRM, stopping there, and the launch itself after the last yes.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { CampaignId } from '#kernel/ids.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Intent } from '#ports/outbox.ts';
import type { Cause } from '#features/messages/intents.ts';

/**
 * What a write brings into line with the campaign as it is when its turn comes. `launch`: all of it, live. `plan`: what
 * the plan says, for a change that was approved or that is put back. `state`: whether it runs, and nothing else.
 */
const WRITE_PARTS = ['launch', 'plan', 'state'] as const;

export const CampaignWritePayload = z.object({
  campaign: CampaignId,
  crm: z.enum(CRM_NAMES),
  part: z.enum(WRITE_PARTS),
  /** An earlier intent may have made the record there, and nobody heard the answer. */
  again: z.boolean(),
});
export type CampaignWritePayload = z.infer<typeof CampaignWritePayload>;

/** @param version the campaign's as saved with the decision: the same decision is written once. */
export function campaignWriteIntent(
  { campaign, crm, part, again }: CampaignWritePayload,
  version: number,
  { correlationId }: Cause,
): Intent {
  const lane = `campaign:${campaign}:${crm}`;
  return {
    kind: 'campaign.write',
    lane,
    key: `campaign-write:${campaign}:${crm}:${part}:${version}`,
    urgency: 0,
    payload: { campaign, crm, part, again },
    correlationId,
  };
}

export const CampaignStopPayload = z.object({ campaign: CampaignId, crm: z.enum(CRM_NAMES) });

/**
 * Pauses or closes it in one CRM. In a lane and of a kind of its own, so that neither a write that waits nor a pause of
 * the whole app stands before it.
 */
export function campaignStopIntent(campaign: CampaignId, crm: CrmName, { correlationId }: Cause): Intent {
  const lane = `campaign-stop:${campaign}:${crm}`;
  return {
    kind: 'campaign.stop',
    lane,
    key: `${lane}:${randomUUID()}`,
    urgency: 0,
    payload: { campaign, crm },
    correlationId,
    once: true,
  };
}

export const CampaignLaunchPayload = z.object({ campaign: CampaignId });

/** Checks everything anew and launches, as was wished at the request. */
export function campaignLaunchIntent(campaign: CampaignId, version: number, { correlationId }: Cause): Intent {
  const lane = `campaign-launch:${campaign}`;
  return { kind: 'campaign.launch', lane, key: `${lane}:${version}`, urgency: 0, payload: { campaign }, correlationId };
}
