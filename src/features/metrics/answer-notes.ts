// What goes with a number in an answer: what it is compared with, how it stands to its target, what it rests on, how fresh
// it is, and what it cannot say. Each is a line of text, not escaped.
import { spanText } from '#kernel/time.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Answer, Pace, Warning } from './answer.ts';
import { changeText, changeWord, figureText, sampleText } from './figure-text.ts';

/** `▲ 12%, better than the period before (1,146)`; null where nothing is compared. */
export function comparisonText({ metric, figure, compared, currency }: Answer): string | null {
  if (compared === null) return null;
  const before = compared.figure.value;
  const days = `${compared.period.words}, ${compared.period.from} to ${compared.period.to}`;
  if (before === null) return `Not compared: of ${days} it cannot be said. ${compared.figure.because ?? ''}`.trim();
  const was = figureText(before, metric.unit, currency);
  if (figure.value === null) return `It was ${was} in ${days}`;
  const change = changeText(metric, before, figure.value);
  const word = changeWord(metric, before, figure.value);
  const than = word === null ? 'against' : `${word} than`;
  return change === 'unchanged' ? `Unchanged against ${was} (${days})` : `${change}, ${than} ${was} (${days})`;
}

const STATUS: Readonly<Record<Pace['status'], string>> = {
  ahead: 'Ahead of target',
  on_track: 'On track',
  behind: 'Behind target',
  reached: 'Target reached',
  missed: 'Target missed',
};

/** `On track: 62% of the target of 400 (2026-11) with 55% of the time gone, projected 104 to 118`. */
export function paceText({ pace, metric, currency }: Answer): string | null {
  if (pace === null) return null;
  const shown = (value: number): string => figureText(value, metric.unit, currency);
  const share = (part: number): string => `${Math.round(part * 100)}%`;
  const reached = `${share(pace.reached)} of the target of ${shown(pace.target)} (${pace.words})`;
  const gone = pace.elapsed >= 1 ? '' : ` with ${share(pace.elapsed)} of the time gone`;
  const projected =
    pace.projected === null
      ? ''
      : `, projected ${shown(pace.projected.low)} to ${shown(pace.projected.high)} (80% of the time)`;
  return `${STATUS[pace.status]}: ${reached}${gone}${projected}.`;
}

/** What the number rests on; null where it is the number itself. */
export function restsOnText({ metric, figure, currency }: Answer): string | null {
  if (metric.unit === 'count' || (figure.sample === 0 && figure.parts === null)) return null;
  return sampleText(figure, metric.unit, currency);
}

/** `HubSpot as of 2 min ago`; the app's own log is always up to date. */
export function freshnessText({ freshness }: Answer, now: Date): string | null {
  const known = freshness.flatMap(({ crm, freshAt }) =>
    freshAt === null ? [] : [`${labelOf(crm)} ${agoText(now.getTime() - freshAt.getTime())}`],
  );
  return known.length === 0 ? null : `As of: ${known.join(', ')}`;
}

export function warningText(warning: Warning, zone: string): string {
  switch (warning.kind) {
    case 'immature':
      return `${count(warning.cases, 'case is', 'cases are')} younger than the window of ${warning.days} days and not counted yet.`;
    case 'small_sample':
      return `Only ${count(warning.sample, 'case', 'cases')}: fewer than the ${warning.minimum} that make this number steady.`;
    case 'no_rate':
      return `${count(warning.rows, 'amount is', 'amounts are')} left out: their currency has no rate in the playbook.`;
    case 'not_filled':
      return `The history of ${labelOf(warning.crm)} is still being read (${Math.floor(warning.share * 100)}%): the number will grow.`;
    case 'stale':
      return `${labelOf(warning.crm)} was last read ${dateText(warning.since, zone)}: what changed since is not in it.`;
    case 'begins_later':
      return `What is counted here begins on ${dateText(warning.since, zone).slice(0, 10)}, within the period.`;
    case 'caveat':
      return warning.text;
  }
}

function labelOf(crm: string): string {
  return CRM_LABELS[crm as CrmName] ?? crm;
}

function agoText(ms: number): string {
  return ms < 60_000 ? 'just now' : `${spanText(ms)} ago`;
}

function count(many: number, one: string, several: string): string {
  return `${figureText(many, 'count', '')} ${many === 1 ? one : several}`;
}

function dateText(at: Date, zone: string): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);
  return `${day} ${time}`;
}
