// What a daily count was like lately: a discounted level, what each weekday does to it, and how much more it scatters than
// counting alone explains. Computed anew from the rows at each look; nothing but the rows is remembered.
import type { Row } from './timeline.ts';
import { WINDOW } from './timeline.ts';

const levelFade = halving(14);
export const weekdayFade = halving(56);
const SCATTER_DAYS = 126;
/** Weight of a day that was an alarm: a level that has changed for good is still found, one strange day teaches little. */
export const ALARM_WEIGHT = 0.05;
/** Events that are assumed of each weekday at the common level, beside those seen. */
const WEEKDAY_PRIOR = 0.5;
/** Overdispersion before any is seen, and for how many days that counts. */
const SCATTER_PRIOR = { dispersion: 0.03, days: 10 } as const;
/** Squared residuals count up to this, so that a strange day does not widen the band; a normal one then averages 0.97. */
const RESIDUAL_CAP = 9;
const CAPPED_MEAN = 0.97;
const DISPERSION_RANGE = { low: 1e-4, high: 6 } as const;
/** What a level drifts by a day, as variance relative to its square. */
const DRIFT = 0.0004;

export interface Level {
  readonly level: number;
  /** Its own uncertainty, as variance relative to its square. */
  readonly uncertainty: number;
}

export interface Model {
  /** From the rows of at least `lag` days before the day in question; null where there are none. */
  at(lag: number): Level | null;
  /** Monday first; their mean over what was seen is 1. */
  readonly factors: readonly number[];
  /** Relative variance of each factor. */
  readonly doubts: readonly number[];
  /** Variance = mean + dispersion * mean^2. */
  readonly dispersion: number;
}

/** `day`: the day that is to be judged; all `rows` are before it. `since`: rows before are of a level that is gone. */
export function modelOf(rows: readonly Row[], day: number, since: number): Model {
  const seen = rows.filter((row) => row.day >= day - WINDOW && row.role !== 2);
  const weights = seen.map((row) => (row.role === 0 || (row.day >= since && since > 0) ? 1 : ALARM_WEIGHT));
  let factors: number[] = Array.from({ length: 7 }, () => 1);
  let expected: number[] = [];
  for (let pass = 0; pass < 3; pass += 1) {
    expected = followed(seen, weights, factors, since);
    factors = weekdayFactors(seen, weights, expected, factors, day);
  }
  const dispersion = scatter(seen, weights, expected, day, since);
  return {
    factors,
    doubts: factorDoubts(seen, weights, factors, dispersion, day),
    dispersion,
    at: (lag) => levelAt(seen, weights, factors, dispersion, day, lag, since),
  };
}

/** What was to be expected of each row by those before it; NaN for the first of a level. */
function followed(
  rows: readonly Row[],
  weights: readonly number[],
  factors: readonly number[],
  since: number,
): number[] {
  const expected: number[] = [];
  let sum = 0;
  let base = 0;
  let last = rows[0]?.day ?? 0;
  for (const [index, row] of rows.entries()) {
    if (row.day >= since && last < since) sum = base = 0;
    const fade = levelFade(row.day - last);
    const factor = factors[row.weekday] ?? 1;
    sum *= fade;
    base *= fade;
    expected.push(base > 0 ? (sum / base) * factor : Number.NaN);
    sum += row.value * (weights[index] ?? 0);
    base += factor * (weights[index] ?? 0);
    last = row.day;
  }
  return expected;
}

function weekdayFactors(
  rows: readonly Row[],
  weights: readonly number[],
  expected: readonly number[],
  factors: readonly number[],
  day: number,
): number[] {
  const seen = Array.from({ length: 7 }, () => WEEKDAY_PRIOR);
  const base = Array.from({ length: 7 }, () => WEEKDAY_PRIOR);
  for (const [index, { day: at, weekday, value }] of rows.entries()) {
    const level = (expected[index] ?? Number.NaN) / Math.max(factors[weekday] ?? 1, 1e-9);
    if (!Number.isFinite(level)) continue;
    const weight = weekdayFade(day - at) * (weights[index] ?? 0);
    seen[weekday] = (seen[weekday] ?? 0) + weight * value;
    base[weekday] = (base[weekday] ?? 0) + weight * level;
  }
  const raw = seen.map((sum, weekday) => sum / (base[weekday] ?? 1));
  const mean = raw.reduce((sum, factor) => sum + factor, 0) / 7;
  return raw.map((factor) => (mean > 0 ? factor / mean : 1));
}

