// What is said of an incident, as plain text: whoever puts it into a message escapes it. Pure.
import { DAY_MS } from '#kernel/time.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { changeText, figureText } from '#features/metrics/figure-text.ts';
import type { Metric } from '#features/metrics/metric.ts';
import type { Finding } from '../incident-groups.ts';
import { isSameSeries } from '../incident-groups.ts';
import type { SeriesPlan } from '../series/plan-series.ts';
import type { Incident, Signal } from '../store.ts';
import { dayWords, isMinute, shortDayWords } from './day-words.ts';
import type { IncidentData, Told } from './incident-data.ts';
import { termsOf } from './terms.ts';
import type { Term, Terms } from './terms.ts';

/** The number that the headline is about: chance explains it least, and the whole goes before its parts. */
export function mainSignal({ signals }: Pick<Incident, 'signals'>): Signal | null {
  return latestSignals({ signals })[0] ?? null;
}

/** The latest signal of each series, the one that says most first. */
export function latestSignals({ signals }: Pick<Incident, 'signals'>): readonly Signal[] {
  const latest = new Map<string, Signal>();
  for (const signal of signals) latest.set(JSON.stringify([signal.watch, signal.series]), signal);
  return [...latest.values()].toSorted(
    (a, b) => surprise(signals, a) - surprise(signals, b) || Number(a.series !== '') - Number(b.series !== ''),
  );
}

/** Of the whole that of any of its parts, since it holds them all. */
function surprise(signals: readonly Signal[], { watch, series, metric }: Signal): number {
  const own = signals.filter((signal) =>
    series === '' ? signal.metric === metric : signal.watch === watch && signal.series === series,
  );
  return Math.min(...own.map(({ probability }) => probability));
}

/** `MQLs fell to 22 on Tuesday 17 Nov: 64 expected (48 to 81)`; of data and of Signalbox itself what is wrong. */
export function headlineOf({ incident, numbers, terms }: Pick<IncidentData, 'incident' | 'numbers' | 'terms'>): string {
  const [main] = numbers;
  if (incident.fault !== null) return faultParts(incident.fault).headline;
  return main === undefined ? 'A number is unusual' : numberWords(main, terms);
}

/** The first sentence says what is wrong; what follows, what is done about it. */
export function faultParts(fault: string): { readonly headline: string; readonly advice: string | null } {
  // What a CRM has said stands in brackets, and may be sentences of its own.
  const end = /^(?:\([^)]*\)|[^(])*?[.](?=\s+\p{Lu})/u.exec(fault)?.[0];
  const headline = (end ?? fault).replace(/[.]$/u, '');
  return { headline, advice: end === undefined ? null : fault.slice(end.length).trim() };
}

/** How a number is, on the day or since the day that it changed. */
export function numberWords(told: Told, terms: Terms): string {
  const { name, signal, span, limit } = told;
  const shown = shownBy(told, terms);
  if (limit !== null) return limitWords(told, terms);
  if (signal.value === null) return `${name}: no value on ${dayWords(signal.day, terms.zone)}`;
  if (span !== null) {
    const [is, was] = [shown(span.value), shown(span.expected)];
    const pace = isPerDay(told.term) ? ' a day' : '';
    const way = signal.direction === 'down' ? 'lower' : 'higher';
    return `${name} ${way} since ${dayWords(span.since, terms.zone)}: ${is}${pace}, ${was} expected`;
  }
  const way = signal.direction === 'down' ? 'fell' : 'rose';
  const expected = signal.expected === null ? '' : `: ${shown(signal.expected)} expected${bandWords(told, terms)}`;
  return `${name} ${way} to ${shown(signal.value)} on ${dayWords(signal.day, terms.zone)}${expected}`;
}

/** `MQLs (source = Web): 2, 31 expected` */
export function briefWords({ name, signal, term }: Told, terms: Terms): string {
  const shown = shownBy({ term }, terms);
  const value = signal.value === null ? 'no value' : shown(signal.value);
  return `${name}: ${value}${signal.expected === null ? '' : `, ${shown(signal.expected)} expected`}`;
}

function shownBy({ term }: Pick<Told, 'term'>, { currency }: Terms): (value: number) => string {
  return (value) => figureText(value, term.unit, currency);
}

function bandWords({ signal: { low, high }, term }: Told, terms: Terms): string {
  const shown = shownBy({ term }, terms);
  return low === null || high === null ? '' : ` (${shown(low)} to ${shown(high)})`;
}

function limitWords({ name, signal, limit, term }: Told, terms: Terms): string {
  const shown = shownBy({ term }, terms);
  const day = dayWords(signal.day, terms.zone);
  const value = signal.value === null ? 'no value' : shown(signal.value);
  switch (limit?.kind) {
    case 'below':
      return `${name} below ${shown(limit.value)}: ${value} on ${day}`;
    case 'above':
      return `${name} above ${shown(limit.value)}: ${value} on ${day}`;
    case 'behind_target':
    case undefined: {
      const needed = signal.expected === null ? '' : `, ${shown(signal.expected)} needed by then`;
      return `${name} behind the pace of its target: ${value} on ${day}${needed}`;
    }
  }
}

/** A sum of days says nothing; what one of them has does. */
function isPerDay({ unit }: Term): boolean {
  return unit === 'count' || unit === 'money';
}

