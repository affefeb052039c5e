// One look at one day, before it is known whose it is: what all ways of judging have in common.
import type { Sensitivity } from '#features/playbook/watches.ts';
import type { SeriesPlan } from '../series/plan-series.ts';
import type { Evaluation, Watch } from '../store.ts';
import type { SpecialDayOf } from './special-days.ts';

export type Look = Omit<Evaluation, 'watch' | 'series' | 'look' | 'evaluatedAt'>;

export interface Judging {
  readonly series: SeriesPlan['series'];
  readonly sensitivity: Sensitivity;
  /** Added to the score from which it alarms, as verdicts have taught. */
  readonly shift: number;
  /** What goes the other way is no alarm. */
  readonly direction: Watch['direction'];
  readonly specialDay: SpecialDayOf;
}

/** A look at a day of which nothing can be said. */
export function silentLook(day: string, value: number | null, state: Look['state']): Look {
  return {
    day,
    value,
    numerator: null,
    denominator: null,
    expected: null,
    low: null,
    high: null,
    probability: 1,
    score: 0,
    direction: null,
    because: null,
    since: null,
    flagged: false,
    state,
  };
}

/** Whether who watches one direction wants to hear of this one. */
export function isWanted(watched: Watch['direction'], direction: Look['direction']): boolean {
  return watched === 'both' || watched === direction;
}
