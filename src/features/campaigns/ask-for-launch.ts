// Asks for the approval of a launch, or finds that nobody needs to be asked. Runs inside the caller's transaction, behind
// the campaign's lock.
import type { Actor } from '#kernel/actor.ts';
import type { ApprovalDeps } from '#features/approvals/desk.ts';
import { requestApproval } from '#features/approvals/request-approval.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import { campaignKey, campaignSubject } from './campaign.ts';
import type { Campaign, LaunchMode } from './campaign.ts';
import type { CampaignTx } from './desk.ts';
import { keepCampaign } from './keep-campaign.ts';
import { contentOf, factsOf } from './plan.ts';
import { campaignLaunchIntent } from './write-intents.ts';

export interface Asking {
  readonly campaign: Campaign;
  readonly launch: LaunchMode;
  /** Null: nobody in Slack asks, a CRM changed it. */
  readonly requestedBy: SlackUserId | null;
  readonly actor: Actor;
  readonly cause: Cause;
}

/** The campaign as it is then: `waiting`, or `approved` where the playbook asks nobody. */
export async function askForLaunch<Tx extends CampaignTx>(
  tx: Tx,
  deps: ApprovalDeps<Tx>,
  { campaign, launch, requestedBy, actor, cause }: Asking,
): Promise<Campaign> {
  const { at } = cause;
  const { playbook } = deps.playbook();
  const outcome = await requestApproval(tx, deps, {
    gate: 'campaign.launch',
    subject: campaignSubject(campaign.id),
    title: `Launch ${campaignKey(campaign.id)} ${campaign.plan.name}`,
    content: contentOf(campaign.plan),
    facts: factsOf(campaign.plan, playbook.organization),
    effect: { campaign: campaign.id },
    requestedBy,
    rule: null,
    cause,
  });
  const asked = outcome.kind === 'asked' ? outcome.approval : null;
  const done = asked === null;
  const kept = await keepCampaign(tx, {
    campaign,
    change: {
      launch,
      state: done ? 'approved' : 'waiting',
      approvalId: asked?.id ?? null,
      notice: null,
      // After the kill switch it begins anew.
      ...(campaign.state === 'killed' ? { launchedAt: null } : {}),
      requestedAt: campaign.state === 'killed' ? at : (campaign.requestedAt ?? at),
      approvedAt: done ? at : null,
      launchAskedAt: null,
    },
    action: done ? 'campaign.needs_no_approval' : 'campaign.submitted',
    actor,
    after: { state: done ? 'approved' : 'waiting', approval: asked?.id ?? null, launch },
    cause,
  });
  if (done && launch === 'at_once') await tx.outbox.put(campaignLaunchIntent(kept.id, kept.version, cause));
  return kept;
}
