// What somebody reads after they pressed a button of an incident: what came of it, or why not and what they can do instead.
// Plain text: escaped when it is sent. Pure.
import type { SlackUserId } from '#kernel/ids.ts';
import type { Incident } from '../store.ts';
import { VERDICT_WORDS } from './outcome.ts';
import type { IncidentOutcome, IncidentRefusal } from './outcome.ts';

/** Names of people, looked up before; somebody unknown is "a colleague". */
export type NameOf = (slack: SlackUserId) => string;

export type Pressed = 'real' | 'expected' | 'new_normal' | 'take_back' | 'snooze' | 'take' | 'assign';

/** @param owners who may teach the watches behind it, beside ops */
export function outcomeText(
  pressed: Pressed,
  outcome: IncidentOutcome,
  owners: readonly SlackUserId[],
  nameOf: NameOf,
): string {
  if (outcome.kind === 'done') return doneText(pressed, outcome.incident, nameOf);
  return refusalText(outcome.because, outcome.incident, owners, nameOf);
}

function doneText(pressed: Pressed, incident: Incident, nameOf: NameOf): string {
  const { id, state, snoozedUntil, assignee } = incident;
  switch (pressed) {
    case 'real':
      return state === 'recovered'
        ? `#${id} was real: noted. Such a change is found a little earlier from now on.`
        : `#${id} is real: noted. It stays open until the number has recovered. Such a change is found a little earlier from now on.`;
    case 'expected':
      return `#${id} was expected: noted, and closed. The watch is a little less eager from now on.`;
    case 'new_normal':
      return `#${id} is the new normal: what is since then is expected from now on. After a week of it the number is judged again.`;
    case 'take_back':
      return state === 'acknowledged'
        ? `Your verdict on #${id} is taken back with what it taught, and the incident goes on.`
        : `Your verdict on #${id} is taken back with what it taught.`;
    case 'snooze':
      return snoozedUntil === null
        ? `#${id} may speak again.`
        : `#${id} says nothing more for now. It is kept all the while, and Wake it brings it back.`;
    case 'take':
      return `#${id} is yours. Nobody is reminded of it any more.`;
    case 'assign':
      return `#${id} is ${assignee === null ? 'nobody' : nameOf(assignee)}’s. They are told in the thread and in a direct message.`;
  }
}

function refusalText(
  because: IncidentRefusal,
  incident: Incident | null,
  owners: readonly SlackUserId[],
  nameOf: NameOf,
): string {
  if (incident === null) return 'There is no such incident here. It may belong to another workspace, or never existed.';
  const { id, assignee, judgedBy, verdict } = incident;
  const judge = judgedBy === null ? 'Somebody' : nameOf(judgedBy);
  switch (because) {
    case 'unknown':
      return `There is no incident #${id} here.`;
    case 'over':
      return overText(incident, judge);
    case 'judged':
      return `${judge} has judged #${id} already${verdict === null ? '' : `: “${VERDICT_WORDS[verdict]}”`}. To say something else, have that taken back first.`;
    case 'no_opinion':
      return `#${id} is about what is missing or broken, so there is nothing to judge. It ends by itself once that is mended.`;
    case 'not_allowed': {
      const others = owners.length === 0 ? '' : ` and ${owners.map(nameOf).join(', ')}`;
      return `What is normal is said by ops${others}, and by whoever the watch belongs to. A verdict is taken back by who gave it, or by them.`;
    }
    case 'nothing':
      return `There is nothing to take back or to wake at #${id} any more.`;
    case 'taken':
      return `${assignee === null ? 'A colleague' : nameOf(assignee)} has #${id} already. Assign hands it over.`;
    case 'yours':
      return `#${id} is yours already.`;
    case 'already_theirs':
      return `${assignee === null ? 'A colleague' : nameOf(assignee)} has #${id} already.`;
    case 'inactive':
      return 'They are not active in Slack any more. Choose somebody else.';
    case 'no_normal':
      return `#${id} is told at a limit, or nobody watches the number any more: there is no normal to change. Press Expected, or end the watch.`;
  }
}

function overText({ id, state, verdict }: Incident, judge: string): string {
  if (state === 'recovered') return `#${id} is over: the number has recovered.`;
  return verdict === null
    ? `#${id} is over: nothing watches it any more.`
    : `#${id} is over: ${judge} said “${VERDICT_WORDS[verdict]}”.`;
}

/** Whom the sentence about an outcome may name. */
export function peopleIn(incident: Incident | null, owners: readonly SlackUserId[]): readonly SlackUserId[] {
  const { assignee = null, judgedBy = null } = incident ?? {};
  return [...new Set([assignee, judgedBy, ...owners].filter((person) => person !== null))];
}
