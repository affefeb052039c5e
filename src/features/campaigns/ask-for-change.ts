// A change to a campaign that runs: asked for where the playbook wants a yes to it, else done at once. Runs inside the
// caller's transaction, behind the campaign's lock.
import type { Actor } from '#kernel/actor.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import type { Approval } from '#features/approvals/approval.ts';
import type { ApprovalDeps } from '#features/approvals/desk.ts';
import { policyFor, requestApproval } from '#features/approvals/request-approval.ts';
import { voidApproval } from '#features/approvals/void-approval.ts';
import { cancelApproval } from '#features/approvals/withdraw-approval.ts';
import type { Cause } from '#features/messages/intents.ts';
import { applyChange } from './apply-change.ts';
import { campaignKey, campaignSubject } from './campaign.ts';
import type { Campaign, CampaignPlan } from './campaign.ts';
import { changeContent } from './change.ts';
import type { CampaignTx } from './desk.ts';
import { keepCampaign } from './keep-campaign.ts';
import type { LockedCampaign } from './lock-campaign.ts';
import { changedKeys, factsOf, isFree } from './plan.ts';

export interface ChangeAsking {
  readonly next: CampaignPlan;
  /** Null: a CRM user who is nobody in Slack. */
  readonly requestedBy: SlackUserId | null;
  readonly actor: Actor;
  /** `the budget was changed in Salesforce`: for those who decided about an earlier change already. */
  readonly because: string;
  readonly cause: Cause;
}

export type ChangeOutcome =
  | { readonly kind: 'change_asked'; readonly campaign: Campaign; readonly approval: Approval }
  | { readonly kind: 'changed'; readonly campaign: Campaign }
  /** It is what it was: a change that was asked for is taken back. */
  | { readonly kind: 'unchanged'; readonly campaign: Campaign };

export async function askForChange<Tx extends CampaignTx>(
  tx: Tx,
  deps: ApprovalDeps<Tx>,
  { campaign, change }: LockedCampaign,
  { next, requestedBy, actor, because, cause }: ChangeAsking,
): Promise<ChangeOutcome> {
  const keys = changedKeys(campaign.plan, next);
  const cancel = async (words: string): Promise<void> => {
    if (change !== null) await cancelApproval(tx, deps, { approval: change.id, because: words, by: actor, cause });
  };
  if (keys.length === 0) {
    await cancel('it is as it was approved again');
    return { kind: 'unchanged', campaign };
  }
  const { playbook } = deps.playbook();
  const facts = factsOf(next, playbook.organization);
  if (isFree(keys) || policyFor(playbook, { gate: 'campaign.change', facts }) === null) {
    await cancel('another change was made that needs no approval');
    return { kind: 'changed', campaign: await applyChange(tx, { campaign, next, actor, approval: null, cause }) };
  }
  const content = changeContent(campaign.plan, next);
  const subject = campaignSubject(campaign.id);
  const running = change !== null && change.state !== 'changes_requested' ? change : null;
  if (running !== null) {
    const voided = await voidApproval(tx, deps, { approval: running.id, content, facts, because, by: actor, cause });
    return { kind: 'change_asked', campaign, approval: voided ?? running };
  }
  const outcome = await requestApproval(tx, deps, {
    gate: 'campaign.change',
    subject,
    title: `Change ${campaignKey(campaign.id)} ${campaign.plan.name}`,
    content,
    facts,
    effect: { campaign: campaign.id },
    requestedBy,
    rule: null,
    cause,
  });
  if (outcome.kind === 'not_needed') {
    return { kind: 'changed', campaign: await applyChange(tx, { campaign, next, actor, approval: null, cause }) };
  }
  const kept = await keepCampaign(tx, {
    campaign,
    change: {},
    action: 'campaign.change_asked',
    actor,
    before: {},
    after: { approval: outcome.approval.id, change: content },
    cause,
  });
  return { kind: 'change_asked', campaign: kept, approval: outcome.approval };
}
