// Amounts a day: money and durations. Judged by factors, on the log scale, with heavy tails, as one large deal is nothing
// strange; days without any are judged by how often there are none. Amounts that can be negative are judged as they are.
import type { DailyMethod, Day, Look } from './daily.ts';
import { sumsBefore } from './daily.ts';
import { amountModelOf } from './spread.ts';
import type { AmountModel, Center } from './spread.ts';
import { addUp, shiftSurprises } from './shift.ts';
import { surpriseOf } from './surprise.ts';
import type { Surprise } from './surprise.ts';
import { POWER, REACHED } from './smallest.ts';
import { studentTails, studentQuantile } from './tails.ts';
import type { Row } from './timeline.ts';

/** Changes that the cumulative sums look for, as factors; on the plain scale, in standard deviations. */
const FALL = 0.6;
const RISE = 1.6;
const PLAIN_CHANGE = 1;
const SHIFT_LAG = 7;
const DAYS_TOGETHER = 3;
const MINIMUM_SHARE = 0.2;
const BAND = 0.005;
/**
 * Degrees of freedom. Low days are far lower than high ones are high, as few deals are worth little; three days are nearer to
 * a normal distribution.
 */
const TAILS = { up: 20, down: 6, together: 20, shift: 20 } as const;
/** Variance added at the turn of the year. */
const SEASON_VARIANCE = 0.15;
/** Days without any in a row that are looked at. */
const EMPTY_DAYS = 14;

export const AMOUNTS: DailyMethod = {
  read: ({ value }) => (Number.isFinite(value) ? { value, cases: 0 } : null),
  look,
  seasonal: true,
  smallestFall,
};

function look(rows: readonly Row[], day: Day, since: number, season: boolean): Look | null {
  const model = amountModelOf(rows, day, since);
  const lately = model.at(1, day.weekday);
  if (lately === null) return null;
  const today = season ? { ...lately, variance: lately.variance + SEASON_VARIANCE * model.unit ** 2 } : lately;
  const sums = nextSums(rows, day, model);
  const reach = (side: 'up' | 'down'): number =>
    Math.sqrt(today.variance * model.sides[side]) * studentQuantile(1 - BAND, TAILS[side]);
  const known = {
    expected: model.back(today.mean),
    low: model.back(today.mean - reach('down')),
    high: model.back(today.mean + reach('up')),
    sums,
  };
  const scaled = model.scale(day.value);
  if (scaled === null) return { ...known, surprises: [emptyDays(rows, day, model)], slight: false };
  const single = surpriseOf(sideTails(scaled - today.mean, today.variance, model.sides), 'value', day.day);
  const together = threeDays(rows, day, model);
  return {
    ...known,
    surprises: [single, ...together, ...shiftSurprises(rows, sums, day.day)],
    slight: model.isSlight(day.value, today.mean, MINIMUM_SHARE),
  };
}

/** Of a day: by the spread and the tail of its side. */
function sideTails(distance: number, variance: number, sides: AmountModel['sides']) {
  const side = distance > 0 ? 'up' : 'down';
  return tailsOf(distance, variance * sides[side], TAILS[side]);
}

function tailsOf(distance: number, variance: number, freedom: number) {
  return studentTails(distance / Math.sqrt(variance), freedom);
}

/** The mean of the last three days that have something, against what was expected of them. */
function threeDays(rows: readonly Row[], day: Day, model: AmountModel): readonly Surprise[] {
  const recent = rows.slice(-DAYS_TOGETHER).filter((row) => row.day > day.day - DAYS_TOGETHER && row.role !== 2);
  const pairs = [...recent, day].flatMap((one) => {
    const scaled = model.scale(one.value);
    const center = model.at(DAYS_TOGETHER, one.weekday);
    return scaled === null || center === null ? [] : [{ distance: scaled - center.mean, center }];
  });
  if (pairs.length < 2) return [];
  const distance = pairs.reduce((sum, pair) => sum + pair.distance, 0) / pairs.length;
  const own = pairs.reduce((sum, { center }) => sum + center.variance - center.shared, 0) / pairs.length ** 2;
  const shared = Math.max(...pairs.map(({ center }) => center.shared));
  return [surpriseOf(tailsOf(distance, own + shared, TAILS.together), 'days', recent[0]?.day ?? day.day)];
}

/** How often chance leaves this many days in a row without any. */
function emptyDays(rows: readonly Row[], day: Day, model: AmountModel): Surprise {
  let probability = model.emptiness(day.weekday);
  let sinceDay = day.day;
  for (const row of rows.slice(-EMPTY_DAYS).toReversed()) {
    if (model.scale(row.value) !== null || row.role === 2) break;
    probability *= model.emptiness(row.weekday);
    sinceDay = row.day;
  }
  return { probability, direction: 'down', because: sinceDay === day.day ? 'value' : 'days', sinceDay };
}

function nextSums(rows: readonly Row[], day: Day, model: AmountModel): Look['sums'] {
  const sums = sumsBefore(rows, day);
  const center = model.at(SHIFT_LAG, day.weekday);
  const scaled = model.scale(day.value);
  if (center === null || scaled === null) return sums;
  const deviation = Math.sqrt(center.variance);
  const rise = model.isLog ? Math.log(RISE) : PLAIN_CHANGE * deviation;
  const fall = model.isLog ? Math.log(FALL) : -PLAIN_CHANGE * deviation;
  return addUp(sums, ratioOf(scaled, center, rise), ratioOf(scaled, center, fall));
}

/** Log-likelihood of the mean moved by `change` over that of the mean, of Student's distribution: one strange day says little. */
function ratioOf(scaled: number, { mean, variance }: Center, change: number): number {
  const here = Math.log1p((scaled - mean) ** 2 / variance / TAILS.shift);
  const there = Math.log1p((scaled - mean - change) ** 2 / variance / TAILS.shift);
  return ((TAILS.shift + 1) / 2) * (here - there);
}

/** By the mean of seven days: what it must fall so that it is beyond chance with the power wanted. */
function smallestFall(rows: readonly Row[], week: readonly Day[], since: number): number | null {
  const [first] = week;
  if (first === undefined) return null;
  const model = amountModelOf(rows, { ...first, value: 0 }, since);
  const centers = week.flatMap(({ weekday }) => model.at(1, weekday) ?? []);
  if (!model.isLog || centers.length < week.length) return null;
  const own = centers.reduce((sum, { variance, shared }) => sum + variance - shared, 0) / week.length ** 2;
  const deviation = Math.sqrt(own + Math.max(...centers.map(({ shared }) => shared)));
  const reach = studentQuantile(1 - REACHED, TAILS.together) + studentQuantile(POWER, TAILS.together);
  return 1 - Math.exp(-reach * deviation);
}
