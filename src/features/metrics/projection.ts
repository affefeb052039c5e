// Where a count or a sum will end: what there is, and what the days that are left will bring if they are like the same
// weekdays of the past eight weeks. Says so with an 80% interval. Pure.
import { Z_80 } from './stats.ts';

/** Weeks that are looked back upon. */
export const WEEKS = 8;

export interface Course {
  /** Of the period so far. */
  readonly value: number;
  /** The past 56 whole days, oldest first, ending yesterday. */
  readonly history: readonly { readonly weekday: number; readonly value: number }[];
  /** Days that are left; of today the share that is left. */
  readonly left: readonly { readonly weekday: number; readonly share: number }[];
}

export interface Projection {
  readonly low: number;
  readonly value: number;
  readonly high: number;
}

/**
 * Quasi-Poisson: a day's expectation is the mean of its weekday, its variance that times a dispersion that the eight weeks
 * show, by the day or by the week, whichever is more. To it comes what is not known of the expectation itself. The rest is
 * taken as gamma distributed, with Wilson's and Hilferty's approximation of its quantiles (PNAS 17, 1931): never below
 * nought, and skewed as counts are. Knows no trend, season or holiday. Null where nothing happened in the eight weeks.
 */
export function project({ value, history, left }: Course): Projection | null {
  const total = sum(history.map((day) => day.value));
  if (total <= 0 || history.length === 0) return null;
  const means = Array.from({ length: 8 }, (_, weekday) => mean(history.filter((day) => day.weekday === weekday)));
  const rest = sum(left.map(({ weekday, share }) => (means[weekday] ?? 0) * share));
  if (rest <= 0) return { low: value, value, high: value };
  const dispersion = Math.max(byTheDay(history, means), byTheWeek(history));
  const variance = dispersion * rest * (1 + rest / total);
  const shape = (rest * rest) / variance;
  return { low: value + quantile(rest, shape, -Z_80), value: value + rest, high: value + quantile(rest, shape, Z_80) };
}

function quantile(expected: number, shape: number, z: number): number {
  return expected * Math.max(0, 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape))) ** 3;
}

/** Pearson's statistic over its degrees of freedom. */
function byTheDay(history: Course['history'], means: readonly number[]): number {
  const terms = history.flatMap(({ weekday, value }) => {
    const expected = means[weekday] ?? 0;
    return expected > 0 ? [(value - expected) ** 2 / expected] : [];
  });
  return sum(terms) / Math.max(1, terms.length - 7);
}

function byTheWeek(history: Course['history']): number {
  const weeks = Array.from({ length: Math.floor(history.length / 7) }, (_, week) =>
    sum(history.slice(week * 7, week * 7 + 7).map((day) => day.value)),
  );
  const average = sum(weeks) / weeks.length;
  return sum(weeks.map((week) => (week - average) ** 2)) / Math.max(1, weeks.length - 1) / average;
}

function mean(days: Course['history']): number {
  return days.length === 0 ? 0 : sum(days.map((day) => day.value)) / days.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
