// `/campaign` and the buttons of a campaign's card: each handler parses, calls one verb and answers where it was pressed.
import { z } from 'zod';
import { privately, replacing } from '#blockkit/replies.ts';
import { Fault } from '#kernel/errors.ts';
import { CampaignId } from '#kernel/ids.ts';
import type { ActionArgs, CommandArgs, Listeners } from '#ports/listeners.ts';
import { inTime, sayingSo } from '#features/answering/answer-in-time.ts';
import { buttonValue } from '#features/answering/click.ts';
import { commitThenAck } from '#features/answering/commit-then-ack.ts';
import { note } from '#features/answering/note.ts';
import { replyTo } from '#features/answering/show-modal.ts';
import { turnOf, turnOfClick } from '#features/people/turn.ts';
import type { Turn } from '#features/people/turn.ts';
import { answerCampaignCommand } from './answer-command.ts';
import { answerOutcome } from './answer-outcome.ts';
import type { CampaignOutcome } from './answers.ts';
import { campaignHistory } from './campaign-history.ts';
import { CAMPAIGN_ACTIONS, MORE } from './card-actions.ts';
import { checkCampaign } from './check-campaign.ts';
import { LISTS, parseCampaignCommand } from './command.ts';
import type { CampaignDesk } from './desk.ts';
import { CAMPAIGN_HISTORY_ACTIONS } from './history-view.ts';
import { launchCampaign } from './launch-campaign.ts';
import { CAMPAIGN_LIST_ACTIONS } from './list-view.ts';
import { closeModal, killModal, messageModal, pauseModal } from './modals.ts';
import { campaignList, cardOf, unknownText } from './show-campaign.ts';
import { openEditForm, openNewForm, registerCampaignForm } from './slack-form.ts';
import { openReason, registerCampaignModals } from './slack-modals.ts';
import { resumeCampaign } from './resume-campaign.ts';
import { submitCampaign } from './submit-campaign.ts';
import { openModal, tell } from './surface.ts';
import { tickItem } from './tick-item.ts';

const RowChoice = z.object({ type: z.literal('overflow'), selected_option: z.object({ value: z.string() }) });
const IdText = z
  .string()
  .regex(/^\d{1,9}$/u)
  .transform(Number)
  .pipe(CampaignId);
const ListPlace = z.object({ list: z.enum(LISTS), text: z.string(), before: CampaignId.nullable() });
const StoryPlace = z.object({ campaign: CampaignId, skip: z.int().nonnegative() });

/** Links are looked at with patience; whoever pressed hears so. */
const CHECKING = { text: 'Its links are being looked at. What comes of it is told here.', afterMs: 2500 };

export function registerCampaignListeners(listeners: Listeners, desk: CampaignDesk): void {
  registerCampaignForm(listeners, desk);
  registerCampaignModals(listeners, desk);
  listeners.command('/campaign', (args) => answer(desk, args));

  listeners.action(CAMPAIGN_ACTIONS.show, (args) => show(desk, args));
  listeners.action(CAMPAIGN_ACTIONS.edit, async (args) => {
    await args.ack();
    await openEditForm(desk, args, campaignOf(args), args.body.channel?.id);
  });
  listeners.action(CAMPAIGN_ACTIONS.submit, (args) => checked(desk, args, submitCampaign));
  listeners.action(CAMPAIGN_ACTIONS.launch, (args) => checked(desk, args, launchCampaign));
  listeners.action(CAMPAIGN_ACTIONS.retry, (args) => checked(desk, args, launchCampaign));
  listeners.action(CAMPAIGN_ACTIONS.resume, (args) => decided(desk, args, campaignOf(args), resumeCampaign));
  listeners.action(CAMPAIGN_ACTIONS.tick, (args) => tick(desk, args, true));
  listeners.action(CAMPAIGN_ACTIONS.untick, (args) => tick(desk, args, false));
  listeners.action(CAMPAIGN_ACTIONS.pause, async (args) => {
    await args.ack();
    await openReason(desk, args, campaignOf(args), pauseModal);
  });
  listeners.action(CAMPAIGN_ACTIONS.kill, async (args) => {
    await args.ack();
    await openReason(desk, args, campaignOf(args), killModal);
  });
  listeners.action(CAMPAIGN_ACTIONS.more, (args) => more(desk, args));

  listeners.action(CAMPAIGN_LIST_ACTIONS.next, async (args) => {
    await args.ack();
    const place = ListPlace.parse(JSON.parse(buttonValue(args)));
    const page = await inTime(args.respond, async () => campaignList(desk, await turnOfClick(desk, args), place));
    await args.respond(replacing(page));
  });
  listeners.action(CAMPAIGN_HISTORY_ACTIONS.earlier, async (args) => {
    await args.ack();
    const place = StoryPlace.parse(JSON.parse(buttonValue(args)));
    const reply = replyTo(args);
    await reply(privately(await inTime(reply, () => campaignHistory(desk, place))));
  });
}

