// From a reading to what is kept and told of it: trouble begins and ends at different figures, is told when it begins, and
// again each time that it has become four times as bad.
import type { Finding } from '../incident-groups.ts';
import type { Evaluation } from '../store.ts';
import type { SelfMemory } from './memory.ts';
import type { OwnMetric } from './own-metrics.ts';
import { ownKey } from './own-watches.ts';
import type { Reading } from './reading.ts';

const AGAIN = 4;

/** Trouble that goes on. */
type Trouble = NonNullable<SelfMemory['troubles'][string]>;

export interface Judged {
  readonly evaluation: Evaluation;
  /** Null: nothing new. */
  readonly finding: Finding | null;
  /** Null: it is calm. */
  readonly trouble: Trouble | null;
}

/** @param channel where findings are told. */
export function judge(reading: Reading, before: Trouble | null, now: Date, channel: string): Judged {
  const trouble = troubleAfter(reading, before, now);
  const isTold = trouble !== null && trouble.told !== before?.told;
  return {
    evaluation: evaluationOf(reading, trouble, now),
    finding: isTold ? findingOf(reading, trouble, now, channel) : null,
    trouble,
  };
}

export function troubleKey({ metric, series }: Pick<Reading, 'metric' | 'series'>): string {
  return `${metric} ${series}`;
}

/** `2026-11-20T10:15Z` */
function minuteOf(at: Date): string {
  return `${at.toISOString().slice(0, 16)}Z`;
}

function troubleAfter({ is, value, since }: Reading, before: Trouble | null, now: Date): Trouble | null {
  if (is === 'calm' || (is === 'between' && before === null)) return null;
  if (before === null) return { since: since ?? now, told: value };
  return value >= AGAIN * before.told ? { ...before, told: value } : before;
}

/** Of data that is not whole the look says so; of everything else it is enough that it is beyond what is usual. */
function evaluationOf(reading: Reading, trouble: Trouble | null, now: Date): Evaluation {
  const { metric, series, value, numerator, denominator, expected, high, probability } = reading;
  return {
    watch: ownKey(metric),
    series,
    day: minuteOf(now),
    look: 1,
    value,
    numerator,
    denominator,
    expected,
    low: null,
    high,
    probability,
    score: trouble === null ? 0 : 1,
    direction: 'up',
    because: trouble === null ? null : 'threshold',
    since: trouble === null ? null : minuteOf(trouble.since),
    flagged: trouble !== null,
    state: trouble !== null && isOfData(metric) ? 'stale' : 'judged',
    evaluatedAt: now,
  };
}

function findingOf(reading: Reading, trouble: Trouble, now: Date, channelName: string): Finding {
  const { metric, series, value, expected, high, probability, fault } = reading;
  const day = minuteOf(now);
  const signal = { watch: ownKey(metric), series, metric, day, value, expected, low: null, high, probability };
  return {
    signal: { ...signal, direction: 'up' },
    kind: isOfData(metric) ? 'data' : 'own',
    channelName,
    since: minuteOf(trouble.since),
    causes: [],
    everywhere: false,
    fault,
    upIsGood: false,
  };
}

function isOfData(metric: OwnMetric): boolean {
  return metric === 'sync_lag';
}
