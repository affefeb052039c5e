// Slack's clicks on incidents: each handler parses, calls one verb and answers privately.
import { privately } from '#blockkit/replies.ts';
import type { ActionArgs, Listeners } from '#ports/listeners.ts';
import { sayingSo } from '#features/answering/answer-in-time.ts';
import { commitThenAck } from '#features/answering/commit-then-ack.ts';
import { note } from '#features/answering/note.ts';
import { replyTo } from '#features/answering/show-modal.ts';
import { turnOfClick } from '#features/people/turn.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import { INCIDENT_ACTIONS } from '../telling/incident-actions.ts';
import { acceptIncident } from './accept-incident.ts';
import { answerOutcome } from './answer-outcome.ts';
import type { Pressed } from './answers.ts';
import { takeBackEvent } from './events-command.ts';
import { EVENT_ACTIONS } from './events-view.ts';
import { judgeReal } from './judge-incident.ts';
import type { IncidentInput } from './keep-change.ts';
import type { IncidentOutcome } from './outcome.ts';
import { numberOf, snoozeOf } from './pressed.ts';
import { recordsBehind } from './records-behind.ts';
import { openAssign, openExpected, openExplanation, registerVerdictModals } from './slack-modals.ts';
import { snoozeIncident } from './snooze-incident.ts';
import { takeBackVerdict } from './take-back-verdict.ts';
import { takeIncident } from './take-incident.ts';

export function registerIncidentListeners<Tx extends WatchTx>(listeners: Listeners, desk: WatchDesk<Tx>): void {
  registerVerdictModals(listeners, desk);
  listeners.action(INCIDENT_ACTIONS.real, (click) => pressed(desk, click, 'real', judgeReal));
  listeners.action(INCIDENT_ACTIONS.expected, (click) => openExpected(desk, click));
  listeners.action(INCIDENT_ACTIONS.newNormal, (click) => pressed(desk, click, 'new_normal', acceptIncident));
  listeners.action(INCIDENT_ACTIONS.takeBack, (click) => pressed(desk, click, 'take_back', takeBackVerdict));
  listeners.action(INCIDENT_ACTIONS.take, (click) => pressed(desk, click, 'take', takeIncident));
  listeners.action(INCIDENT_ACTIONS.assign, (click) => openAssign(desk, click));
  listeners.action(INCIDENT_ACTIONS.explain, (click) => openExplanation(desk, click));
  listeners.action(INCIDENT_ACTIONS.records, (click) => showRecords(desk, click));
  listeners.action(EVENT_ACTIONS.end, (click) => endEvent(desk, click));
  listeners.action(INCIDENT_ACTIONS.snooze, (click) => {
    const { incident, days } = snoozeOf(click);
    return carryOut(desk, click, 'snooze', incident, (own, input) => snoozeIncident(own, { ...input, days }));
  });
}

async function endEvent<Tx extends WatchTx>(desk: WatchDesk<Tx>, click: ActionArgs): Promise<void> {
  const respond = replyTo(click);
  const id = numberOf(click);
  const text = await commitThenAck({ ack: click.ack, respond }, desk.transact, async (transact) =>
    takeBackEvent({ ...desk, transact }, await turnOfClick(desk, click), id),
  );
  await respond(privately(note(text)));
}

/** What takes longer says so first. */
const COUNTING = { text: 'Counting. The records come here in a moment.', afterMs: 2000 };

async function showRecords<Tx extends WatchTx>(desk: WatchDesk<Tx>, click: ActionArgs): Promise<void> {
  await click.ack();
  const id = numberOf(click);
  const reply = replyTo(click);
  const message = await sayingSo(reply, COUNTING, async () => recordsBehind(desk, await turnOfClick(desk, click), id));
  await reply(privately(message));
}

type Verb<Tx extends WatchTx> = (desk: WatchDesk<Tx>, input: IncidentInput) => Promise<IncidentOutcome>;

function pressed<Tx extends WatchTx>(
  desk: WatchDesk<Tx>,
  click: ActionArgs,
  what: Pressed,
  verb: Verb<Tx>,
): Promise<void> {
  return carryOut(desk, click, what, numberOf(click), verb);
}

/** Committed before the click is acknowledged, then answered. */
async function carryOut<Tx extends WatchTx>(
  desk: WatchDesk<Tx>,
  click: ActionArgs,
  what: Pressed,
  incident: number,
  verb: Verb<Tx>,
): Promise<void> {
  const respond = replyTo(click);
  const outcome = await commitThenAck({ ack: click.ack, respond }, desk.transact, async (transact) =>
    verb({ ...desk, transact }, { incident, ...(await turnOfClick(desk, click)) }),
  );
  await respond(privately(await answerOutcome(desk, what, outcome)));
}
