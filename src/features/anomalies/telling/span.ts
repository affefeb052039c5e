// Of what several days raised together: how they were on average, since the day's own value may be nothing special. Pure.
import type { Evaluation, Signal } from '../store.ts';

export interface ToldSpan {
  /** First day. */
  readonly since: string;
  /** Of a day on average; of a ratio that of all cases. */
  readonly value: number;
  readonly expected: number;
}

/** Null where the day itself raised it, or its looks are not there any more. @param looks at the signal's own series. */
export function spanOf({ day, direction }: Signal, looks: readonly Evaluation[]): ToldSpan | null {
  const look = looks.find((one) => one.day === day);
  if (look?.since == null || look.since >= day || (look.because !== 'days' && look.because !== 'shift')) return null;
  const { since } = look;
  const days = looks.flatMap((one) => (one.day >= since && one.day <= day ? known(one) : []));
  const cases = days.reduce((sum, one) => sum + one.cases, 0);
  if (days.length < 2 || cases === 0) return null;
  const mean = (of: 'value' | 'expected'): number => days.reduce((sum, one) => sum + one[of] * one.cases, 0) / cases;
  const [value, expected] = [mean('value'), mean('expected')];
  // What was expected follows the level, and may have come along far enough by now.
  return value < expected === (direction === 'down') ? { since, value, expected } : null;
}

/** @returns none for a day that was not judged; `cases` weigh the days of a ratio */
function known({ value, expected, denominator }: Evaluation) {
  return value === null || expected === null ? [] : [{ value, expected, cases: denominator ?? 1 }];
}
