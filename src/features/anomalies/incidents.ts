// What an incident is made of and how it goes on: how severe it is, when it has become worse, when it is over. Pure.
import { isSameSeries } from './incident-groups.ts';
import type { Finding } from './incident-groups.ts';
import type { Evaluation, Incident, Signal } from './store.ts';

/** What the signals say of an incident; everything else is decided by people. */
export type Course = Pick<Incident, 'kind' | 'channelName' | 'severity' | 'since' | 'signals' | 'causes'>;

/** So many signals are kept: the first ones, which say how it began, and the latest. */
const KEPT = { first: 20, latest: 180 } as const;
/** Looks within the band, one after the other, that end an incident. */
const CALM_LOOKS = 2;
/** A deviation so many times the largest before is worse. */
const DEEPER = 1.5;

/** @throws RangeError without a finding. */
export function begin(findings: readonly Finding[]): Course {
  const [first] = findings;
  if (first === undefined) throw new RangeError('An incident begins with a finding');
  const empty: Course = {
    kind: first.kind,
    channelName: first.channelName,
    severity: 'low',
    since: first.since,
    signals: [],
    causes: [],
  };
  return join(empty, findings);
}

/** Takes further findings in: a later look at the same day replaces the earlier, and the severity is that of its worst time. */
export function join<T extends Course>(incident: T, findings: readonly Finding[]): T {
  const fresh = findings.map(({ signal }) => signal);
  const kept = incident.signals.filter(
    (old) => !fresh.some((signal) => isSameSeries(signal, old) && signal.day === old.day),
  );
  const signals = [...kept, ...fresh].toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  const now = severityOf(findings);
  return {
    ...incident,
    severity: RANK[now] > RANK[incident.severity] ? now : incident.severity,
    since: findings.reduce((since, finding) => (finding.since < since ? finding.since : since), incident.since),
    signals: bounded(signals),
    causes: bestCauses(findings) ?? incident.causes,
  };
}

function bounded(signals: readonly Signal[]): readonly Signal[] {
  if (signals.length <= KEPT.first + KEPT.latest) return signals;
  return [...signals.slice(0, KEPT.first), ...signals.slice(-KEPT.latest)];
}

/** Of the finding that chance explains least. */
function bestCauses(findings: readonly Finding[]): Incident['causes'] | null {
  const explained = findings.filter(({ causes }) => causes.length > 0);
  const surest = explained.toSorted((a, b) => a.signal.probability - b.signal.probability)[0];
  return surest?.causes ?? null;
}

const RANK = { low: 0, medium: 1, high: 2 } as const;
/** A change of this share of what was expected, of which chance brings one in so many (powers of ten). */
const SEVERE = { high: { change: 0.4, powers: 5 }, medium: { change: 0.25, powers: 3.5 } } as const;
/** With so many numbers hit at once it is one step more severe. */
const MANY = 3;

/** By impact and surprise. Good news is never high; data that is not whole is at least medium. */
export function severityOf(findings: readonly Finding[]): Incident['severity'] {
  const worst = findings.reduce<Incident['severity']>((so, finding) => {
    const each = severityOfOne(finding);
    return RANK[each] > RANK[so] ? each : so;
  }, 'low');
  const metrics = new Set(findings.filter((finding) => !isGoodNews(finding)).map(({ signal }) => signal.metric));
  if (metrics.size < MANY || worst === 'high') return worst;
  return worst === 'low' ? 'medium' : 'high';
}

function severityOfOne(finding: Finding): Incident['severity'] {
  if (finding.kind !== 'business') return 'medium';
  const change = deviation(finding.signal);
  const powers = -Math.log10(Math.max(finding.signal.probability, 1e-300));
  const reaches = ({ change: least, powers: rare }: { readonly change: number; readonly powers: number }): boolean =>
    change >= least && powers >= rare;
  if (reaches(SEVERE.high)) return isGoodNews(finding) ? 'medium' : 'high';
  return reaches(SEVERE.medium) && !isGoodNews(finding) ? 'medium' : 'low';
}

function isGoodNews({ kind, upIsGood, signal }: Finding): boolean {
  return kind === 'business' && upIsGood !== null && upIsGood === (signal.direction === 'up');
}

/** Share of what was expected; of nothing expected the whole value. */
function deviation({ value, expected }: Signal): number {
  if (value === null || expected === null) return 0;
  if (expected === 0) return value === 0 ? 0 : 1;
  return Math.abs(value - expected) / Math.abs(expected);
}

/** Why it is told anew; null: an update in the thread is enough. */
export type Worse = 'severity' | 'metric' | 'deeper' | null;

/** @param told the incident as the channel knows it. */
export function becameWorse(told: Course, now: Course): Worse {
  if (RANK[now.severity] > RANK[told.severity]) return 'severity';
  // Data that is missing for another day, or to another number, is missing for the same reason.
  if (now.kind === 'data') return null;
  const known = new Set(told.signals.map(({ metric }) => metric));
  if (now.signals.some(({ metric }) => !known.has(metric))) return 'metric';
  // What Signalbox measures of itself grows by the minute while it lasts.
  return now.kind === 'business' && now.signals.some((signal) => isDeeper(told, signal)) ? 'deeper' : null;
}

function isDeeper({ signals }: Course, signal: Signal): boolean {
  const before = signals.filter((old) => isSameSeries(old, signal) && old.direction === signal.direction);
  if (before.length === 0 || before.some(({ day }) => day >= signal.day)) return false;
  return deviation(signal) >= DEEPER * Math.max(...before.map(deviation));
}

/** What a look at a series says of whether its incident goes on. */
type Look = Pick<Evaluation, 'watch' | 'series' | 'day' | 'state' | 'flagged' | 'value' | 'low' | 'high'>;

/**
 * The day on which the last of an incident's series was calm again; null: it goes on. A series is calm after two looks within
 * the band, or once its new level is the normal one; one whose data was missing, with the first whole day.
 * @param looks the latest look at each day since the incident began.
 */
export function recoveredOn(incident: Course, looks: readonly Look[]): string | null {
  let last = incident.since;
  for (const signal of incident.signals) {
    const own = looks.filter((look) => isSameSeries(look, signal)).toSorted((a, b) => (a.day < b.day ? -1 : 1));
    const calm = incident.kind === 'data' ? wholeOn(own, signal.day) : calmOn(own);
    if (calm === null) return null;
    if (calm > last) last = calm;
  }
  return incident.signals.length === 0 ? null : last;
}

function wholeOn(looks: readonly Look[], hit: string): string | null {
  const latest = looks.at(-1);
  if (latest === undefined || latest.day < hit || isLacking(latest)) return null;
  return latest.day;
}

function isLacking({ state }: Look): boolean {
  return state === 'missing' || state === 'stale';
}

function calmOn(looks: readonly Look[]): string | null {
  // A holiday says nothing, and so does a day without data.
  const telling = looks.filter((look) => look.state === 'judged' || look.state === 'new_normal');
  const latest = telling.at(-1);
  if (latest?.state === 'new_normal') return latest.day;
  const recent = telling.slice(-CALM_LOOKS);
  return latest !== undefined && recent.length === CALM_LOOKS && recent.every(isWithin) ? latest.day : null;
}

function isWithin({ flagged, value, low, high }: Look): boolean {
  if (flagged || value === null) return false;
  return (low === null || value >= low) && (high === null || value <= high);
}
