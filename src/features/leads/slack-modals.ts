// The modals of the lead card: opening them, and what their submission does.
import { z } from 'zod';
import { context } from '#blockkit/blocks.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import { Fault } from '#kernel/errors.ts';
import { ChannelId, LeadId, SlackUserId } from '#kernel/ids.ts';
import type { ActionArgs, Listeners, ViewArgs } from '#ports/listeners.ts';
import type { Message } from '#ports/messenger.ts';
import { identifyPerson } from '#features/people/identify-person.ts';
import { turnOf } from '#features/people/turn.ts';
import type { Turn } from '#features/people/turn.ts';
import { CARD_LIST_ACTIONS } from './card-list-view.ts';
import { inTime } from '#features/answering/answer-in-time.ts';
import { CARD_ACTIONS } from './card-view.ts';
import { withinTime } from '#features/answering/commit-then-ack.ts';
import { answerTo } from './desk.ts';
import type { LeadDesk } from './desk.ts';
import { disqualifyLead } from './disqualify-lead.ts';
import { explainLead } from './explain-lead.ts';
import { handOverLead } from './give-up.ts';
import type { Lead } from './lead.ts';
import { logTouch, TOUCH_KINDS } from './log-touch.ts';
import { FIELDS, handOverModal, MODALS, notAFitModal, touchModal, VALUE } from './modals.ts';
import type { ModalState } from './modals.ts';
import { leadOf, moreOf, release } from './slack.ts';
import { whyModal } from './why-view.ts';

const State = z.object({ lead: LeadId, channel: ChannelId.nullable() });

export function registerLeadModals(listeners: Listeners, desk: LeadDesk): void {
  listeners.action(CARD_ACTIONS.notAFit, (args) => openNotAFit(desk, args));
  listeners.action(CARD_ACTIONS.handOver, (args) => openOn(desk, args, handOverModal));
  listeners.action(CARD_ACTIONS.touch, (args) => openOn(desk, args, touchModal));
  listeners.action(CARD_ACTIONS.why, (args) => openWhy(desk, args));
  listeners.action(CARD_LIST_ACTIONS.more, (args) => actOnRow(desk, args));

  listeners.view(MODALS.notAFit, async (args) => {
    const reason = answered(args, FIELDS.reason).selected_option?.value ?? '';
    const note = noteOf(args);
    const outcome = await withinTime(desk.transact, async (transact) => {
      const { lead, turn } = await submission(desk, args);
      return disqualifyLead({ ...desk, transact }, { lead, reason, note, ...turn });
    });
    if (outcome.kind === 'disqualified') await args.ack();
    else await refuse(args, FIELDS.reason, await answerTo(desk, outcome));
  });

  listeners.view(MODALS.handOver, async (args) => {
    const { messenger, clock, stores } = desk;
    const colleague = SlackUserId.parse(answered(args, FIELDS.colleague).selected_user);
    const outcome = await withinTime(desk.transact, async (transact) => {
      const { lead, turn } = await submission(desk, args);
      const to = await identifyPerson({ directory: stores.directory, messenger, clock }, colleague);
      return handOverLead({ ...desk, transact }, { lead, to, ...turn });
    });
    if (outcome.kind === 'handed_over') await args.ack();
    else await refuse(args, FIELDS.colleague, await answerTo(desk, outcome));
  });

  listeners.view(MODALS.touch, async (args) => {
    const touch = z.enum(TOUCH_KINDS).parse(answered(args, FIELDS.touch).selected_option?.value);
    const note = noteOf(args);
    const outcome = await withinTime(desk.transact, async (transact) => {
      const { lead, turn } = await submission(desk, args);
      return logTouch({ ...desk, transact }, { lead, touch, note, ...turn });
    });
    if (outcome.kind === 'logged') await args.ack();
    else await refuse(args, FIELDS.touch, await answerTo(desk, outcome));
  });
}

/** The three dots of a list's row do what the buttons of a card do. */
async function actOnRow(desk: LeadDesk, args: ActionArgs): Promise<void> {
  switch (moreOf(args)) {
    case 'touch':
      return openOn(desk, args, touchModal);
    case 'hand_over':
      return openOn(desk, args, handOverModal);
    case 'release':
      return release(desk, args);
    case 'not_a_fit':
      return openNotAFit(desk, args);
    case 'why':
      return openWhy(desk, args);
  }
}

function openNotAFit(desk: LeadDesk, args: ActionArgs): Promise<void> {
  return openOn(desk, args, (lead, state) => notAFitModal(lead, desk.playbook().playbook, state));
}

async function openWhy(desk: LeadDesk, args: ActionArgs): Promise<void> {
  await args.ack();
  const explanation = await explainLead(desk, leadOf(args));
  if (!explanation) throw new Fault('not_found', 'This lead is not known any more');
  await args.client.views.open({ trigger_id: args.body.trigger_id, view: whyModal(explanation) });
}

type View = Parameters<ActionArgs['client']['views']['open']>[0]['view'];

async function openOn(desk: LeadDesk, args: ActionArgs, view: (lead: Lead, state: ModalState) => View): Promise<void> {
  await args.ack();
  const lead = await inTime(args.respond, () => desk.stores.leads.get(leadOf(args)));
  if (!lead) throw new Fault('not_found', 'This lead is not known any more');
  const state: ModalState = { lead: lead.id, channel: args.body.channel?.id ?? null };
  const waits = (await desk.waits?.(lead)) ?? [];
  await args.client.views.open({ trigger_id: args.body.trigger_id, view: withNotes(view(lead, state), waits) });
}

/** What keeps the CRM from following is said before somebody fills in the form. */
function withNotes(view: View, notes: readonly string[]): View {
  if (notes.length === 0) return view;
  return { ...view, blocks: [...view.blocks, context(notes.map((text) => escape(text, 500)))] };
}

interface Submission {
  readonly lead: LeadId;
  readonly turn: Turn;
}

async function submission(desk: LeadDesk, { view, body }: ViewArgs): Promise<Submission> {
  const state = State.parse(JSON.parse(view.private_metadata));
  return { lead: state.lead, turn: await turnOf(desk, body.user.id, state.channel ?? undefined) };
}

type Answered = ViewArgs['view']['state']['values'][string][string];

function answered({ view }: ViewArgs, field: string): Answered {
  const found = view.state.values[field]?.[VALUE];
  if (!found) throw new Fault('invalid_input', `The form came without its field ${field}`);
  return found;
}

function noteOf(args: ViewArgs): string | null {
  const text = answered(args, FIELDS.note).value?.trim() ?? '';
  return text === '' ? null : text;
}

/** The modal stays open and says why beside the field. */
async function refuse({ ack }: ViewArgs, field: string, { text }: Message): Promise<void> {
  await ack({ response_action: 'errors', errors: { [field]: text } });
}
