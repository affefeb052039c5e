// What an amount a day was like lately: its center, what weekdays do to it, its spread by robust residuals, and how often a
// day has none. Computed anew from the rows at each look.
import { ALARM_WEIGHT, halving, weekdayFade } from './level.ts';
import type { Day } from './daily.ts';
import type { Row } from './timeline.ts';
import { WINDOW } from './timeline.ts';

const centerFade = halving(14);
/** Days that are assumed of each weekday at the common center, beside those seen. */
const WEEKDAY_PRIOR = 2;
/** Days at the common variance that are assumed of each weekday. */
const SPREAD_PRIOR = 5;
/** Days at the common variance that are assumed of each side, and the least that a side is of it. */
const SIDE_PRIOR = 10;
const SIDE_LEAST = 0.1;
/** Smallest standard deviation, in units of the scale: of what never moves, a twentieth is a change. */
const SMALLEST_DEVIATION = 0.05;
/** Residuals count up to so many standard deviations, and then average what they do of a normal variable. */
const CAP = 2.5;
const CAPPED_MEAN = 0.93;
const DRIFT = 0.0004;

export interface Center {
  readonly mean: number;
  readonly variance: number;
  /** The part of the variance that is the center's own uncertainty: days together share it. */
  readonly shared: number;
}

export interface AmountModel {
  readonly isLog: boolean;
  /** What a change by its own size is on the scale: 1 of logarithms. */
  readonly unit: number;
  /** Null of a day without any, on the log scale. */
  scale(value: number): number | null;
  back(scaled: number): number;
  at(lag: number, weekday: number): Center | null;
  /** Probability of a day without any. */
  emptiness(weekday: number): number;
  isSlight(value: number, mean: number, share: number): boolean;
  /** By what the variance differs above and below the center: few large deals make low days lower than high ones high. */
  readonly sides: Sides;
}

interface Sides {
  readonly up: number;
  readonly down: number;
}

interface Point {
  readonly day: number;
  readonly weekday: number;
  readonly scaled: number;
  readonly weight: number;
}

export function amountModelOf(rows: readonly Row[], today: Day, since: number): AmountModel {
  const seen = rows.filter((row) => row.day >= Math.max(today.day - WINDOW, since) && row.role !== 2);
  const isLog = today.value >= 0 && seen.every(({ value }) => value >= 0);
  const scale = (value: number): number | null => (isLog ? (value > 0 ? Math.log(value) : null) : value);
  const size = seen.reduce((sum, { value }) => sum + Math.abs(value), 0) / Math.max(1, seen.length);
  const unit = isLog ? 1 : Math.max(size, Number.MIN_VALUE * 1e6);
  const points = seen.flatMap((row): Point[] => {
    const scaled = scale(row.value);
    const weight = row.role === 0 || since > 0 ? 1 : ALARM_WEIGHT;
    return scaled === null ? [] : [{ day: row.day, weekday: row.weekday, scaled, weight }];
  });
  const even = weekdayOffsets(points, today.day);
  const ofWeekdays = weekdaySpreads(points, even, unit);
  // A weekday that scatters more, as of few deals on a Sunday, says less about the level.
  const least = Math.min(...ofWeekdays);
  const weighed = points.map((point) => {
    return { ...point, weight: (point.weight * least) / (ofWeekdays[point.weekday] ?? least) };
  });
  const offsets = weekdayOffsets(weighed, today.day);
  const variances = weekdaySpreads(weighed, offsets, unit);
  return {
    isLog,
    unit,
    sides: sidesOf(weighed, offsets, variances),
    scale,
    back: (scaled) => (isLog ? Math.exp(scaled) : scaled),
    at: (lag, weekday) => centerAt(weighed, offsets, variances, today.day, lag, weekday, unit),
    emptiness: (weekday) => emptinessOf(seen, weekday),
    isSlight: (value, mean, share) =>
      isLog ? Math.abs(value / Math.exp(mean) - 1) < share : Math.abs(value - mean) < share * unit,
  };
}

function centerAt(
  points: readonly Point[],
  offsets: readonly number[],
  variances: readonly number[],
  day: number,
  lag: number,
  weekday: number,
  unit: number,
): Center | null {
  let sum = 0;
  let base = 0;
  let noise = 0;
  let latest = 0;
  for (const point of points) {
    if (point.day > day - lag) break;
    const weight = centerFade(day - point.day) * point.weight;
    sum += weight * (point.scaled - (offsets[point.weekday] ?? 0));
    base += weight;
    noise += weight * weight * (variances[point.weekday] ?? 0);
    latest = point.day;
  }
  if (base <= 0) return null;
  const ofWeekday = points.filter((point) => point.weekday === weekday).length;
  const variance = variances[weekday] ?? 0;
  const shared = noise / base ** 2 + DRIFT * Math.max(1, day - latest) * unit ** 2;
  return {
    mean: sum / base + (offsets[weekday] ?? 0),
    variance: variance + shared + variance / (ofWeekday + WEEKDAY_PRIOR),
    shared,
  };
}

