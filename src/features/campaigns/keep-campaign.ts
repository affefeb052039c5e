// What every decision about a campaign writes together: its row, its audit entry and its card.
import { Fault } from '#kernel/errors.ts';
import type { Actor } from '#kernel/actor.ts';
import type { JsonObject } from '#ports/json.ts';
import type { AuditAction } from '#features/audit/actions.ts';
import type { Cause } from '#features/messages/intents.ts';
import { campaignSubject } from './campaign.ts';
import type { Campaign } from './campaign.ts';
import type { CampaignTx } from './desk.ts';
import { campaignCardIntent } from './intents.ts';

export interface Keeping {
  readonly campaign: Campaign;
  readonly change: Partial<Omit<Campaign, 'id' | 'version' | 'card' | 'records'>>;
  readonly action: Extract<AuditAction, `campaign.${string}`>;
  readonly actor: Actor;
  readonly before?: JsonObject;
  readonly after: JsonObject;
  readonly cause: Cause;
}

/** Runs inside the caller's transaction, which holds the campaign's lock. Answers it as it is now. */
export async function keepCampaign(
  tx: CampaignTx,
  { campaign, change, action, actor, before = { state: campaign.state }, after, cause }: Keeping,
): Promise<Campaign> {
  const next = { ...campaign, ...change, changedAt: cause.at };
  if (!(await tx.campaigns.save(next))) throw new Fault('unavailable', 'The campaign was changed at the same moment.');
  await tx.audit.append({
    at: cause.at,
    action,
    actor,
    subject: campaignSubject(campaign.id),
    before,
    after,
    correlationId: cause.correlationId,
  });
  await tx.outbox.put(campaignCardIntent(campaign.id, actor.kind === 'person', cause));
  return { ...next, version: campaign.version + 1 };
}
