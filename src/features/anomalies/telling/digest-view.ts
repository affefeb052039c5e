// The digest of a channel: what its noise budget held back, a line an incident. Pure.
import { context, section } from '#blockkit/blocks.ts';
import { bold, clip, escape, join, md } from '#blockkit/mrkdwn.ts';
import type { Message } from '#ports/messenger.ts';
import { changeWords, causeWords, headlineOf } from './incident-words.ts';
import { dayWords } from './day-words.ts';
import { lookButton } from './incident-actions.ts';
import type { IncidentData } from './incident-data.ts';
import { markOf } from './standing-words.ts';

/** So many fit into a message, each at its longest. */
const MOST = 25;
const HEADLINE_MAX = 220;
const FACTS_MAX = 220;

/** @param day on which it is told, a calendar day */
export function digestMessage(incidents: readonly IncidentData[], day: string, zone: string): Message {
  const many = incidents.length;
  const title = many === 1 ? 'One more thing is unusual' : `${many} more things are unusual`;
  const hidden = many - MOST;
  return {
    text: clip(`${title}: ${incidents.map(headlineOf).join('; ')}`, 2900),
    blocks: [
      section(bold(`${title}, ${dayWords(day, zone)}`)),
      ...incidents.slice(0, MOST).map(lineOf),
      ...(hidden > 0 ? [context([escape(`and ${hidden} more: /kpi incidents`)])] : []),
      context([escape('Collected here because this channel had its messages. More are allowed by watching.budget.')]),
    ],
  };
}

function lineOf(data: IncidentData) {
  const { incident, numbers } = data;
  const [main] = numbers;
  const [cause] = incident.causes;
  const facts = [
    `#${incident.id}`,
    ...(main === undefined || incident.kind !== 'business' ? [] : [changeWords(main.span ?? main.signal, main.term)]),
    ...(cause === undefined || main === undefined ? [] : [causeWords(cause, main.signal.direction)]),
    ...(numbers.length > 1
      ? [`with ${numbers.length === 2 ? 'one more number' : `${numbers.length - 1} more numbers`}`]
      : []),
  ].filter((fact) => fact !== null);
  const text = join([
    md`${markOf(data)} ${bold(headlineOf(data), HEADLINE_MAX)}`,
    escape(facts.join('  ·  '), FACTS_MAX),
  ]);
  return section(text, { accessory: lookButton(incident.id) });
}
