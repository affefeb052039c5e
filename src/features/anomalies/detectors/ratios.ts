// Ratios of cases, such as conversions of visits: a beta-binomial on numerator and denominator, never on the bare ratio, of
// which one of two and a hundred of two hundred are the same.
import type { DailyMethod, Day, Look } from './daily.ts';
import { sumsBefore } from './daily.ts';
import { rateModelOf } from './rate.ts';
import type { Rate, RateModel } from './rate.ts';
import { addUp, shiftSurprises } from './shift.ts';
import { fallThatShows } from './smallest.ts';
import { surpriseOf } from './surprise.ts';
import type { Surprise } from './surprise.ts';
import { shareTails } from './tails.ts';
import type { Tails } from './tails.ts';
import type { Row } from './timeline.ts';

const FALL = 0.6;
const RISE = 1.6;
const SHIFT_LAG = 7;
/** Ratios move by fewer cases than counts: three days and a week are looked at together. */
const DAYS_TOGETHER = [3, 7] as const;
const MINIMUM = { share: 0.2, events: 3 } as const;
/** Of standard deviations: where chance leaves 99 of 100. */
const BAND = 2.576;
/** More cases than this are scaled down: what they scatter is not of their number any more. */
const MOST_CASES = 5000;

interface Taken {
  readonly successes: number;
  readonly cases: number;
  readonly rate: number;
  /** Correlation of the cases with each other: 0 is a binomial. */
  readonly correlation: number;
}

export const RATIOS: DailyMethod = {
  read: ({ parts }) => {
    if (parts === null || !(parts.denominator >= 1) || !Number.isFinite(parts.numerator)) return null;
    const cases = Math.round(parts.denominator);
    return { value: Math.min(cases, Math.max(0, Math.round(parts.numerator))), cases };
  },
  look,
  // Fewer come at the turn of the year; how many of them convert stays.
  seasonal: false,
  smallestFall,
};

function look(rows: readonly Row[], day: Day, since: number): Look | null {
  const model = rateModelOf(rows, day.day, since);
  const lately = model.at(1);
  if (lately === null) return null;
  const today = takenOf([day], lately, model);
  const several = DAYS_TOGETHER.flatMap((span) => {
    const level = model.at(span);
    const days = [...rows.slice(-span).filter((row) => row.day > day.day - span && row.role !== 2), day];
    return level === null || days.length < 2
      ? []
      : [{ first: days[0]?.day ?? day.day, taken: takenOf(days, level, model) }];
  });
  const sums = nextSums(rows, day, model);
  const surprises: Surprise[] = [
    surprise(today, 'value', day.day),
    ...several.map(({ first, taken }) => allowingFor(several.length, surprise(taken, 'days', first))),
    ...shiftSurprises(rows, sums, day.day),
  ];
  const { rate, correlation } = today;
  const spread = BAND * Math.sqrt((rate * (1 - rate) * (1 + (day.cases - 1) * correlation)) / day.cases);
  return {
    expected: rate,
    low: Math.max(0, rate - spread),
    high: Math.min(1, rate + spread),
    surprises,
    sums,
    slight: isSlight(today) && several.every(({ taken }) => isSlight(taken)),
  };
}

/** What days together have, and what they were expected to have. */
function takenOf(days: readonly Day[], level: Rate, model: RateModel): Taken {
  let successes = 0;
  let cases = 0;
  let squares = 0;
  let expected = 0;
  for (const { weekday, value, cases: ofDay } of days) {
    successes += value;
    cases += ofDay;
    squares += ofDay * ofDay;
    expected += ofDay * model.rateOn(level, weekday);
  }
  const rate = Math.min(1 - 1e-6, Math.max(1e-6, expected / cases));
  const own = (model.correlation * squares) / cases ** 2;
  return { successes, cases, rate, correlation: Math.min(0.5, own + (level.uncertainty * rate) / (1 - rate)) };
}

function surprise(taken: Taken, because: Surprise['because'], since: number): Surprise {
  return surpriseOf(tailsOf(taken), because, since);
}

function tailsOf({ successes, cases, rate, correlation }: Taken): Tails {
  const scale = Math.max(1, cases / MOST_CASES);
  const strength = Math.max(1, 1 / correlation - 1);
  return shareTails(Math.round(successes / scale), Math.round(cases / scale), Math.max(1e-9, rate), strength);
}

/** Several looks find something by chance that much more often (Bonferroni). */
function allowingFor(looks: number, one: Surprise): Surprise {
  return { ...one, probability: Math.min(1, one.probability * looks) };
}

function nextSums(rows: readonly Row[], day: Day, model: RateModel): Look['sums'] {
  const sums = sumsBefore(rows, day);
  const level = model.at(SHIFT_LAG);
  if (level === null) return sums;
  const taken = takenOf([day], level, model);
  return addUp(sums, ratioOf(taken, RISE), ratioOf(taken, FALL));
}

/** Quasi-likelihood ratio. Of what happens mostly, that which does not is what changes. */
function ratioOf({ successes, cases, rate, correlation }: Taken, change: number): number {
  const changed = rate <= 0.5 ? rate * change : 1 - (1 - rate) / change;
  const other = Math.min(1 - 1e-9, Math.max(1e-9, changed));
  const ratio = successes * Math.log(other / rate) + (cases - successes) * Math.log((1 - other) / (1 - rate));
  return ratio / (1 + (cases - 1) * correlation);
}

function isSlight({ successes, cases, rate }: Taken): boolean {
  const expected = cases * rate;
  return (
    Math.abs(successes - expected) < Math.max(MINIMUM.events, MINIMUM.share * Math.min(expected, cases - expected))
  );
}

/** By the cases of seven days, of which there are as many as of late. */
function smallestFall(rows: readonly Row[], week: readonly Day[], since: number): number | null {
  const [first] = week;
  const model = first === undefined ? null : rateModelOf(rows, first.day, since);
  const level = model?.at(1) ?? null;
  const recent = rows.filter((row) => row.role !== 2).slice(-4 * week.length);
  if (model === null || level === null || recent.length === 0) return null;
  const mean = recent.reduce((sum, row) => sum + row.cases, 0) / recent.length;
  const taken = takenOf(
    week.map((day) => ({ ...day, cases: Math.max(1, Math.round(mean)) })),
    level,
    model,
  );
  const { cases, rate } = taken;
  return fallThatShows(cases * rate, (value, of) => tailsOf({ ...taken, successes: value, rate: of / cases }));
}
