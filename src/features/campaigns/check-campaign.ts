// Looks at everything that can be checked by itself once more, so that the card says what is so now. Anybody may.
import type { CampaignId } from '#kernel/ids.ts';
import type { Turn } from '#features/people/turn.ts';
import type { Campaign } from './campaign.ts';
import { keepFindings, runChecklist } from './checklist.ts';
import type { CheckItem } from './checklist.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { campaignCardIntent } from './intents.ts';

export type CheckOutcome =
  | { readonly kind: 'checked'; readonly campaign: Campaign; readonly checks: readonly CheckItem[] }
  | { readonly kind: 'unknown_campaign' };

export async function checkCampaign<Tx extends CampaignTx>(
  desk: CampaignDesk<Tx>,
  { campaign: id, correlationId }: Turn & { readonly campaign: CampaignId },
): Promise<CheckOutcome> {
  const campaign = await desk.stores.campaigns.get(id);
  if (campaign === null) return { kind: 'unknown_campaign' };
  const checks = await runChecklist(desk, campaign);
  await desk.transact(async (tx) => {
    const at = desk.clock.now();
    await keepFindings(tx, campaign, checks, at);
    await tx.outbox.put(campaignCardIntent(id, true, { at, correlationId }));
  });
  return { kind: 'checked', campaign, checks };
}
