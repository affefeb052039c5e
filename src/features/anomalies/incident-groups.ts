// Which signals are one incident: told in the same channel, of the same days, and of numbers that move together or of a change
// that the same slice explains.
import { DAY_MS } from '#kernel/time.ts';
import type { Incident, Signal } from './store.ts';

/** A signal with what is known when it is found. */
export interface Finding {
  readonly signal: Signal;
  readonly kind: Incident['kind'];
  readonly channelName: string;
  /** First day of what is unusual. */
  readonly since: string;
  readonly causes: Incident['causes'];
  /** No slice explains it better than a change of everything alike. */
  readonly everywhere: boolean;
  /** Of data and of Signalbox itself: what is wrong, a sentence. */
  readonly fault: string | null;
  /** Whether more is better; null: neither. */
  readonly upIsGood: boolean | null;
}

/** Findings that belong together, and the open incident that they join; null: a new one. */
export interface Group {
  readonly incident: Incident | null;
  readonly findings: readonly Finding[];
}

/** Ids of two KPIs: whether they move together by nature. */
export type Related = (a: string, b: string) => boolean;

/** Days between two of one incident. */
const APART = 3;

/**
 * @param open incidents that have neither recovered nor been closed; of several that fit the oldest is joined.
 */
export function groupFindings(
  findings: readonly Finding[],
  open: readonly Incident[],
  related: Related,
): readonly Group[] {
  const oldestFirst = open.toSorted((a, b) => a.id - b.id);
  return clusters(findings, related).map((cluster) => ({
    incident: oldestFirst.find((incident) => cluster.some((finding) => joins(finding, incident, related))) ?? null,
    findings: cluster,
  }));
}

/** Findings linked with each other, directly or through others; in the order of their first. */
function clusters(findings: readonly Finding[], related: Related): readonly (readonly Finding[])[] {
  let found: Finding[][] = [];
  for (const finding of findings) {
    const linked = found.filter((cluster) => cluster.some((other) => belong(finding, other, related)));
    const rest = found.filter((cluster) => !linked.includes(cluster));
    found = [...rest, [...linked.flat(), finding]];
  }
  return found.toSorted((a, b) => findings.indexOf(a[0] as Finding) - findings.indexOf(b[0] as Finding));
}

function belong(a: Finding, b: Finding, related: Related): boolean {
  if (a.kind !== b.kind || a.channelName !== b.channelName) return false;
  if (gap([a.since, a.signal.day], [b.since, b.signal.day]) > APART) return false;
  // What is not whole has one reason, whichever numbers miss it.
  return a.kind === 'data' || related(a.signal.metric, b.signal.metric) || shareCause(a.causes, b.causes);
}

function joins(finding: Finding, incident: Incident, related: Related): boolean {
  if (finding.kind !== incident.kind || finding.channelName !== incident.channelName) return false;
  if (incident.signals.some((signal) => isSameSeries(signal, finding.signal))) return true;
  const days = incident.signals.map(({ day }) => day).toSorted();
  if (gap([finding.since, finding.signal.day], [incident.since, days.at(-1) ?? incident.since]) > APART) return false;
  if (finding.kind === 'data' || shareCause(finding.causes, incident.causes)) return true;
  return incident.signals.some(({ metric }) => related(metric, finding.signal.metric));
}

export function isSameSeries(a: Pick<Signal, 'watch' | 'series'>, b: Pick<Signal, 'watch' | 'series'>): boolean {
  return a.watch === b.watch && a.series === b.series;
}

/** The best slices of both: one lies within the other. */
function shareCause(a: Incident['causes'], b: Incident['causes']): boolean {
  const [first] = a;
  const [second] = b;
  return (
    first !== undefined && second !== undefined && (holds(first.dims, second.dims) || holds(second.dims, first.dims))
  );
}

function holds(outer: Readonly<Record<string, string>>, inner: Readonly<Record<string, string>>): boolean {
  return Object.entries(outer).every(([dimension, value]) => inner[dimension] === value);
}

/** Days between two spans of calendar days; 0 where they meet. */
function gap([fromA, toA]: readonly [string, string], [fromB, toB]: readonly [string, string]): number {
  const later = fromA > fromB ? fromA : fromB;
  const earlier = toA < toB ? toA : toB;
  return Math.max(0, (Date.parse(later) - Date.parse(earlier)) / DAY_MS);
}
