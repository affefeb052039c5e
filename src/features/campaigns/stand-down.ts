// What of a launch got through before it was refused elsewhere does not run on while the campaign is asked for anew.
import type { Cause } from '#features/messages/intents.ts';
import type { Campaign } from './campaign.ts';
import type { CampaignTx } from './desk.ts';
import { campaignStopIntent } from './write-intents.ts';

/** Runs inside the caller's transaction, which takes the campaign out of `approved`. */
export async function standDown(tx: CampaignTx, { id, records }: Campaign, cause: Cause): Promise<void> {
  for (const { crm, seen } of records)
    if (seen?.state === 'live') await tx.outbox.put(campaignStopIntent(id, crm, cause));
}
