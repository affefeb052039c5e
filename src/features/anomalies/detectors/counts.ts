// Counts a day: is this day, are the last three days, or is the time since some day out of what a negative binomial around the
// level and the weekday makes?
import type { DailyMethod, Day, Look } from './daily.ts';
import { sumsBefore } from './daily.ts';
import type { Level, Model } from './level.ts';
import { modelOf } from './level.ts';
import { addUp, shiftSurprises } from './shift.ts';
import { fallThatShows } from './smallest.ts';
import { surpriseOf } from './surprise.ts';
import type { Surprise } from './surprise.ts';
import { countTails } from './tails.ts';
import type { Row } from './timeline.ts';

/** The changes that the cumulative sums look for. */
const FALL = 0.6;
const RISE = 1.6;
/** The sums compare with the level of a week ago, which the change itself has not touched. */
const SHIFT_LAG = 7;
const DAYS_TOGETHER = 3;
/** What is worth a message. */
const MINIMUM = { share: 0.2, events: 3 } as const;
const BAND = 0.005;
/** Nothing at all is more often an outage than chance: it needs to be less unlikely to be told. */
const OUTAGE = 0.4;
/** Added at the turn of the year: half or twice the usual is nothing special then. */
const SEASON_DISPERSION = 0.15;

interface Expected {
  readonly mean: number;
  readonly dispersion: number;
}

export const COUNTS: DailyMethod = {
  read: ({ value }) => (Number.isFinite(value) ? { value: Math.max(0, value), cases: 0 } : null),
  look,
  seasonal: true,
  smallestFall,
};

function look(rows: readonly Row[], day: Day, since: number, season: boolean): Look | null {
  const model = modelOf(rows, day.day, since);
  const lately = model.at(1);
  if (lately === null) return null;
  const usual = expectedOf(model, lately, day.weekday);
  const today = season ? { ...usual, dispersion: usual.dispersion + SEASON_DISPERSION } : usual;
  const alone = surpriseOf(countTails(day.value, today.mean, today.dispersion), 'value', day.day);
  const single = day.value === 0 ? { ...alone, probability: alone.probability * OUTAGE } : alone;
  const together = threeDays(rows, day, model);
  const sums = nextSums(rows, day, model);
  const surprises: Surprise[] = [single];
  if (together !== null) surprises.push(together.surprise);
  surprises.push(...shiftSurprises(rows, sums, day.day));
  return {
    expected: today.mean,
    ...bandOf(today),
    surprises,
    sums,
    slight: isSlight(day.value, today.mean) && (together === null || isSlight(together.sum, together.mean)),
  };
}

function expectedOf(model: Model, level: Level, weekday: number): Expected {
  const mean = level.level * (model.factors[weekday] ?? 1);
  return { mean, dispersion: model.dispersion + level.uncertainty + (model.doubts[weekday] ?? 0) };
}

/** The last three days against the level before them. */
function threeDays(
  rows: readonly Row[],
  day: Day,
  model: Model,
): { readonly surprise: Surprise; readonly sum: number; readonly mean: number } | null {
  const level = model.at(DAYS_TOGETHER);
  const days = [
    ...rows.slice(-DAYS_TOGETHER).filter((row) => row.day > day.day - DAYS_TOGETHER && row.role !== 2),
    day,
  ];
  const first = days[0];
  if (level === null || first === undefined || days.length < 2) return null;
  let sum = 0;
  let mean = 0;
  let scatter = 0;
  for (const { weekday, value } of days) {
    const expected = level.level * (model.factors[weekday] ?? 1);
    sum += value;
    mean += expected;
    scatter += (model.dispersion + (model.doubts[weekday] ?? 0)) * expected * expected;
  }
  if (mean <= 0) return null;
  const dispersion = scatter / mean ** 2 + level.uncertainty;
  return { surprise: surpriseOf(countTails(sum, mean, dispersion), 'days', first.day), sum, mean };
}

function nextSums(rows: readonly Row[], day: Day, model: Model): Look['sums'] {
  const sums = sumsBefore(rows, day);
  const level = model.at(SHIFT_LAG);
  if (level === null) return sums;
  const { mean, dispersion } = expectedOf(model, level, day.weekday);
  if (mean <= 0) return sums;
  return addUp(sums, ratioOf(day.value, mean, dispersion, RISE), ratioOf(day.value, mean, dispersion, FALL));
}

/** Log-likelihood of the mean times `change` over that of the mean. */
function ratioOf(value: number, mean: number, dispersion: number, change: number): number {
  const size = 1 / dispersion;
  return value * Math.log(change) - (value + size) * Math.log((size + change * mean) / (size + mean));
}

function isSlight(value: number, mean: number): boolean {
  return Math.abs(value - mean) < Math.max(MINIMUM.events, MINIMUM.share * mean);
}

/** Between these chance leaves 99 values of 100. */
function bandOf({ mean, dispersion }: Expected): { readonly low: number; readonly high: number } {
  const low = firstWhere((value) => countTails(value, mean, dispersion).below > BAND, Math.ceil(mean));
  const reach = Math.ceil(mean + 10 + 12 * Math.sqrt(mean + dispersion * mean * mean));
  const high = firstWhere((value) => countTails(value, mean, dispersion).above < BAND, reach);
  return { low, high: Math.max(low, high - 1) };
}

/** Smallest whole number up to `to` of which it is true, and of all above. */
function firstWhere(isTrue: (value: number) => boolean, to: number): number {
  let low = 0;
  let high = to;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isTrue(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** By the sum of seven days. */
function smallestFall(rows: readonly Row[], week: readonly Day[], since: number): number | null {
  const [first] = week;
  if (first === undefined) return null;
  const model = modelOf(rows, first.day, since);
  const level = model.at(1);
  if (level === null) return null;
  let mean = 0;
  let scatter = 0;
  for (const { weekday } of week) {
    const usual = level.level * (model.factors[weekday] ?? 1);
    mean += usual;
    scatter += (model.dispersion + (model.doubts[weekday] ?? 0)) * usual * usual;
  }
  const dispersion = scatter / mean ** 2 + level.uncertainty;
  return mean > 0 ? fallThatShows(mean, (value, of) => countTails(value, of, dispersion)) : null;
}