/** How far each weekday is from the common center; two passes, since the center is taken without them at first. */
function weekdayOffsets(points: readonly Point[], day: number): readonly number[] {
  let offsets = Array.from({ length: 7 }, () => 0);
  for (let pass = 0; pass < 3; pass += 1) {
    const residuals = residualsOf(points, offsets);
    const sums = offsets.map(() => 0);
    const weights = offsets.map(() => WEEKDAY_PRIOR);
    for (const [index, { day: at, weekday, weight: own }] of points.entries()) {
      const weight = weekdayFade(day - at) * own;
      sums[weekday] = (sums[weekday] ?? 0) + weight * ((residuals[index] ?? 0) + (offsets[weekday] ?? 0));
      weights[weekday] = (weights[weekday] ?? 0) + weight;
    }
    const raw = sums.map((sum, weekday) => sum / (weights[weekday] ?? 1));
    const mean = raw.reduce((sum, offset) => sum + offset, 0) / 7;
    offsets = raw.map((offset) => offset - mean);
  }
  return offsets;
}

/** Of each point from the discounted center of those before it; 0 of the first. */
function residualsOf(points: readonly Point[], offsets: readonly number[]): readonly number[] {
  let sum = 0;
  let base = 0;
  let last = points[0]?.day ?? 0;
  return points.map(({ day, weekday, scaled, weight }) => {
    const fade = centerFade(day - last);
    const plain = scaled - (offsets[weekday] ?? 0);
    sum *= fade;
    base *= fade;
    const residual = base > 0 ? plain - sum / base : 0;
    sum += weight * plain;
    base += weight;
    last = day;
    return residual;
  });
}

/** How far residuals above and below reach, in units of their weekday's variance; drawn towards 1. */
function sidesOf(points: readonly Point[], offsets: readonly number[], variances: readonly number[]): Sides {
  const residuals = residualsOf(points, offsets);
  const known = points.map(({ weekday, weight }, index) => {
    const residual = residuals[index] ?? 0;
    return { residual, weight, square: residual ** 2 / (variances[weekday] ?? 1) };
  });
  const ofSide = (sign: 1 | -1): number => {
    const own = known.slice(1).filter(({ residual }) => Math.sign(residual) === sign);
    return (spreadOf(own, SIDE_LEAST) * own.length + SIDE_PRIOR) / (own.length + SIDE_PRIOR);
  };
  return { up: ofSide(1), down: ofSide(-1) };
}

/** Each weekday's own variance, drawn towards that of all. */
function weekdaySpreads(points: readonly Point[], offsets: readonly number[], unit: number): readonly number[] {
  const residuals = residualsOf(points, offsets);
  const known = points.map(({ weekday, weight }, index) => ({ weekday, weight, square: (residuals[index] ?? 0) ** 2 }));
  const smallest = (SMALLEST_DEVIATION * unit) ** 2;
  const all = spreadOf(known.slice(1), smallest);
  return offsets.map((_, weekday) => {
    const own = known.slice(1).filter((one) => one.weekday === weekday);
    return (spreadOf(own, smallest) * own.length + all * SPREAD_PRIOR) / (own.length + SPREAD_PRIOR);
  });
}

/** Variance by residuals that are capped anew until it stays (Huber's proposal 2). */
function spreadOf(known: readonly { readonly square: number; readonly weight: number }[], smallest: number): number {
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  let variance = Math.max(smallest, ...known.map(({ square }) => square));
  if (total === 0) return variance;
  for (let step = 0; step < 25; step += 1) {
    const sum = known.reduce((sofar, { square, weight }) => sofar + weight * Math.min(square, CAP ** 2 * variance), 0);
    variance = Math.max(smallest, sum / total / CAPPED_MEAN);
  }
  return variance;
}

/** Days without any, of this weekday, drawn towards all days’ share as by two days. */
function emptinessOf(rows: readonly Row[], weekday: number): number {
  const share = (of: readonly Row[], prior: number, weight: number): number =>
    (of.filter(({ value }) => value === 0).length + prior * weight) / (of.length + weight);
  const all = share(rows, 0.5, 1);
  return share(
    rows.filter((row) => row.weekday === weekday),
    all,
    2,
  );
}