/** `▼ 66%`; of shares the points and what part that is: `▼ 4.2 points (35%)`. Null where nothing was expected. */
export function changeWords(
  { value, expected }: Pick<Signal, 'value' | 'expected'>,
  { unit }: Pick<Metric, 'unit'>,
): string | null {
  if (value === null || expected === null || value === expected) return null;
  const change = changeText({ unit }, expected, value);
  if (unit !== 'percent' || expected === 0) return change;
  return `${change} (${Math.round((Math.abs(value - expected) / expected) * 100)}%)`;
}

/** Each day is looked at in three ways, and measured: at one in a thousand that is about one false alarm a year. */
const LOOKS_A_YEAR = 3 * 365;
const LONG_YEARS = 1000;

/**
 * How often chance alone does this to a number that is looked at every day; null where nothing was judged by chance. Of
 * cohorts the probability only ranks alarms: there was none in 40 drawn years, so with 95% less than one in 13.
 */
export function chanceWords(probability: number, series: SeriesPlan['series'] | null = null): string | null {
  if (series === 'cohort') return 'chance alone does this less than once in ten years for this number';
  if (!(probability > 0 && probability < 0.5)) return probability === 0 ? never() : null;
  const years = 1 / (probability * LOOKS_A_YEAR);
  if (years > LONG_YEARS) return never();
  if (years >= 1.5) return `chance alone does this about once in ${rounded(years)} years for this number`;
  if (years > 0.75) return 'chance alone does this about once a year for this number';
  return `chance alone does this about ${Math.round(1 / years)} times a year for this number`;
}

function never(): string {
  return `chance alone does this less than once in ${LONG_YEARS.toLocaleString('en')} years for this number`;
}

/** `8`, `40`, `900`: more digits than one are not known. */
function rounded(years: number): string {
  const digits = 10 ** Math.floor(Math.log10(years));
  return String(Math.round(years / digits) * digits);
}

/** `71% of the fall is source = Web`; more than all of it, where the rest went the other way. */
export function causeWords({ dims, share }: Incident['causes'][number], direction: Signal['direction']): string {
  const change = direction === 'down' ? 'fall' : 'rise';
  const slice = sliceWords(dims);
  if (share > 1.05) return `more than the whole ${change} is ${slice}: the rest went the other way`;
  return `${Math.round(Math.min(1, share) * 100)}% of the ${change} is ${slice}`;
}

export function sliceWords(dims: Readonly<Record<string, string>>): string {
  return Object.entries(dims)
    .map(([dimension, value]) => `${dimension} = ${value}`)
    .join(' and ');
}

/** What naming a number takes, where nothing was loaded. */
interface WordDeps {
  readonly playbook: Playbook;
}

const MOST_NAMED = 4;

/** A line for the thread: what further days brought. */
export function updateWords(incident: Incident, findings: readonly Finding[], { playbook }: WordDeps): string {
  if (incident.kind !== 'business') {
    const faults = [...new Set(findings.flatMap(({ fault }) => (fault === null ? [] : [fault])))];
    if (faults.length > 0) return faults.join('. ');
  }
  const terms = termsOf(playbook);
  const lines = findings.slice(0, MOST_NAMED).map(({ signal }) => signalWords(signal, incident, terms));
  const hidden = findings.length - lines.length;
  return [...lines, ...(hidden > 0 ? [`and ${hidden} more`] : [])].join('; ');
}

function signalWords(signal: Signal, incident: Incident, terms: Terms): string {
  const term = terms.term(signal);
  const shown = (value: number | null): string => figureText(value, term.unit, terms.currency);
  const isNew = !incident.signals.some((known) => isSameSeries(known, signal) && known.day < signal.day);
  const change = changeWords(signal, term);
  const against = signal.expected === null ? '' : `, ${shown(signal.expected)} expected`;
  const day = shortDayWords(signal.day, terms.zone);
  const also = isNew && incident.signals.length > 0 ? 'also ' : '';
  return `${day}: ${also}${nameOf(signal, term)} ${shown(signal.value)}${against}${change === null ? '' : ` (${change})`}`;
}

/** `MQLs`, `MQLs (Web)`: as a signal alone says it. */
export function nameOf({ series }: Pick<Signal, 'series'>, { label }: Pick<Term, 'label'>): string {
  return series === '' ? label : `${label} (${series})`;
}

/** The last line of the thread. */
export function recoveryWords(incident: Incident, { playbook }: WordDeps): string {
  const terms = termsOf(playbook);
  const lasted = lastedWords(incident);
  if (incident.kind === 'data') return `The data is whole again${lasted}. The days in between are judged now.`;
  const main = mainSignal(incident);
  const name = main === null ? 'The number' : nameOf(main, terms.term(main));
  if (incident.kind === 'own') return `${name}: as usual again${lasted}.`;
  return `${name}: within what is expected again${lasted}.`;
}

/** `, after 4 days`; nothing is said of what is read by the minute. */
function lastedWords({ since, signals }: Incident): string {
  const last =
    signals
      .map(({ day }) => day)
      .toSorted()
      .at(-1) ?? since;
  if (isMinute(since) || isMinute(last)) return '';
  const days = Math.round((Date.parse(last) - Date.parse(since)) / DAY_MS) + 1;
  return days > 1 ? `, after ${days} unusual days` : '';
}
