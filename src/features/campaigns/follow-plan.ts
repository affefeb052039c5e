// Somebody changed what a campaign is, in a CRM: before it runs that is its plan by now, and a yes to what it was is void;
// of one that runs it is a change that has to be approved, or is put back.
import type { ApprovalDeps } from '#features/approvals/desk.ts';
import { voidApproval } from '#features/approvals/void-approval.ts';
import { writePlan } from './apply-change.ts';
import { askForChange } from './ask-for-change.ts';
import { campaignKey } from './campaign.ts';
import type { Campaign, CampaignPlan } from './campaign.ts';
import { changeContent, changedPlan, changeInWords } from './change.ts';
import { planAfter } from './crm-change.ts';
import type { CampaignTx } from './desk.ts';
import type { Drift } from './follow-record.ts';
import { keepCampaign } from './keep-campaign.ts';
import { isOpen } from './lock-campaign.ts';
import type { LockedCampaign } from './lock-campaign.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { budgetAtHome, changedKeys, contentOf, factsOf, noRate } from './plan.ts';
import { standDown } from './stand-down.ts';
import { alertAll } from './tell-runners.ts';

export async function followPlan<Tx extends CampaignTx>(
  tx: Tx,
  deps: ApprovalDeps<Tx>,
  locked: LockedCampaign,
  drift: Drift,
): Promise<void> {
  const { campaign, change } = locked;
  // A change that waits is what the next one comes on top of.
  const runs = campaign.state === 'live' || campaign.state === 'paused';
  const base = runs && change !== null ? changedPlan(campaign.plan, change.content) : campaign.plan;
  const next = planAfter(base, drift.names, drift.found.fields, () => drift.owner);
  if (changedKeys(base, next).length === 0) return;
  const { playbook } = deps.playbook();
  if (budgetAtHome(next, playbook.organization) === null) return putBack(tx, deps, campaign, drift, next);
  if (!runs) return followDraft(tx, deps, locked, drift, next);
  const outcome = await askForChange(tx, deps, locked, {
    next,
    requestedBy: drift.editor,
    actor: drift.actor,
    because: `changed in ${CRM_LABELS[drift.found.crm]}`,
    cause: drift.cause,
  });
  const said = outcome.kind === 'unchanged' ? null : wordsFor(campaign, next, drift);
  if (said === null) return;
  const what =
    outcome.kind === 'change_asked' ? 'It needs an approval, and is put back without one.' : 'It needs no approval.';
  await alertAll(tx, playbook, campaign, `${said} ${what}`, drift.cause);
}

async function followDraft<Tx extends CampaignTx>(
  tx: Tx,
  deps: ApprovalDeps<Tx>,
  { campaign, approval }: LockedCampaign,
  { actor, cause, found }: Drift,
  plan: CampaignPlan,
): Promise<void> {
  const asks = campaign.state === 'waiting' || campaign.state === 'approved';
  const kept = await keepCampaign(tx, {
    campaign,
    change: { plan, ...(asks ? { state: 'waiting', approvedAt: null, launchAskedAt: null } : {}) },
    action: 'campaign.edited',
    actor,
    before: { state: campaign.state, launch: campaign.launch },
    after: {
      state: asks ? 'waiting' : campaign.state,
      launch: campaign.launch,
      change: changeContent(campaign.plan, plan),
    },
    cause,
  });
  if (!asks) return;
  await standDown(tx, kept, cause);
  const { playbook } = deps.playbook();
  if (approval !== null && isOpen(approval)) {
    const because = `changed in ${CRM_LABELS[found.crm]}`;
    const facts = factsOf(plan, playbook.organization);
    await voidApproval(tx, deps, { approval: approval.id, content: contentOf(plan), facts, because, by: actor, cause });
    return;
  }
  // The approval was used by the part of a launch that succeeded, or none was needed: it starts from its beginning.
  await keepCampaign(tx, {
    campaign: kept,
    change: { state: 'draft', approvalId: null, notice: `Changed in ${CRM_LABELS[found.crm]}: submit it again` },
    action: 'campaign.returned',
    actor,
    after: { state: 'draft', ending: 'voided', approval: approval?.id ?? null, because: 'changed in a CRM' },
    cause,
  });
}

/** A budget in a currency that nobody can weigh is never passed on. */
async function putBack<Tx extends CampaignTx>(
  tx: Tx,
  deps: ApprovalDeps<Tx>,
  campaign: Campaign,
  drift: Drift,
  next: CampaignPlan,
): Promise<void> {
  await writePlan(tx, { ...campaign, version: -drift.found.modifiedAt.getTime() }, drift.cause);
  const { playbook } = deps.playbook();
  const words = `${wordsFor(campaign, next, drift)} It is put back. ${noRate(next.currency, playbook.organization)}.`;
  await alertAll(tx, playbook, campaign, words, drift.cause);
}

function wordsFor(campaign: Campaign, next: CampaignPlan, { found }: Drift): string {
  const changes = changeInWords(changeContent(campaign.plan, next)).map(({ label, value }) => `${label} ${value}`);
  return `${campaignKey(campaign.id)} ${campaign.plan.name} was changed in ${CRM_LABELS[found.crm]}: ${changes.join('; ')}.`;
}
