// An incident in one entry of a list: what it says, since when, where, who has it. Pure.
import { calendarDay, dateTime, escape, join, link, md, mention } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { Incident } from '../store.ts';
import { shortDayWords } from '../telling/day-words.ts';
import type { IncidentData } from '../telling/incident-data.ts';
import { headlineOf } from '../telling/incident-words.ts';
import { markOf } from '../telling/standing-words.ts';
import { placeWords } from './watch-text.ts';

/** Slack leads whoever is signed in to the message in their own workspace. */
const MESSAGES = 'https://slack.com/archives';

export function incidentEntry(data: IncidentData): Mrkdwn {
  const { incident, terms } = data;
  const facts = [
    // The headline names the day of its number.
    ...(incident.signals.at(-1)?.day === incident.since && incident.fault === null
      ? []
      : [md`since ${escape(shortDayWords(incident.since, terms.zone))}`]),
    placeOf(incident),
    ...standing(incident, terms.zone),
  ];
  return join([md`${markOf(data)} *#${incident.id}* ${escape(headlineOf(data), 500)}`, join(facts, '  ·  ')]);
}

function placeOf({ channelName, card, digested, endedAt }: Incident): Mrkdwn {
  const place = placeWords(channelName);
  if (card === null)
    return md`${place}${escape(digested ? ', in the digest' : endedAt === null ? ', not told yet' : '')}`;
  return md`${place} ${link(`${MESSAGES}/${card.channel}/p${card.ts.replace('.', '')}`, 'message')}`;
}

function standing(incident: Incident, zone: string): readonly Mrkdwn[] {
  const { state, assignee, endedAt, snoozedUntil, verdict } = incident;
  const said = verdict === null ? [] : [escape(VERDICT_WORDS[verdict])];
  if (endedAt !== null) {
    const verb = state === 'recovered' ? 'recovered' : 'closed';
    return [md`${escape(verb)} ${calendarDay(endedAt, zone)}`, ...said];
  }
  const snoozed = snoozedUntil === null ? [] : [md`snoozed until ${dateTime(snoozedUntil, zone)}`];
  return [hands(state, assignee), ...snoozed, ...said];
}

function hands(state: Incident['state'], assignee: Incident['assignee']): Mrkdwn {
  if (assignee === null) return escape('nobody has it');
  return state === 'open' ? md`for ${mention(assignee)}, not taken yet` : md`${mention(assignee)} has it`;
}

const VERDICT_WORDS = { real: 'judged real', expected: 'judged expected', new_normal: 'the new normal' } as const;
