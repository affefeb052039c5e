// What people say of what they were told: alarms a month, the share that was real, how long until somebody had it.
import { after, DAY_MS, elapsed, spanText } from '#kernel/time.ts';
import type { WatchTx } from '../desk.ts';
import type { RaisedIncident, Watch } from '../store.ts';

export interface Feedback {
  /** Raised within the time that was looked at; data that was missing is no alarm. */
  readonly alarms: number;
  /** Null: too short a time to say. */
  readonly alarmsAMonth: number | null;
  /** How many of them somebody gave a verdict on. */
  readonly judged: number;
  /** Of those that were judged; null: none was. */
  readonly shareReal: number | null;
  /** How many of them somebody took, or said something of. */
  readonly acknowledged: number;
  /** The median, those that nobody has acknowledged yet among them; null: none, or not even half of them was. */
  readonly timeToAcknowledgeMs: number | null;
}

export interface Feedbacks {
  readonly all: Feedback;
  /** By the watch's key. */
  readonly byWatch: ReadonlyMap<string, Feedback>;
}

/** What counts of an incident. */
type Raised = Pick<RaisedIncident, 'kind' | 'verdict' | 'openedAt' | 'acknowledgedAt'>;

interface Span {
  readonly since: Date;
  readonly until: Date;
}

const MONTH_MS = (365.25 / 12) * DAY_MS;
/** After that a rate a month begins to mean something. */
const LEAST_MS = 14 * DAY_MS;
const LOOKED_BACK_MS = 180 * DAY_MS;
/** Nobody reads through more. */
const MOST = 5_000;

/** Pure. Incidents that were raised outside of the span do not count. */
export function feedbackOf(incidents: readonly Raised[], { since, until }: Span): Feedback {
  const raised = incidents.filter(({ kind, openedAt }) => kind !== 'data' && openedAt >= since && openedAt <= until);
  const judged = raised.filter(({ verdict }) => verdict !== null);
  const real = judged.filter(({ verdict }) => verdict === 'real').length;
  const span = elapsed(since, until);
  return {
    alarms: raised.length,
    alarmsAMonth: span < LEAST_MS ? null : (raised.length * MONTH_MS) / span,
    judged: judged.length,
    shareReal: judged.length === 0 ? null : real / judged.length,
    acknowledged: raised.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length,
    timeToAcknowledgeMs: medianWait(raised),
  };
}

/** Whoever still waits waits longer than all who do not: to leave them out would praise the fast ones alone. */
function medianWait(raised: readonly Raised[]): number | null {
  const waits = raised
    .map(({ openedAt, acknowledgedAt }) =>
      acknowledgedAt === null ? Number.POSITIVE_INFINITY : elapsed(openedAt, acknowledgedAt),
    )
    .toSorted((a, b) => a - b);
  const upper = waits[Math.floor(waits.length / 2)];
  const lower = waits[Math.ceil(waits.length / 2) - 1];
  if (upper === undefined || lower === undefined || upper === Number.POSITIVE_INFINITY) return null;
  return (lower + upper) / 2;
}

/** Of the last half year, or since a watch began. Throws what the stores throw. */
export async function loadFeedback(
  { incidents, watches: store }: Pick<WatchTx, 'incidents' | 'watches'>,
  watches: readonly Pick<Watch, 'key'>[],
  now: Date,
): Promise<Feedbacks> {
  const keys = watches.map(({ key }) => key);
  const oldest = after(now, -LOOKED_BACK_MS);
  const [raised, progress] = await Promise.all([
    incidents.raised({ watches: keys, openedSince: oldest, limit: MOST }),
    store.progress(keys),
  ]);
  const sinceOf = (key: string): Date => later(oldest, progress.get(key)?.beganAt ?? now);
  const byWatch = new Map(
    keys.map((key): [string, Feedback] => {
      const own = raised.filter(({ watches }) => watches.includes(key));
      return [key, feedbackOf(own, { since: sinceOf(key), until: now })];
    }),
  );
  const since = keys.map(sinceOf).reduce((first, each) => (each < first ? each : first), now);
  return { all: feedbackOf(raised, { since, until: now }), byWatch };
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

/** `1.3 alarms a month, 4 of 6 judged real, acknowledged after 35 min (median)`. Plain text. */
export function feedbackWords(feedback: Feedback): string {
  const { alarms, alarmsAMonth, judged, shareReal, timeToAcknowledgeMs } = feedback;
  if (alarms === 0) return alarmsAMonth === null ? 'no alarm so far' : 'no alarm in this time';
  const many = alarmsAMonth === null ? `${counted(String(alarms))} so far` : `${perMonth(alarmsAMonth)} a month`;
  const real = shareReal === null ? 'none judged yet' : `${Math.round(shareReal * judged)} of ${judged} judged real`;
  const wait =
    timeToAcknowledgeMs === null
      ? 'most of them nobody has acknowledged'
      : `acknowledged after ${spanText(timeToAcknowledgeMs)} (median)`;
  return `${many}, ${real}, ${wait}`;
}

function perMonth(alarms: number): string {
  const number = alarms < 0.05 ? 'less than 0.1' : alarms.toFixed(alarms < 10 ? 1 : 0);
  return counted(number.replace(/\.0$/u, ''));
}

function counted(number: string): string {
  return `${number} ${number === '1' ? 'alarm' : 'alarms'}`;
}
