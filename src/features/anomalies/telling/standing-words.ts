// Where an incident stands: how severe, open or over, who has it, what was said of it. Pure.
import { dateTime, escape, join, md, mention } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { Incident, VerdictGiven } from '../store.ts';
import type { IncidentData } from './incident-data.ts';

const SEVERITY_MARKS: Readonly<Record<Incident['severity'], Mrkdwn>> = {
  high: md`:red_circle:`,
  medium: md`:large_orange_circle:`,
  low: md`:large_yellow_circle:`,
};

const SEVERITY_WORDS: Readonly<Record<Incident['severity'], string>> = {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

const STATE_WORDS: Readonly<Record<Incident['state'], string>> = {
  open: 'open',
  acknowledged: 'seen',
  recovered: 'recovered',
  closed: 'closed',
};

/** `:red_circle: *High*  ·  open  ·  #12` */
export function topLine(data: IncidentData): Mrkdwn {
  const { incident } = data;
  const isTaken = incident.state === 'acknowledged' && incident.assignee !== null;
  const state = escape(isTaken ? 'taken' : STATE_WORDS[incident.state]);
  return join([md`${markOf(data)} *${escape(wordOf(data))}*`, state, escape(`#${incident.id}`)], '  ·  ');
}

export function markOf(data: Pick<IncidentData, 'incident' | 'numbers'>): Mrkdwn {
  const { state, kind, severity } = data.incident;
  if (state === 'recovered') return md`:white_check_mark:`;
  if (state === 'closed') return md`:heavy_minus_sign:`;
  if (kind !== 'business') return md`:warning:`;
  return isGoodNews(data) ? md`:large_green_circle:` : SEVERITY_MARKS[severity];
}

function wordOf(data: IncidentData): string {
  const { kind, severity } = data.incident;
  if (kind === 'data') return 'Data fault';
  if (kind === 'own') return `Signalbox itself, ${SEVERITY_WORDS[severity].toLowerCase()}`;
  return isGoodNews(data) ? 'Good news' : SEVERITY_WORDS[severity];
}

/** Every number of it went the way that it should. */
export function isGoodNews({ incident, numbers }: Pick<IncidentData, 'incident' | 'numbers'>): boolean {
  if (incident.kind !== 'business' || numbers.length === 0) return false;
  return numbers.every(({ signal, term, limit }) => {
    return limit?.kind !== 'behind_target' && term.upIsGood !== null && term.upIsGood === (signal.direction === 'up');
  });
}

const VERDICT_WORDS: Readonly<Record<VerdictGiven, string>> = {
  real: 'Real, as judged by',
  expected: 'Expected, as judged by',
  new_normal: 'Taken for the new normal by',
};

export function standingLines({ incident, terms: { zone } }: IncidentData): readonly Mrkdwn[] {
  const { verdict, judgedBy, snoozedUntil, endedAt, state } = incident;
  const snoozed = snoozedUntil === null || endedAt !== null ? [] : [md`Snoozed until ${dateTime(snoozedUntil, zone)}`];
  const judged =
    verdict === null || judgedBy === null ? [] : [md`${escape(VERDICT_WORDS[verdict])} ${mention(judgedBy)}`];
  const ended =
    endedAt === null ? [] : [md`${escape(state === 'recovered' ? 'Recovered' : 'Closed')} ${dateTime(endedAt, zone)}`];
  return [...hands(incident, zone), ...snoozed, ...judged, ...ended];
}

/** Whoever judges or snoozes it has seen it, and need not be who looks after it. */
function hands({ state, assignee, acknowledgedBy, acknowledgedAt }: Incident, zone: string): readonly Mrkdwn[] {
  const when = acknowledgedAt === null ? escape('') : md` ${dateTime(acknowledgedAt, zone)}`;
  if (assignee === null) {
    if (acknowledgedBy === null) return state === 'open' ? [escape('Nobody has taken it yet')] : [];
    return [md`Seen by ${mention(acknowledgedBy)}${when}, nobody has taken it`];
  }
  if (acknowledgedBy === null) return [md`Assigned to ${mention(assignee)}, who has not taken it yet`];
  if (acknowledgedBy === assignee) return [md`Taken by ${mention(assignee)}${when}`];
  return [md`Assigned to ${mention(assignee)}, seen by ${mention(acknowledgedBy)}${when}`];
}
