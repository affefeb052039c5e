// Whether a number is beyond a threshold that somebody set. It is told when it is crossed, not on each day beyond it, and a
// number that wavers around the threshold has crossed it once: it has to come back by a margin.
import { Fault } from '#kernel/errors.ts';
import type { JsonObject } from '#ports/json.ts';
import type { Threshold } from '../store.ts';
import { silentLook } from './look.ts';
import type { Look } from './look.ts';

export interface ThresholdReading {
  readonly day: string;
  /** Null: it cannot be worked out, and nothing is said. */
  readonly value: number | null;
  /** Shares: of the target that is reached, of its period that is over. Null: there is no target. */
  readonly pace: { readonly reached: number; readonly elapsed: number; readonly target: number } | null;
}

/** A share of the threshold by which a number has to come back. */
const MARGIN = 0.05;
/** Share of a period that must be over before a pace says something. */
const EARLY = 0.1;
/** Days that are remembered, so that late data is judged as if it had been in time. */
const REMEMBERED = 40;

/** Day and whether it was beyond. */
type Known = readonly [day: string, beyond: boolean];

/**
 * Looks at a day after those before it. A day that was looked at before is looked at anew, and what came after it is
 * forgotten. `flagged` on the day of the crossing; while it lasts the value is outside of `low` and `high`.
 * @param state null: nothing was seen yet. Throws Fault `invalid_input` where it is not of a threshold.
 */
export function judgeThreshold(
  threshold: Threshold,
  { day, value, pace }: ThresholdReading,
  state: JsonObject | null,
): { readonly state: JsonObject; readonly look: Look } {
  const past = readState(state).filter(([known]) => known < day);
  const was = past.at(-1)?.[1] ?? false;
  const measured = measure(threshold, value, pace);
  if (measured === null) return { state: writeState(past), look: silentLook(day, value, 'judged') };
  const { direction, expected } = measured;
  const limit = was ? withMargin(measured.limit, direction) : measured.limit;
  const isBeyond = direction === 'down' ? measured.value < limit : measured.value > limit;
  const look: Look = {
    ...silentLook(day, measured.value, 'judged'),
    expected,
    low: direction === 'down' ? limit : null,
    high: direction === 'up' ? limit : null,
    // A threshold is no matter of chance: what is beyond it is.
    probability: isBeyond ? 0 : 1,
    score: isBeyond ? 1 : 0,
    direction: isBeyond ? direction : null,
    because: isBeyond ? 'threshold' : null,
    since: isBeyond ? sinceDay(past, day) : null,
    flagged: isBeyond && !was,
  };
  return { state: writeState([...past, [day, isBeyond]]), look };
}

interface Measured {
  readonly value: number;
  readonly limit: number;
  readonly direction: 'up' | 'down';
  readonly expected: number | null;
}

function measure(threshold: Threshold, value: number | null, pace: ThresholdReading['pace']): Measured | null {
  switch (threshold.kind) {
    case 'below':
      return value === null ? null : { value, limit: threshold.value, direction: 'down', expected: null };
    case 'above':
      return value === null ? null : { value, limit: threshold.value, direction: 'up', expected: null };
    case 'behind_target': {
      if (pace === null || pace.elapsed < EARLY) return null;
      const due = pace.target * pace.elapsed;
      const reached = pace.target * pace.reached;
      return { value: reached, limit: due * (1 - threshold.share), direction: 'down', expected: due };
    }
  }
}

function withMargin(limit: number, direction: Measured['direction']): number {
  const margin = MARGIN * Math.abs(limit);
  return direction === 'down' ? limit + margin : limit - margin;
}

/** The first of the days beyond it that lead to this one. */
function sinceDay(past: readonly Known[], day: string): string {
  const last = past.findLastIndex(([, beyond]) => !beyond);
  return past[last + 1]?.[0] ?? day;
}

function writeState(days: readonly Known[]): JsonObject {
  return { version: 1, days: days.slice(-REMEMBERED).map(([day, beyond]) => [day, beyond]) };
}

function readState(state: JsonObject | null): readonly Known[] {
  if (state === null) return [];
  const { version, days } = state;
  if (version !== 1 || !Array.isArray(days)) throw new Fault('invalid_input', 'This is not the state of a threshold.');
  return days.map(readDay);
}

function readDay(known: unknown): Known {
  const [day, beyond] = Array.isArray(known) ? (known as readonly unknown[]) : [];
  if (typeof day === 'string' && typeof beyond === 'boolean') return [day, beyond];
  throw new Fault('invalid_input', 'A day of this threshold’s state is not whole.');
}
