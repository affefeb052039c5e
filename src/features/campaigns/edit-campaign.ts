// Changes a plan. Before it runs that voids a yes and asks again; of one that runs the change itself is asked for.
import type { CampaignId } from '#kernel/ids.ts';
import { voidApproval } from '#features/approvals/void-approval.ts';
import type { Turn } from '#features/people/turn.ts';
import type { Actor } from '#kernel/actor.ts';
import type { Cause } from '#features/messages/intents.ts';
import { askForChange } from './ask-for-change.ts';
import type { ChangeOutcome } from './ask-for-change.ts';
import { askForLaunch } from './ask-for-launch.ts';
import type { Campaign, CampaignPlan, LaunchMode } from './campaign.ts';
import { changeContent } from './change.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { keepCampaign } from './keep-campaign.ts';
import { isOpen, lockCampaign } from './lock-campaign.ts';
import type { LockedCampaign } from './lock-campaign.ts';
import { refuseOthers } from './may-act.ts';
import type { NotYours } from './may-act.ts';
import { changedKeys, contentOf, factsOf, PLAN_LABELS } from './plan.ts';
import { planProblems } from './plan-problems.ts';
import type { PlanProblem } from './plan-problems.ts';
import { standDown } from './stand-down.ts';
import { removePersonsTicks } from './tick-item.ts';
import { tidyPlan } from './tidy-plan.ts';

export interface EditInput extends Turn {
  readonly campaign: CampaignId;
  readonly plan: CampaignPlan;
  /** As it was wished before, where it is left out. */
  readonly launch?: LaunchMode;
  /** Of the campaign that was edited; left out: whatever it is now. */
  readonly version?: number;
}

export type EditOutcome =
  | { readonly kind: 'edited'; readonly campaign: Campaign }
  /** The yes to what it was is void; it was asked for as it is now. */
  | { readonly kind: 'asked_again'; readonly campaign: Campaign }
  | ChangeOutcome
  | { readonly kind: 'invalid'; readonly campaign: Campaign; readonly problems: readonly PlanProblem[] }
  | { readonly kind: 'name_taken'; readonly by: Campaign }
  /** Somebody else edited it while this one was typed. */
  | { readonly kind: 'changed_meanwhile'; readonly campaign: Campaign }
  /** Its CRMs are being written right now. */
  | { readonly kind: 'already_launching'; readonly campaign: Campaign }
  | { readonly kind: 'wrong_state'; readonly campaign: Campaign }
  | NotYours
  | { readonly kind: 'unknown_campaign' };

export async function editCampaign<Tx extends CampaignTx>(
  desk: CampaignDesk<Tx>,
  input: EditInput,
): Promise<EditOutcome> {
  const { playbook } = desk.playbook();
  const plan = tidyPlan(input.plan);
  return desk.transact(async (tx): Promise<EditOutcome> => {
    const locked = await lockCampaign(tx, input.campaign);
    if (locked === null) return { kind: 'unknown_campaign' };
    const { campaign } = locked;
    const refusal = await refuseOthers(tx, playbook, campaign, input.by);
    if (refusal !== null) return refusal;
    if (campaign.state === 'closed') return { kind: 'wrong_state', campaign };
    if (input.version !== undefined && input.version !== campaign.version)
      return { kind: 'changed_meanwhile', campaign };
    const problems = [...problemsOf(desk, campaign, plan), ...leavingProblems(campaign, plan)];
    if (problems.length > 0) return { kind: 'invalid', campaign, problems };
    const namesake = await tx.campaigns.byName(plan.name);
    const taken = namesake === null || namesake === campaign.id ? null : await tx.campaigns.get(namesake);
    if (taken !== null) return { kind: 'name_taken', by: taken };
    const { launch = campaign.launch } = input;
    const keys = changedKeys(campaign.plan, plan);
    if (keys.length === 0 && launch === campaign.launch && locked.change === null)
      return { kind: 'unchanged', campaign };
    const edit = { plan, launch, actor: { kind: 'person', slack: input.by.id } as const };
    const cause = { at: desk.clock.now(), correlationId: input.correlationId };
    if (keys.length > 0) await removePersonsTicks(tx, campaign.id);
    if (campaign.state !== 'live' && campaign.state !== 'paused') return editPlanned(tx, desk, locked, edit, cause);
    const because = `${keys.map((key) => PLAN_LABELS[key]).join(', ')} changed`;
    const { actor } = edit;
    return askForChange(tx, desk, locked, { next: plan, requestedBy: input.by.id, actor, because, cause });
  });
}

