// Cumulative sums of log-likelihood ratios (Page's CUSUM): a change that no single day shows adds up until it does.
import type { Surprise } from './surprise.ts';
import type { Row } from './timeline.ts';

/** What one day may add or take away, so that one strange day is not taken for a lasting change. */
const CLIP = 3;
/** Reached about once in a thousand days by chance. More for rises: a series that grows is always somewhat above its past. */
const ALARM = { up: 8, down: 5.7 } as const;
/** How far they can run on, so that they come back soon after the change is over. */
const CEILING = 1.5;

export interface Sums {
  readonly up: number;
  readonly down: number;
}

export const NO_SUMS: Sums = { up: 0, down: 0 };

export function addUp(sums: Sums, up: number, down: number): Sums {
  return { up: next(sums.up, up, ALARM.up), down: next(sums.down, down, ALARM.down) };
}

function next(sum: number, ratio: number, alarm: number): number {
  return Math.min(CEILING * alarm, Math.max(0, sum + Math.min(CLIP, Math.max(-CLIP, ratio))));
}

/** How surprising the sums after `day` are, and since when they rise by the rows before it. */
export function shiftSurprises(rows: readonly Row[], sums: Sums, day: number): readonly Surprise[] {
  return (['up', 'down'] as const).map((direction) => ({
    // One in a thousand at the alarm, and by the same slope beside it.
    probability: 10 ** ((-3 * sums[direction]) / ALARM[direction]),
    direction,
    because: 'shift',
    sinceDay: roseSince(rows, direction, day),
  }));
}

function roseSince(rows: readonly Row[], direction: 'up' | 'down', day: number): number {
  let since = day;
  for (const row of rows.toReversed()) {
    if (row[direction] === 0) break;
    since = row.day;
  }
  return since;
}
