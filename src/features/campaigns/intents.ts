// What campaigns ask of the outbox for people to see: their card brought up to date.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { CampaignId } from '#kernel/ids.ts';
import { after } from '#kernel/time.ts';
import type { Intent } from '#ports/outbox.ts';
import type { Cause } from '#features/messages/intents.ts';

/** Changes of one moment, such as the answers of two CRMs, are shown by one edit. */
const TOGETHER_MS = 1_000;

export const CampaignCardPayload = z.object({ campaign: CampaignId });

/** Brings the campaign's one card up to date, or posts it. `soon`: somebody just did something there and looks at it. */
export function campaignCardIntent(campaign: CampaignId, soon: boolean, { at, correlationId }: Cause): Intent {
  const lane = `campaign-card:${campaign}`;
  return {
    kind: 'campaign.card',
    lane,
    key: `${lane}:${randomUUID()}`,
    urgency: soon ? 0 : 5,
    payload: { campaign },
    correlationId,
    ...(soon ? {} : { dueAt: after(at, TOGETHER_MS), once: true }),
  };
}
