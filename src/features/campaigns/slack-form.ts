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
import type { Turn } from '#features/people/turn.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { personNamed } from '#features/people/owner-of.ts';
import { answerOutcome } from './answer-outcome.ts';
import { isDone } from './answers.ts';
import { campaignKey } from './campaign.ts';
import type { Campaign } from './campaign.ts';
import { createCampaign } from './create-campaign.ts';
import type { CreateOutcome } from './create-campaign.ts';
import type { CampaignDesk } from './desk.ts';
import { editCampaign } from './edit-campaign.ts';
import type { EditOutcome } from './edit-campaign.ts';
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
    await redraw(desk, args, (draft) => withProposal(desk.playbook().playbook, draft));
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
    const person = owner === null ? null : await slackOwner(desk, owner);
    return planForm({
      playbook: desk.playbook().playbook,
      crms: connected(desk),
      draft: draftOf(campaign, person),
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
  const outcome = await withinTime(desk.transact, async (transact) => {
    const turn = await turnOf(desk, body.user.id, state.channel ?? undefined);
    return keepForm({ ...desk, transact }, turn, state, draft);
  });
  if (!isDone(outcome)) {
    // The form stays open with all that was typed.
    const said = [{ field: 'name' as const, message: await answerOutcome(desk, outcome), suggestion: null }];
    const problems = outcome.kind === 'invalid' ? outcome.problems : said;
    const errors = errorsAt(problems, desk.playbook().playbook, state, Object.keys(view.state.values));
    return args.ack({ response_action: 'errors', errors });
  }
  const campaign = 'campaign' in outcome ? outcome.campaign : null;
  const card = campaign === null ? null : await cardOf(desk, campaign.id);
  const text = await answerOutcome(desk, outcome);
  const message = card === null ? note(text) : withHint(HINT, saying(text, card));
  const title = campaign === null ? 'Campaign' : campaignKey(campaign.id);
  await args.ack({ response_action: 'update', view: messageModal(title, message) });
}

type FormOutcome = CreateOutcome | EditOutcome;

async function keepForm(desk: CampaignDesk, turn: Turn, state: PlanFormState, draft: PlanDraft): Promise<FormOutcome> {
  const { playbook } = desk.playbook();
  const before = state.campaign === null ? null : await desk.stores.campaigns.get(state.campaign);
  const owner = await ownerEmail(desk, draft, before);
  const { plan, launch, problems } = readDraft(playbook, draft, { owner, proposes: before?.adoptedFrom == null });
  if (problems.length > 0) {
    // Everything that is wrong is said at once, also beside what could not be read.
    const unread = new Set(problems.map(({ field }) => field));
    const others = planProblems(playbook, new Set(desk.crms.keys()), plan).filter(({ field }) => !unread.has(field));
    return { kind: 'invalid', problems: before === null ? [...problems, ...others] : problems };
  }
  if (state.campaign === null) return createCampaign(desk, { plan, launch, ...turn });
  const version = state.version === null ? {} : { version: state.version };
  return editCampaign(desk, { campaign: state.campaign, plan, launch, ...version, ...turn });
}

/** By block, what is wrong with it and what would be right. Slack shows nothing beside what the form does not ask for. */
function errorsAt(
  problems: readonly PlanProblem[],
  playbook: Playbook,
  state: PlanFormState,
  asked: readonly string[],
): Record<string, string> {
  const errors: Record<string, string> = {};
  const follows = playbook.campaigns.utm.campaign_is_name;
  const isNamed = problems.some(({ field }) => field === 'name');
  for (const { field, message, suggestion } of problems) {
    const isTagOfName = field === 'utm_campaign' && follows;
    // The tag is right as soon as the name is.
    if (isTagOfName && isNamed) continue;
    const own = blockIdOf(isTagOfName ? 'name' : field, state);
    const block = asked.includes(own) ? own : blockIdOf('name', state);
    const how = field === 'name' ? ', press the button below to take it' : '';
    const right = suggestion === null ? '' : ` Right would be ${suggestion}${how}.`;
    const sentence = `${/[.!?]$/u.test(message) ? message : `${message}.`}${right}`;
    errors[block] = clip([errors[block], sentence].filter(Boolean).join(' '), ERROR_MAX);
  }
  return errors;
}

/** An owner whom nobody in Slack is cannot be chosen in the form, and stays who it was. */
async function ownerEmail(desk: CampaignDesk, { owner }: PlanDraft, before: Campaign | null): Promise<string | null> {
  const { stores, messenger, clock } = desk;
  if (owner !== null) return (await identifyPerson({ directory: stores.directory, messenger, clock }, owner)).email;
  const named = before?.plan.owner ?? null;
  return named === null || (await slackOwner(desk, named)) !== null ? null : named;
}

async function slackOwner({ stores, playbook }: CampaignDesk, email: string): Promise<SlackUserId | null> {
  const { directory } = stores;
  return (await personNamed({ directory, playbook: playbook().playbook }, email))?.id ?? null;
}

function connected({ crms }: CampaignDesk): readonly CrmName[] {
  return CRM_NAMES.filter((crm) => crms.has(crm));
}
