// Launches an approved campaign, or tries again where a CRM refused it: everything is checked anew, then each CRM is asked.
import type { CampaignId } from '#kernel/ids.ts';
import type { Turn } from '#features/people/turn.ts';
import type { Campaign } from './campaign.ts';
import { blockersOf, keepFindings, runChecklist } from './checklist.ts';
import type { CheckItem } from './checklist.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { lockCampaign } from './lock-campaign.ts';
import { refuseOthers } from './may-act.ts';
import type { NotYours } from './may-act.ts';
import { startLaunch } from './start-launch.ts';
import type { StartOutcome } from './start-launch.ts';

export interface LaunchInput extends Turn {
  readonly campaign: CampaignId;
}

export type LaunchOutcome =
  | StartOutcome
  /** A check fails or a tick is missing. */
  | { readonly kind: 'checks_failed'; readonly campaign: Campaign; readonly checks: readonly CheckItem[] }
  | { readonly kind: 'already_live'; readonly campaign: Campaign }
  | { readonly kind: 'changed_meanwhile'; readonly campaign: Campaign }
  | NotYours
  | { readonly kind: 'unknown_campaign' };

export async function launchCampaign<Tx extends CampaignTx>(
  desk: CampaignDesk<Tx>,
  { campaign: id, by, correlationId }: LaunchInput,
): Promise<LaunchOutcome> {
  const { stores, transact, clock } = desk;
  const seen = await stores.campaigns.get(id);
  if (seen === null) return { kind: 'unknown_campaign' };
  const refusal = await refuseOthers(stores, desk.playbook().playbook, seen, by);
  if (refusal !== null) return refusal;
  if (seen.state === 'live') return { kind: 'already_live', campaign: seen };
  if (seen.state !== 'approved') return { kind: 'not_approved', campaign: seen };
  const checks = await runChecklist(desk, seen);
  return transact(async (tx) => {
    const at = clock.now();
    const locked = await lockCampaign(tx, id);
    if (locked === null) return { kind: 'unknown_campaign' };
    const { campaign } = locked;
    await keepFindings(tx, campaign, checks, at);
    if (campaign.state === 'live') return { kind: 'already_live', campaign };
    if (campaign.version !== seen.version && campaign.state === 'approved')
      return { kind: 'changed_meanwhile', campaign };
    if (blockersOf(checks).length > 0) return { kind: 'checks_failed', campaign, checks };
    return startLaunch(tx, desk, locked, { actor: { kind: 'person', slack: by.id }, cause: { at, correlationId } });
  });
}