async function answer(desk: CampaignDesk, args: CommandArgs): Promise<void> {
  const { ack, command, respond, client } = args;
  await ack();
  const parsed = parseCampaignCommand(command.text);
  const opening = { client, body: { trigger_id: command.trigger_id } };
  if (parsed.kind === 'new') return openNewForm(desk, opening, command.user_id, command.channel_id);
  if (parsed.kind === 'edit') return openEditForm(desk, opening, parsed.campaign, command.channel_id);
  const work = async () => answerCampaignCommand(desk, await turnOf(desk, command.user_id, command.channel_id), parsed);
  const looks = parsed.kind === 'submit' || parsed.kind === 'launch';
  const message = await (looks ? sayingSo(respond, CHECKING, work) : inTime(respond, work));
  await respond(privately(message));
}

/** From a list: its card, in a private answer of its own. */
async function show(desk: CampaignDesk, args: ActionArgs): Promise<void> {
  await args.ack();
  const id = campaignOf(args);
  const reply = replyTo(args);
  const card = await inTime(reply, () => cardOf(desk, id));
  await reply(privately(card ?? note(unknownText(id))));
}

interface OnCampaign extends Turn {
  readonly campaign: CampaignId;
}
type Verb = (desk: CampaignDesk, input: OnCampaign) => Promise<CampaignOutcome>;

/** What only writes to the database: committed before it is acknowledged. */
async function decided(desk: CampaignDesk, args: ActionArgs, campaign: CampaignId, verb: Verb): Promise<void> {
  const outcome = await commitThenAck({ ack: args.ack, respond: replyTo(args) }, desk.transact, async (transact) => {
    return verb({ ...desk, transact }, { campaign, ...(await turnOfClick(desk, args)) });
  });
  await tell(args, campaign, await answerOutcome(desk, outcome), (id) => cardOf(desk, id));
}

/** What asks other servers first, which takes longer than a click is kept waiting. */
async function checked(desk: CampaignDesk, args: ActionArgs, verb: Verb): Promise<void> {
  await args.ack();
  const campaign = campaignOf(args);
  const outcome = await sayingSo(replyTo(args), CHECKING, async () => {
    return verb(desk, { campaign, ...(await turnOfClick(desk, args)) });
  });
  await tell(args, campaign, await answerOutcome(desk, outcome), (id) => cardOf(desk, id));
}

async function tick(desk: CampaignDesk, args: ActionArgs, ok: boolean): Promise<void> {
  const [id = '', ...rest] = buttonValue(args).split(':');
  const item = rest.join(':');
  await decided(desk, args, IdText.parse(id), (acting, input) => tickItem(acting, { ...input, item, ok }));
}

async function more(desk: CampaignDesk, args: ActionArgs): Promise<void> {
  const id = campaignOf(args);
  const [choice] = RowChoice.parse(args.action).selected_option.value.split(':');
  switch (z.enum(MORE).parse(choice)) {
    case 'history': {
      await args.ack();
      return openModal(args, 'Story', async () =>
        messageModal('Story', await campaignHistory(desk, { campaign: id, skip: 0 })),
      );
    }
    case 'close':
      await args.ack();
      return openReason(desk, args, id, closeModal);
    case 'check':
      return checked(desk, args, checkCampaign);
  }
}

/** The campaign that a card's button names, or a choice behind its three dots. */
function campaignOf(args: Pick<ActionArgs, 'action' | 'body'>): CampaignId {
  const choice = RowChoice.safeParse(args.action);
  const id = IdText.safeParse(choice.success ? choice.data.selected_option.value.split(':')[1] : buttonValue(args));
  if (!id.success) throw new Fault('invalid_input', 'This button names no campaign');
  return id.data;
}