interface Edit {
  readonly plan: CampaignPlan;
  readonly launch: LaunchMode;
  readonly actor: Extract<Actor, { kind: 'person' }>;
}

async function editPlanned<Tx extends CampaignTx>(
  tx: Tx,
  desk: CampaignDesk<Tx>,
  { campaign, approval }: LockedCampaign,
  { plan, launch, actor }: Edit,
  cause: Cause,
): Promise<EditOutcome> {
  const { state } = campaign;
  if (state === 'approved' && campaign.records.some((record) => record.state === 'writing')) {
    return { kind: 'already_launching', campaign };
  }
  const asks = state === 'waiting' || state === 'approved';
  const same = changedKeys(campaign.plan, plan).length === 0;
  const change = changeContent(campaign.plan, plan);
  const kept = await keepCampaign(tx, {
    campaign,
    change: {
      plan,
      launch,
      ...(asks && !same ? { state: 'waiting', approvedAt: null, launchAskedAt: null, notice: null } : {}),
    },
    action: 'campaign.edited',
    actor,
    before: { state, launch: campaign.launch },
    after: { state: asks && !same ? 'waiting' : state, launch, change },
    cause,
  });
  if (!asks || same) return { kind: 'edited', campaign: kept };
  await standDown(tx, kept, cause);
  if (approval === null || !isOpen(approval)) {
    // What was approved is used up by the part of the launch that succeeded, or nobody had to be asked.
    const asked = await askForLaunch(tx, desk, { campaign: kept, launch, requestedBy: actor.slack, actor, cause });
    return { kind: asked.state === 'waiting' ? 'asked_again' : 'edited', campaign: asked };
  }
  await voidApproval(tx, desk, {
    approval: approval.id,
    content: contentOf(plan),
    facts: factsOf(plan, desk.playbook().playbook.organization),
    because: `${changedKeys(campaign.plan, plan)
      .map((key) => PLAN_LABELS[key])
      .join(', ')} changed`,
    by: actor,
    cause,
  });
  const now = (await tx.campaigns.get(campaign.id)) ?? kept;
  return { kind: now.state === 'waiting' ? 'asked_again' : 'edited', campaign: now };
}

/** Nobody planned here what an adopted campaign was: only what this edit changes has to be right. */
function problemsOf<Tx extends CampaignTx>(
  { playbook, crms }: CampaignDesk<Tx>,
  campaign: Campaign,
  plan: CampaignPlan,
): readonly PlanProblem[] {
  const problems = planProblems(playbook().playbook, new Set(crms.keys()), plan);
  const changed = new Set(changedKeys(campaign.plan, plan));
  return campaign.adoptedFrom === null ? problems : problems.filter(({ field }) => changed.has(field));
}

/** A CRM in which it lives cannot be left out of the plan: nobody would stop it there. */
function leavingProblems(campaign: Campaign, plan: CampaignPlan): readonly PlanProblem[] {
  const left = campaign.records.filter(
    ({ crm, recordId, state }) => recordId !== null && state !== 'gone' && !plan.crms.includes(crm),
  );
  if (left.length === 0) return [];
  return [
    { field: 'crms', message: 'It has a record there already: close the campaign to end it there', suggestion: null },
  ];
}
