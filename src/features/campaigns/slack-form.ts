// The form of a campaign at work: opened for a new one or an old one, kept in step with what is chosen, and submitted.
import { z } from 'zod';
import { clip } from '#blockkit/mrkdwn.ts';
import { Fault } from '#kernel/errors.ts';
import { CampaignId, ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { ActionArgs, Listeners, ViewArgs } from '#ports/listeners.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName } from '#ports/crm.ts';
import { withinTime } from '#features/answering/commit-then-ack.ts';
import { note } from '#features/answering/note.ts';
import { fillModal, showModal } from '#features/answering/show-modal.ts';
import { identifyPerson } from '#features/people/identify-person.ts';
import { turnOf } from '#features/people/turn.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { answerOutcome } from './answer-outcome.ts';
import { campaignKey } from './campaign.ts';
import { createCampaign } from './create-campaign.ts';
import type { CampaignDesk } from './desk.ts';
import { editCampaign } from './edit-campaign.ts';
import { CAMPAIGN_MODALS, messageModal, saying, withHint } from './modals.ts';
import { draftFrom, draftOf, FormValues, newDraft, readDraft } from './plan-draft.ts';
import type { PlanDraft } from './plan-draft.ts';
import { planForm, withProposal } from './plan-form.ts';
import { planProblems } from './plan-problems.ts';
import type { PlanProblem } from './plan-problems.ts';
import type { PlanFormState } from './plan-form.ts';
import { blockIdOf, FORM_ACTIONS } from './plan-inputs.ts';
import { cardOf, unknownText } from './show-campaign.ts';
import { openModal } from './surface.ts';
import type { Opening } from './surface.ts';

const State = z.object({
  campaign: CampaignId.nullable(),
  version: z.int().nullable(),
  channel: ChannelId.nullable(),
  round: z.int().nonnegative(),
});

/** Longest sentence below an input. */
const ERROR_MAX = 500;
const HINT = 'Only you see this. It is there again with /campaign list mine.';

export function registerCampaignForm(listeners: Listeners, desk: CampaignDesk): void {
  listeners.action(FORM_ACTIONS.changed, async (args) => {
    await args.ack();
    await redraw(desk, args, (draft) => draft);
  });
  listeners.action(FORM_ACTIONS.useProposal, async (args) => {
    await args.ack();
    await redraw(desk, args, (draft) => withProposal({ playbook: desk.playbook().playbook, draft }));
  });
  listeners.view(CAMPAIGN_MODALS.plan, (args) => submitForm(desk, args));
}

/** Needs nothing but what is in memory, so it opens at once. */
export async function openNewForm(desk: CampaignDesk, opening: Opening, user: string, channel: string): Promise<void> {
  const { playbook } = desk.playbook();
  const draft = newDraft(playbook, connected(desk), SlackUserId.parse(user));
  const state = { campaign: null, version: null, channel: ChannelId.safeParse(channel).data ?? null, round: 0 };
  await showModal(opening, planForm({ playbook, crms: connected(desk), draft, state, campaign: null }));
}

export async function openEditForm(
  desk: CampaignDesk,
  opening: Opening,
  id: CampaignId,
  channel: string | undefined,
): Promise<void> {
  await openModal(opening, 'Edit', async () => {
    const campaign = await desk.stores.campaigns.get(id);
    if (campaign === null) return messageModal('Edit', note(unknownText(id)));
    const { owner } = campaign.plan;
    const person = owner === null ? null : await desk.stores.directory.personByEmail(owner);
    return planForm({
      playbook: desk.playbook().playbook,
      crms: connected(desk),
      draft: draftOf(campaign, person?.id ?? null),
      state: { campaign: id, version: campaign.version, channel: ChannelId.safeParse(channel).data ?? null, round: 0 },
      campaign,
    });
  });
}

/** The same form, with what stands in it and what that proposes. A form that was closed or redrawn meanwhile is left. */
async function redraw(desk: CampaignDesk, args: ActionArgs, change: (draft: PlanDraft) => PlanDraft): Promise<void> {
  const { view } = args.body;
  if (view === undefined) throw new Fault('invalid_input', 'This choice belongs to no form');
  const state = State.parse(JSON.parse(view.private_metadata));
  const before = draftFrom(FormValues.parse(view.state.values), connected(desk));
  const draft = change(before);
  const round = draft === before ? state.round : state.round + 1;
  const campaign = state.campaign === null ? null : await desk.stores.campaigns.get(state.campaign);
  const { playbook } = desk.playbook();
  const form = planForm({ playbook, crms: connected(desk), draft, state: { ...state, round }, campaign });
  await fillModal(args, { id: view.id, hash: view.hash }, form);
}

async function submitForm(desk: CampaignDesk, args: ViewArgs): Promise<void> {
  const { view, body } = args;
  const state = State.parse(JSON.parse(view.private_metadata));
  const draft = draftFrom(FormValues.parse(view.state.values), connected(desk));
  const { playbook } = desk.playbook();
  const outcome = await withinTime(desk.transact, async (transact) => {
    const turn = await turnOf(desk, body.user.id, state.channel ?? undefined);
    const { plan, launch, problems } = readDraft(playbook, draft, await emailOf(desk, draft.owner));
    if (problems.length > 0) {
      // Everything that is wrong is said at once, also beside what could not be read.
      const unread = new Set(problems.map(({ field }) => field));
      const others = planProblems(playbook, new Set(desk.crms.keys()), plan).filter(({ field }) => !unread.has(field));
      return { kind: 'invalid', problems: [...problems, ...others] } as const;
    }
    const acting = { ...desk, transact };
    if (state.campaign === null) return createCampaign(acting, { plan, launch, ...turn });
    const version = state.version === null ? {} : { version: state.version };
    return editCampaign(acting, { campaign: state.campaign, plan, launch, ...version, ...turn });
  });
  if (outcome.kind === 'invalid')
    return args.ack({ response_action: 'errors', errors: errorsAt(outcome.problems, playbook, state) });
  if (outcome.kind === 'name_taken') {
    const problem = { field: 'name' as const, message: await answerOutcome(desk, outcome) };
    return args.ack({ response_action: 'errors', errors: errorsAt([problem], playbook, state) });
  }
  const campaign = 'campaign' in outcome ? outcome.campaign : null;
  const card = campaign === null ? null : await cardOf(desk, campaign.id);
  const text = await answerOutcome(desk, outcome);
  const message = card === null ? note(text) : withHint(HINT, saying(text, card));
  await args.ack({
    response_action: 'update',
    view: messageModal(campaign === null ? 'Campaign' : campaignKey(campaign.id), message),
  });
}

type Shown = Pick<PlanProblem, 'field' | 'message'> & { readonly suggestion?: string | null };

/** By block, what is wrong with it and what would be right. Slack shows nothing beside what the form does not ask for. */
function errorsAt(problems: readonly Shown[], playbook: Playbook, state: PlanFormState): Record<string, string> {
  const errors: Record<string, string> = {};
  const follows = playbook.campaigns.utm.campaign_is_name;
  const isNamed = problems.some(({ field }) => field === 'name');
  for (const { field, message, suggestion = null } of problems) {
    const isTagOfName = field === 'utm_campaign' && follows;
    // The tag is right as soon as the name is.
    if (isTagOfName && isNamed) continue;
    const block = blockIdOf(isTagOfName ? 'name' : field, state);
    const how = field === 'name' ? ', press the button below to take it' : '';
    const right = suggestion === null ? '' : ` Right would be ${suggestion}${how}.`;
    const sentence = `${/[.!?]$/u.test(message) ? message : `${message}.`}${right}`;
    errors[block] = clip([errors[block], sentence].filter(Boolean).join(' '), ERROR_MAX);
  }
  return errors;
}

async function emailOf({ stores, messenger, clock }: CampaignDesk, owner: SlackUserId | null): Promise<string | null> {
  if (owner === null) return null;
  return (await identifyPerson({ directory: stores.directory, messenger, clock }, owner)).email;
}

function connected({ crms }: CampaignDesk): readonly CrmName[] {
  return CRM_NAMES.filter((crm) => crms.has(crm));
}
