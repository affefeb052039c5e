// Sends an approved campaign live: asks each of its CRMs for the record. Runs inside the caller's transaction.
import type { Actor } from '#kernel/actor.ts';
import type { Cause } from '#features/messages/intents.ts';
import { askAgain } from './ask-again.ts';
import type { Campaign, CampaignRecord } from './campaign.ts';
import { coverOf } from './cover-launch.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { keepCampaign } from './keep-campaign.ts';
import type { LockedCampaign } from './lock-campaign.ts';
import { missingFields, planFields, recordIn } from './records.ts';
import { campaignWriteIntent } from './write-intents.ts';

export type StartOutcome =
  | { readonly kind: 'launching'; readonly campaign: Campaign }
  /** A launch of it is under way already. */
  | { readonly kind: 'already_launching'; readonly campaign: Campaign }
  /** It is not approved, or not any more; where its content changed it was asked for again. */
  | { readonly kind: 'not_approved'; readonly campaign: Campaign };

export async function startLaunch<Tx extends CampaignTx>(
  tx: Tx,
  deps: Pick<CampaignDesk<Tx>, 'playbook' | 'clock' | 'gates'>,
  locked: LockedCampaign,
  { actor, cause }: { readonly actor: Actor; readonly cause: Cause },
): Promise<StartOutcome> {
  const { campaign, approval } = locked;
  if (campaign.state !== 'approved') return { kind: 'not_approved', campaign };
  if (coverOf(deps, campaign, approval) !== 'covered') {
    return { kind: 'not_approved', campaign: await askAgain(tx, deps, locked, cause) };
  }
  const records = campaign.plan.crms
    .map((crm) => recordIn(campaign, crm))
    .filter((record) => !isDone(campaign, record));
  if (records.some(({ state }) => state === 'writing')) return { kind: 'already_launching', campaign };
  const kept = await keepCampaign(tx, {
    campaign,
    change: { launchAskedAt: campaign.launchAskedAt ?? cause.at, notice: null },
    action: 'campaign.launch_asked',
    actor,
    after: { state: 'approved', approval: campaign.approvalId, crms: records.map(({ crm }) => crm) },
    cause,
  });
  for (const record of records) {
    await tx.campaigns.putRecord(campaign.id, { ...record, state: 'writing', message: null });
    // What a CRM refused may have been done in part; and who knows what became of an answer that was given up on.
    const again = record.state === 'refused';
    const payload = { campaign: campaign.id, crm: record.crm, part: 'launch', again } as const;
    await tx.outbox.put(campaignWriteIntent(payload, kept.version, cause));
  }
  return { kind: 'launching', campaign: (await tx.campaigns.get(campaign.id)) ?? kept };
}

/** Live with exactly this plan already: an earlier try got that far. */
function isDone({ plan }: Campaign, { state, seen }: CampaignRecord): boolean {
  return state === 'live' && seen !== null && Object.keys(missingFields(planFields(plan, null), seen)).length === 0;
}
