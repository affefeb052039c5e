// An approved campaign is not what was approved any more, or its approval is gone: it goes back to waiting and is asked
// for as it is now. Runs inside the caller's transaction, behind the campaign's lock.
import type { ApprovalDeps } from '#features/approvals/desk.ts';
import { voidApproval } from '#features/approvals/void-approval.ts';
import type { Cause } from '#features/messages/intents.ts';
import { askForLaunch } from './ask-for-launch.ts';
import type { Campaign } from './campaign.ts';
import type { CampaignTx } from './desk.ts';
import { keepCampaign } from './keep-campaign.ts';
import { isOpen } from './lock-campaign.ts';
import type { LockedCampaign } from './lock-campaign.ts';
import { contentOf, factsOf } from './plan.ts';
import { standDown } from './stand-down.ts';

const SYSTEM = { kind: 'system', part: 'campaigns' } as const;

export async function askAgain<Tx extends CampaignTx>(
  tx: Tx,
  deps: ApprovalDeps<Tx>,
  { campaign, approval }: LockedCampaign,
  cause: Cause,
): Promise<Campaign> {
  await standDown(tx, campaign, cause);
  if (approval === null || !isOpen(approval)) {
    return askForLaunch(tx, deps, {
      campaign,
      launch: campaign.launch,
      requestedBy: campaign.createdBy,
      actor: SYSTEM,
      cause,
    });
  }
  const waiting = await keepCampaign(tx, {
    campaign,
    change: { state: 'waiting', approvedAt: null, launchAskedAt: null },
    action: 'campaign.asked_again',
    actor: SYSTEM,
    after: { state: 'waiting', approval: approval.id },
    cause,
  });
  await voidApproval(tx, deps, {
    approval: approval.id,
    content: contentOf(campaign.plan),
    facts: factsOf(campaign.plan, deps.playbook().playbook.organization),
    because: 'it is not what was approved any more',
    by: SYSTEM,
    cause,
  });
  return (await tx.campaigns.get(campaign.id)) ?? waiting;
}
