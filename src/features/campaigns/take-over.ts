// A record that our own launch made was taken for somebody else's campaign, because the watch was faster than the answer:
// it comes back to the campaign that it was made for.
import type { CampaignId } from '#kernel/ids.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Cause } from '#features/messages/intents.ts';
import { campaignKey } from './campaign.ts';
import type { CampaignTx } from './desk.ts';
import { keepCampaign } from './keep-campaign.ts';
import { recordIn } from './records.ts';

/** Runs inside the caller's transaction, before the record is kept with the campaign that it belongs to. */
export async function takeOver(
  tx: CampaignTx,
  to: CampaignId,
  { crm, recordId }: { readonly crm: CrmName; readonly recordId: string | null },
  cause: Cause,
): Promise<void> {
  const holder = recordId === null ? null : await tx.campaigns.byRecord(crm, recordId);
  const adopted = holder === null || holder === to ? null : await tx.campaigns.lock(holder);
  if (adopted === null) return;
  const message = `it is the record of ${campaignKey(to)}`;
  const left = { ...recordIn(adopted, crm), recordId: null, seen: null, state: 'gone', message } as const;
  await tx.campaigns.putRecord(adopted.id, left);
  if (adopted.records.some((record) => record.crm !== crm && record.recordId !== null)) return;
  await keepCampaign(tx, {
    campaign: adopted,
    change: { state: 'closed', notice: `It is ${campaignKey(to)}` },
    action: 'campaign.merged',
    actor: { kind: 'system', part: 'campaigns' },
    after: { state: 'closed', into: to },
    cause,
  });
}
