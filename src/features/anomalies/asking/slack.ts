// Watches in Slack: the form, the look at the past year before it is saved, and what is pressed below the lists.
import { modal, section } from '#blockkit/blocks.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import { Fault } from '#kernel/errors.ts';
import { SlackUserId } from '#kernel/ids.ts';
import { withinTime } from '#features/answering/commit-then-ack.ts';
import { fillFirst, fillModal, showModal } from '#features/answering/show-modal.ts';
import { turnOf } from '#features/people/turn.ts';
import type { ActionArgs, CommandArgs, Listeners, ViewArgs } from '#ports/listeners.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import { planSeries } from '../series/plan-series.ts';
import { ALERT_MODALS, alertForm, AlertState, newAlert, readAlertForm, workingOnIt } from './alert-form.ts';
import { askWatch, tooManyText } from './ask-watch.ts';
import type { AskOutcome } from './ask-watch.ts';
import { readAlert } from './read-alert.ts';
import { registerListListeners } from './slack-lists.ts';
import { TRIAL_ACTIONS, TrialState, trialView } from './trial-view.ts';
import type { Trial } from './trial-view.ts';
import { showsText, tryWatch, whatShows } from './try-watch.ts';
import { watchedText } from './watched-text.ts';

export function registerWatchListeners<Tx extends WatchTx>(listeners: Listeners, desk: WatchDesk<Tx>): void {
  listeners.view(ALERT_MODALS.ask, (args) => look(desk, args));
  listeners.view(ALERT_MODALS.confirm, (args) => save(desk, args));
  listeners.action(TRIAL_ACTIONS.change, (args) => change(desk, args));
  registerListListeners(listeners, desk);
}

/** Opens at once, because a click lets one modal be opened for three seconds only. @param question empty: none yet. */
export async function openAlertForm<Tx extends WatchTx>(
  desk: WatchDesk<Tx>,
  args: ActionArgs | CommandArgs,
  question: string,
): Promise<void> {
  const shown = await showModal(args, workingOnIt('One moment…'));
  const typed = 'command' in args;
  const channel = typed ? args.command.channel_id : args.body.channel?.id;
  const person = SlackUserId.parse(typed ? args.command.user_id : args.body.user.id);
  const plan = question === '' ? null : await planSeries(desk, { question, by: null });
  const understood = plan?.kind === 'plan' ? plan : null;
  const text = understood === null ? question : typed ? question : watchedText(understood.question, false);
  // Direct messages are no place that others read, and the app may not be in them.
  const place = channel === undefined || channel.startsWith('D') ? null : channel;
  const draft = newAlert(text, understood?.by ?? null, person);
  const filled = await fillFirst(args, shown, alertForm(draft, { channel: place, shows: null }));
  if (understood === null || filled === null) return;
  // Nobody waits for it: what was typed meanwhile stays, and a form that was sent is left.
  const shows = await whatShows(desk, person, watchedText(understood.question, false));
  if (shows !== null) await fillModal(args, filled, alertForm(draft, { channel: place, shows }));
}

async function look<Tx extends WatchTx>(desk: WatchDesk<Tx>, { view, body, ack, client }: ViewArgs): Promise<void> {
  const state = AlertState.parse(JSON.parse(view.private_metadata));
  const draft = readAlertForm(view.state.values);
  const { by } = await turnOf(desk, body.user.id, state.channel ?? undefined);
  const read = await readAlert(desk, by, draft, state);
  if (read.kind === 'wrong') return ack({ response_action: 'errors', errors: { ...read.errors } });
  await ack({ response_action: 'update', view: workingOnIt('Going through the last 365 days…') });
  const trial = await tryWatch(desk, by.id, { wanted: read.wanted, draft, state });
  const shown = 'kind' in trial ? answerModal(trial.because) : trialView(withShows(trial));
  await client.views.update({ view_id: view.id, view: shown });
}

/** For the form, should something be changed. */
function withShows(trial: Trial): Trial {
  const { wanted, state } = trial.state;
  return { ...trial, state: { ...trial.state, state: { ...state, shows: showsText(trial.test, wanted.question) } } };
}

async function change<Tx extends WatchTx>(_desk: WatchDesk<Tx>, args: ActionArgs): Promise<void> {
  await args.ack();
  const { view } = args.body;
  if (view === undefined) throw new Fault('invalid_input', 'This button belongs to no form');
  const { draft, state } = TrialState.parse(JSON.parse(view.private_metadata));
  await fillModal(args, { id: view.id, hash: view.hash }, alertForm(draft, state));
}

async function save<Tx extends WatchTx>(desk: WatchDesk<Tx>, { view, body, ack }: ViewArgs): Promise<void> {
  const { wanted, state } = TrialState.parse(JSON.parse(view.private_metadata));
  const outcome = await withinTime(desk.transact, async (transact) => {
    const turn = await turnOf(desk, body.user.id, state.channel ?? undefined);
    return askWatch({ ...desk, transact }, turn, wanted);
  });
  await ack({ response_action: 'update', view: answerModal(outcomeText(outcome)) });
}

function outcomeText(outcome: AskOutcome): string {
  switch (outcome.kind) {
    case 'asked':
      return `Watched from now on, as #${outcome.watch.id}. Nothing is told of the past. /kpi watches shows it, and ends it.`;
    case 'known':
      return `This is watched here already, as #${outcome.watch.id}. Nothing was saved.`;
    case 'too_many':
      return tooManyText(outcome.most);
  }
}

function answerModal(text: string) {
  return modal({ title: 'Alert me', blocks: [section(escape(text, 2900))] });
}
