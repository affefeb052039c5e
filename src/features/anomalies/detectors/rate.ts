// What a ratio was like lately: a discounted rate, what weekdays do to it, and how much more days differ than the number of
// their cases explains. Computed anew from the rows at each look.
import { ALARM_WEIGHT, halving, weekdayFade } from './level.ts';
import type { Row } from './timeline.ts';
import { WINDOW } from './timeline.ts';

const rateFade = halving(42);
/** Successes at the common rate that are assumed of each weekday, beside those seen. */
const WEEKDAY_PRIOR = 20;
/** Correlation of the cases of a day, before any is seen, and for how many days that counts. */
const CORRELATION_PRIOR = { correlation: 1 / 401, days: 30 } as const;
const CORRELATION_MOST = 0.2;
const RESIDUAL_CAP = 9;
const CAPPED_MEAN = 0.97;
const DRIFT = 0.0002;

export interface Rate {
  readonly rate: number;
  /** As variance relative to its square. */
  readonly uncertainty: number;
}

export interface RateModel {
  /** From the rows of at least `lag` days before the day in question; null where there are none with a case. */
  at(lag: number): Rate | null;
  rateOn(rate: Rate, weekday: number): number;
  /** Of the cases of one day with each other, as of a beta-binomial: 1 / (a + b + 1). */
  readonly correlation: number;
}

/** `day`: the day that is to be judged; all `rows` are before it. `since`: rows before are of a rate that is gone. */
export function rateModelOf(rows: readonly Row[], day: number, since: number): RateModel {
  const seen = rows.filter((row) => row.day >= Math.max(day - WINDOW, since) && row.role !== 2);
  const weights = seen.map((row) => (row.role === 0 || since > 0 ? 1 : ALARM_WEIGHT));
  const flat = Array.from({ length: 7 }, () => 1);
  const overall = rateAt(seen, weights, flat, day, 1);
  const factors = overall === null ? flat : weekdayFactors(seen, weights, overall.rate, day);
  const rateOn = ({ rate }: Rate, weekday: number): number => Math.min(0.999, rate * (factors[weekday] ?? 1));
  return {
    at: (lag) => rateAt(seen, weights, factors, day, lag),
    rateOn,
    correlation: overall === null ? CORRELATION_PRIOR.correlation : correlationOf(seen, weights, factors),
  };
}

function rateAt(
  rows: readonly Row[],
  weights: readonly number[],
  factors: readonly number[],
  day: number,
  lag: number,
): Rate | null {
  let successes = 0;
  let cases = 0;
  let squares = 0;
  let latest = -1;
  for (const [index, row] of rows.entries()) {
    if (row.day > day - lag) break;
    const weight = rateFade(day - row.day) * (weights[index] ?? 0);
    successes += weight * row.value;
    cases += weight * row.cases * (factors[row.weekday] ?? 1);
    squares += weight * weight * row.value;
    latest = row.day;
  }
  if (cases <= 0) return null;
  // Half a case more: what was never seen is rare, not impossible.
  const rate = Math.min(0.999, (successes + 0.5) / (cases + 1));
  const counting = (squares + 0.5) / (successes + 0.5) ** 2;
  return { rate, uncertainty: counting * (1 - rate) + DRIFT * Math.max(1, day - latest) };
}

function weekdayFactors(rows: readonly Row[], weights: readonly number[], rate: number, day: number): number[] {
  const seen = Array.from({ length: 7 }, () => WEEKDAY_PRIOR);
  const expected = Array.from({ length: 7 }, () => WEEKDAY_PRIOR);
  for (const [index, { day: at, weekday, value, cases }] of rows.entries()) {
    const weight = weekdayFade(day - at) * (weights[index] ?? 0);
    seen[weekday] = (seen[weekday] ?? 0) + weight * value;
    expected[weekday] = (expected[weekday] ?? 0) + weight * cases * rate;
  }
  return seen.map((sum, weekday) => sum / (expected[weekday] ?? 1));
}

/** The correlation at which the capped squared residuals average what chance makes them. */
function correlationOf(rows: readonly Row[], weights: readonly number[], factors: readonly number[]): number {
  const days = weights.reduce((sum, weight) => sum + weight, 0);
  const residuals = residualsOf(rows, weights, factors);
  let low = 1e-5;
  let high = CORRELATION_MOST;
  for (let step = 0; step < 14; step += 1) {
    const tried = Math.sqrt(low * high);
    let total = 0;
    for (const { square, cases, weight } of residuals) {
      total += weight * Math.min(RESIDUAL_CAP, square / (1 + (cases - 1) * tried));
    }
    if (total > days * CAPPED_MEAN) low = tried;
    else high = tried;
  }
  const { correlation, days: prior } = CORRELATION_PRIOR;
  return (Math.sqrt(low * high) * days + correlation * prior) / (days + prior);
}

/** Squared residuals in units of a binomial's variance, each day against the discounted rate of those before it. */
function residualsOf(rows: readonly Row[], weights: readonly number[], factors: readonly number[]) {
  let successes = 0;
  let base = 0;
  let last = rows[0]?.day ?? 0;
  return rows.map((row, index) => {
    const fade = rateFade(row.day - last);
    const factor = factors[row.weekday] ?? 1;
    const weight = weights[index] ?? 0;
    successes *= fade;
    base *= fade;
    const rate = Math.min(0.999, ((successes + 0.5) / (base + 1)) * factor);
    const square = base > 0 ? (row.value - row.cases * rate) ** 2 / (row.cases * rate * (1 - rate)) : CAPPED_MEAN;
    successes += weight * row.value;
    base += weight * row.cases * factor;
    last = row.day;
    return { square, cases: row.cases, weight };
  });
}
