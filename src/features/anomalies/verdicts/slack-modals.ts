// Modals of incidents at work: opened at once, filled when the incident was read, submitted into one verb. What is wrong is
// said inside the modal.
import { z } from 'zod';
import { ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { ActionArgs, Listeners, ViewArgs } from '#ports/listeners.ts';
import { withinTime } from '#features/answering/commit-then-ack.ts';
import { fillModal, showModal } from '#features/answering/show-modal.ts';
import { identifyPerson } from '#features/people/identify-person.ts';
import { turnOf, turnOfClick } from '#features/people/turn.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import type { Incident } from '../store.ts';
import { loadIncident } from '../telling/incident-data.ts';
import { headlineOf } from '../telling/incident-words.ts';
import { termsOf } from '../telling/terms.ts';
import { answerOutcome } from './answer-outcome.ts';
import { assignIncident } from './assign-incident.ts';
import { expectIncident } from './expect-incident.ts';
import { loadExplanation } from './explain-data.ts';
import { explainModal } from './explain-view.ts';
import { daysOf } from './incident-days.ts';
import { cannotJudge } from './judge-incident.ts';
import { goesOn } from './keep-change.ts';
import type { EventDraft } from './known-event.ts';
import {
  ASSIGNEE_FIELD,
  assignModal,
  EVENT_FIELDS,
  expectModal,
  noticeModal,
  SCOPES,
  VERDICT_MODALS,
  YEARLY,
} from './modals.ts';
import { refuse } from './outcome.ts';
import { numberOf } from './pressed.ts';
import { mayTeach, watchesBehind } from './rights.ts';

const State = z.object({ incident: z.int().positive(), channel: ChannelId.nullable() });
const MOMENT = 'One moment …';

export function registerVerdictModals<Tx extends WatchTx>(listeners: Listeners, desk: WatchDesk<Tx>): void {
  listeners.view(VERDICT_MODALS.expected, (args) => submitExpected(desk, args));
  listeners.view(VERDICT_MODALS.assign, (args) => submitAssign(desk, args));
}

/** Asks what it was; who may not name days can say that nothing happened. */
export async function openExpected<Tx extends WatchTx>(desk: WatchDesk<Tx>, click: ActionArgs): Promise<void> {
  await click.ack();
  const id = numberOf(click);
  const shown = await showModal(click, noticeModal(id, MOMENT));
  const incident = await desk.stores.incidents.find(id);
  const because = cannotJudge(incident, 'expected');
  if (incident === null || because !== null) {
    const { text } = await answerOutcome(desk, 'expected', refuse(because ?? 'unknown', incident));
    await fillModal(click, shown, noticeModal(id, text));
    return;
  }
  const { playbook } = desk.playbook();
  const [{ by }, watches, headline] = await Promise.all([
    turnOfClick(desk, click),
    watchesBehind(desk.stores, playbook, incident),
    headlineFor(desk, incident),
  ]);
  const { since, until } = daysOf(incident);
  const refused = mayTeach(playbook, by, watches)
    ? null
    : (await answerOutcome(desk, 'expected', refuse('not_allowed', incident))).text;
  const form = expectModal({
    state: stateOf(click, id),
    headline,
    days: { from: since, to: until },
    kpis: kpisOf(incident).map((metric) => termsOf(playbook).term({ metric }).label),
    refusedFor: refused,
  });
  await fillModal(click, shown, form);
}

async function submitExpected<Tx extends WatchTx>(desk: WatchDesk<Tx>, { view, body, ack }: ViewArgs): Promise<void> {
  const { incident: id, channel } = State.parse(JSON.parse(view.private_metadata));
  const drafted = EventForm.parse(view.state.values);
  const outcome = await withinTime(desk.transact, async (transact) => {
    const turn = await turnOf(desk, body.user.id, channel ?? undefined);
    const about = drafted === null || drafted.scope === SCOPES.all ? null : await desk.stores.incidents.find(id);
    const event = drafted === null ? null : { ...drafted.event, metrics: about === null ? [] : kpisOf(about) };
    return expectIncident({ ...desk, transact }, { incident: id, event, ...turn });
  });
  if (outcome.kind === 'wrong') {
    const errors = Object.fromEntries(outcome.problems.map(({ field, text }) => [EVENT_FIELDS[field], text]));
    return ack({ response_action: 'errors', errors });
  }
  const { text } = await answerOutcome(desk, 'expected', outcome);
  const days = outcome.kind === 'done' && drafted !== null ? ' /kpi events lists its days, which are not judged.' : '';
  await ack({ response_action: 'update', view: noticeModal(id, `${text}${days}`) });
}

const Text = z.object({ value: z.object({ value: z.string().nullish() }) });
const Day = z.object({ value: z.object({ selected_date: z.string() }) });
const EventForm = z
  .object({
    [EVENT_FIELDS.name]: Text,
    [EVENT_FIELDS.from]: Day,
    [EVENT_FIELDS.to]: Day,
    [EVENT_FIELDS.yearly]: z.object({
      value: z.object({ selected_options: z.array(z.object({ value: z.string() })) }),
    }),
    [EVENT_FIELDS.scope]: z.object({ value: z.object({ selected_option: z.object({ value: z.enum(SCOPES) }) }) }),
  })
  .transform(({ name, from, to, yearly, scope }) => ({
    event: {
      name: name.value.value?.trim() ?? '',
      from: from.value.selected_date,
      to: to.value.selected_date,
      everyYear: yearly.value.selected_options.some(({ value }) => value === YEARLY),
    } satisfies Omit<EventDraft, 'metrics'>,
    scope: scope.value.selected_option.value,
  }))
  .transform((form) => (form.event.name === '' ? null : form))
  // The form of who may not name days has nothing to fill in.
  .or(z.object({}).transform(() => null));

export async function openAssign<Tx extends WatchTx>(desk: WatchDesk<Tx>, click: ActionArgs): Promise<void> {
  await click.ack();
  const id = numberOf(click);
  const shown = await showModal(click, noticeModal(id, MOMENT));
  const incident = await desk.stores.incidents.find(id);
  if (incident === null || !goesOn(incident)) {
    const { text } = await answerOutcome(desk, 'assign', refuse(incident === null ? 'unknown' : 'over', incident));
    await fillModal(click, shown, noticeModal(id, text));
    return;
  }
  const { assignee } = incident;
  const headline = await headlineFor(desk, incident);
  await fillModal(click, shown, assignModal({ state: stateOf(click, id), headline, assignee }));
}

const Assignee = z
  .object({ [ASSIGNEE_FIELD]: z.object({ value: z.object({ selected_user: SlackUserId }) }) })
  .transform(({ assignee }) => assignee.value.selected_user);

async function submitAssign<Tx extends WatchTx>(desk: WatchDesk<Tx>, { view, body, ack }: ViewArgs): Promise<void> {
  const { incident: id, channel } = State.parse(JSON.parse(view.private_metadata));
  const chosen = Assignee.parse(view.state.values);
  const outcome = await withinTime(desk.transact, async (transact) => {
    const turn = await turnOf(desk, body.user.id, channel ?? undefined);
    const { messenger, clock, stores } = desk;
    const to = await identifyPerson({ directory: stores.directory, messenger, clock }, chosen);
    const incident = await stores.incidents.find(id);
    const headline = incident === null ? '' : await headlineFor(desk, incident);
    return assignIncident({ ...desk, transact }, { incident: id, to, headline, ...turn });
  });
  const { text } = await answerOutcome(desk, 'assign', outcome);
  if (outcome.kind === 'done') await ack({ response_action: 'update', view: noticeModal(id, text) });
  else await ack({ response_action: 'errors', errors: { [ASSIGNEE_FIELD]: text } });
}

/** How its number was judged. */
export async function openExplanation<Tx extends WatchTx>(desk: WatchDesk<Tx>, click: ActionArgs): Promise<void> {
  await click.ack();
  const id = numberOf(click);
  const shown = await showModal(click, noticeModal(id, 'Looking at how it was judged …'));
  const incident = await desk.stores.incidents.find(id);
  if (incident === null) {
    const { text } = await answerOutcome(desk, 'real', refuse('unknown', null));
    await fillModal(click, shown, noticeModal(id, text));
    return;
  }
  await fillModal(click, shown, explainModal(await loadExplanation(desk, incident)));
}

async function headlineFor<Tx extends WatchTx>(desk: WatchDesk<Tx>, incident: Incident): Promise<string> {
  return headlineOf(await loadIncident(desk, incident));
}

function kpisOf({ signals }: Incident): readonly string[] {
  return [...new Set(signals.map(({ metric }) => metric))];
}

function stateOf({ body }: ActionArgs, incident: number) {
  return { incident, channel: body.channel?.id ?? null };
}