/** The dispersion at which the capped squared residuals average what chance makes them. */
function scatter(
  rows: readonly Row[],
  weights: readonly number[],
  expected: readonly number[],
  day: number,
  since: number,
): number {
  const from = Math.max(day - SCATTER_DAYS, since + 7);
  const used = rows
    .map((row, index) => ({ row, mean: expected[index] ?? Number.NaN, weight: weights[index] ?? 0 }))
    .filter(({ row, mean }) => row.day >= from && mean > 0);
  const days = used.reduce((sum, { weight }) => sum + weight, 0);
  let { low, high } = DISPERSION_RANGE as { low: number; high: number };
  for (let step = 0; step < 16; step += 1) {
    const tried = Math.sqrt(low * high);
    let total = 0;
    for (const { row, mean, weight } of used) {
      total += weight * Math.min(RESIDUAL_CAP, (row.value - mean) ** 2 / (mean + tried * mean * mean));
    }
    if (total > days * CAPPED_MEAN) low = tried;
    else high = tried;
  }
  return (Math.sqrt(low * high) * days + SCATTER_PRIOR.dispersion * SCATTER_PRIOR.days) / (days + SCATTER_PRIOR.days);
}

function levelAt(
  rows: readonly Row[],
  weights: readonly number[],
  factors: readonly number[],
  dispersion: number,
  day: number,
  lag: number,
  since: number,
): Level | null {
  let sum = 0;
  let base = 0;
  let noise = 0;
  let latest = -1;
  for (const [index, row] of rows.entries()) {
    if (row.day > day - lag || row.day < since) continue;
    const weight = levelFade(day - row.day) * (weights[index] ?? 0);
    const factor = factors[row.weekday] ?? 1;
    sum += weight * row.value;
    base += weight * factor;
    noise += weight * weight * factor * factor;
    latest = row.day;
  }
  if (base <= 0) return null;
  const level = sum / base;
  const counting = sum > 0 ? (noise / base ** 2) * (1 / Math.max(level, 1e-9) + dispersion) : 1;
  return { level, uncertainty: counting + DRIFT * Math.max(1, day - latest) };
}

function factorDoubts(
  rows: readonly Row[],
  weights: readonly number[],
  factors: readonly number[],
  dispersion: number,
  day: number,
): number[] {
  const events = factors.map(() => WEEKDAY_PRIOR);
  const total = factors.map(() => 0);
  const squares = factors.map(() => 0);
  for (const [index, { day: at, weekday, value }] of rows.entries()) {
    const weight = weekdayFade(day - at) * (weights[index] ?? 0);
    events[weekday] = (events[weekday] ?? 0) + weight * value;
    total[weekday] = (total[weekday] ?? 0) + weight;
    squares[weekday] = (squares[weekday] ?? 0) + weight * weight;
  }
  return factors.map((_, weekday) => {
    const weight = total[weekday] ?? 0;
    const share = weight > 0 ? (squares[weekday] ?? 0) / weight ** 2 : 1;
    return dispersion * share + 1 / ((events[weekday] ?? 0) + WEEKDAY_PRIOR);
  });
}

/** What is left of a weight that halves in `halfLife` days, by its age in days: tables, as it is asked for all the time. */
export function halving(halfLife: number): (age: number) => number {
  const known = Float64Array.from({ length: 2 * WINDOW }, (_, age) => 0.5 ** (age / halfLife));
  return (age) => known[age] ?? 0.5 ** (age / halfLife);
}
