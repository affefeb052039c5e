// A change takes effect: the plan is another, and every CRM that has the campaign is brought into line with it.
import type { Actor } from '#kernel/actor.ts';
import type { ApprovalId } from '#kernel/ids.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { Campaign, CampaignPlan } from './campaign.ts';
import { changeContent } from './change.ts';
import type { CampaignTx } from './desk.ts';
import { keepCampaign } from './keep-campaign.ts';
import { campaignWriteIntent } from './write-intents.ts';

export interface Applying {
  readonly campaign: Campaign;
  readonly next: CampaignPlan;
  readonly actor: Actor;
  /** That allowed it; null: none was needed. */
  readonly approval: ApprovalId | null;
  readonly cause: Cause;
}

/** Runs inside the caller's transaction, behind the campaign's lock. */
export async function applyChange(
  tx: CampaignTx,
  { campaign, next, actor, approval, cause }: Applying,
): Promise<Campaign> {
  const kept = await keepCampaign(tx, {
    campaign,
    change: { plan: next },
    action: 'campaign.changed',
    actor,
    before: {},
    after: { approval, change: changeContent(campaign.plan, next) },
    cause,
  });
  await writePlan(tx, kept, cause);
  return kept;
}

/** Asks every CRM for what the plan says; where it says so already nothing is written. */
export async function writePlan(tx: CampaignTx, campaign: Campaign, cause: Cause): Promise<void> {
  for (const crm of campaign.plan.crms) {
    const payload = { campaign: campaign.id, crm, part: 'plan', again: false } as const;
    await tx.outbox.put(campaignWriteIntent(payload, campaign.version, cause));
  }
}
