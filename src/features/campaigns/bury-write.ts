// A write to a CRM failed for good, by a defect and not by the CRM's no: the campaign does not wait for it any more, says
// so, and can be tried again.
import type { HeldIntent } from '#ports/outbox.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { campaignKey } from './campaign.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { campaignCardIntent } from './intents.ts';
import { lockCampaign } from './lock-campaign.ts';
import { recordIn } from './records.ts';
import { settleLaunch } from './settle-launch.ts';
import { alertAll } from './tell-runners.ts';
import { CampaignStopPayload } from './write-intents.ts';

const WRITES: ReadonlySet<string> = new Set(['campaign.write', 'campaign.stop']);

/** Runs in the transaction that sets the intent aside; does nothing for intents of other kinds. */
export async function buryWrite<Tx extends CampaignTx>(
  tx: Tx,
  deps: Pick<CampaignDesk<Tx>, 'playbook' | 'clock'>,
  intent: HeldIntent,
  because: string,
): Promise<void> {
  const payload = WRITES.has(intent.kind) ? CampaignStopPayload.safeParse(intent.payload).data : undefined;
  const campaign = payload && (await lockCampaign(tx, payload.campaign))?.campaign;
  if (!payload || !campaign) return;
  const cause = { at: deps.clock.now(), correlationId: intent.correlationId };
  const record = recordIn(campaign, payload.crm);
  if (record.state === 'writing') {
    await tx.campaigns.putRecord(campaign.id, { ...record, state: 'refused', message: because });
    const now = await tx.campaigns.get(campaign.id);
    if (now !== null) await settleLaunch(tx, deps, now, cause);
    return;
  }
  await tx.campaigns.putRecord(campaign.id, { ...record, message: because });
  await tx.outbox.put(campaignCardIntent(campaign.id, false, cause));
  const text = `${campaignKey(campaign.id)} ${campaign.plan.name} could not be written to ${CRM_LABELS[payload.crm]}: ${because}`;
  await alertAll(tx, deps.playbook().playbook, campaign, text, cause);
}
