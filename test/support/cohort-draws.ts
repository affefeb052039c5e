// Cohorts of leads drawn by a seed, which convert after a while: exponential with a median of 14 days.
import type { Cohort } from '#features/anomalies/cohorts.ts';
import { dieOf } from './daily-draws.ts';

const MEDIAN_LAG = 14;
/** Days of cohorts that are known, and ages at which conversions are counted: more than are looked at. */
const KNOWN_DAYS = 200;
const AGES = 60;
const WEEK = [1.3, 1.4, 1.4, 1.3, 1.1, 0.3, 0.2];

export interface WantedCohorts {
  readonly aDay: number;
  readonly conversion: number;
  readonly days: number;
  /** Those from this day on convert half as often. */
  readonly fallAt?: number;
}

export function drawCohorts(seed: number, { aDay, conversion, days, fallAt = days }: WantedCohorts): readonly Cohort[] {
  const die = dieOf(seed);
  return Array.from({ length: days }, (_, day): Cohort => {
    const size = die.count(aDay * (WEEK[day % 7] ?? 1), 30);
    const converted = Array.from({ length: AGES }, () => 0);
    for (let lead = 0; lead < size; lead += 1) {
      if (die.unit() >= (day >= fallAt ? conversion / 2 : conversion)) continue;
      const age = Math.floor((-Math.log(1 - die.unit()) * MEDIAN_LAG) / Math.LN2);
      if (age < AGES) converted[age] = (converted[age] ?? 0) + 1;
    }
    return { day, size, converted };
  });
}

/** What is known of them at the end of a day. */
export function knownOn(cohorts: readonly Cohort[], today: number): readonly Cohort[] {
  return cohorts
    .filter(({ day }) => day <= today && day > today - KNOWN_DAYS)
    .map((cohort) => ({ ...cohort, converted: cohort.converted.slice(0, today - cohort.day + 1) }));
}
