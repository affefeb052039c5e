import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { project, WEEKS, type Course } from '#features/metrics/projection.ts';
import { wilson } from '#features/metrics/stats.ts';

/** What share of a week's happenings each weekday has, from Monday on. */
const OFFICE = [1.3, 1.4, 1.3, 1.2, 1, 0.4, 0.4];

interface Series {
  readonly aDay: number;
  /** Each happening is worth this much at most, and at least nothing: 1 is a count. */
  readonly worth?: number;
  /** By how much weeks are better or worse than others, at most. */
  readonly swing?: number;
}

describe('A projection', () => {
  it.each<[string, Series]>([
    ['counts of many a day', { aDay: 60 }],
    ['counts of some a day', { aDay: 5 }],
    ['counts of few a day', { aDay: 0.7 }],
    ['counts of weeks that differ', { aDay: 40, swing: 0.25 }],
    ['amounts of few deals', { aDay: 1.5, worth: 50_000 }],
    ['amounts of many', { aDay: 20, worth: 1000 }],
  ])('holds the end in 70 to 90%% of all cases: %s', (_, series) => {
    let held = 0;
    const runs = 400;
    for (let seed = 0; seed < runs; seed += 1) {
      const { course, end } = drawn(series, seed);
      const projection = project(course);
      if (projection !== null && end >= projection.low && end <= projection.high) held += 1;
    }
    expect(held / runs).toBeGreaterThanOrEqual(0.7);
    expect(held / runs).toBeLessThanOrEqual(0.9);
  });

  it('weighs the days that are left by their weekdays', () => {
    const history = Array.from({ length: WEEKS * 7 }, (_, day) => ({
      weekday: (day % 7) + 1,
      value: day % 7 < 5 ? 10 : 0,
    }));
    const left = [6, 7, 1].map((weekday) => ({ weekday, share: 1 }));
    expect(project({ value: 100, history, left })?.value).toBe(110);
    expect(project({ value: 100, history, left: left.slice(0, 2) })).toEqual({ low: 100, value: 100, high: 100 });
  });

  it('says nothing where nothing happened in the eight weeks', () => {
    const history = Array.from({ length: 56 }, (_, day) => ({ weekday: (day % 7) + 1, value: 0 }));
    expect(project({ value: 3, history, left: [{ weekday: 1, share: 1 }] })).toBeNull();
  });

  it('never falls below what there is', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const { course } = drawn({ aDay: 0.3, worth: 1000 }, seed);
      expect(project(course)?.low ?? course.value).toBeGreaterThanOrEqual(course.value);
    }
  });
});

describe('Wilson’s interval', () => {
  it.each([
    // Newcombe, Statistics in Medicine 17 (1998), table I.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [20, 20, 0.8389, 1],
  ])('of %d in %d is from %d to %d', (successes, trials, low, high) => {
    const interval = wilson(successes, trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });
});

/** Eight weeks, eleven days of a period of thirty, and how it ends. */
function drawn(
  { aDay, worth = 1, swing = 0 }: Series,
  seed: number,
): { readonly course: Course; readonly end: number } {
  const generator = xoroshiro128plus(seed * 7919 + 17);
  const chance = (): number => uniformInt(generator, 0, 1_000_000) / 1_000_000;
  const levels = Array.from({ length: 20 }, () => 1 + swing * (2 * chance() - 1));
  const days = Array.from({ length: WEEKS * 7 + 19 }, (_, day) => {
    const happened = poisson(aDay * (OFFICE[day % 7] ?? 1) * (levels[Math.floor(day / 7)] ?? 1), chance);
    const value = worth === 1 ? happened : sum(Array.from({ length: happened }, () => worth * chance()));
    return { weekday: (day % 7) + 1, value };
  });
  const history = days.slice(0, WEEKS * 7);
  const value = sum(history.slice(-11).map((day) => day.value));
  const rest = days.slice(WEEKS * 7);
  const course = { value, history, left: rest.map(({ weekday }) => ({ weekday, share: 1 })) };
  return { course, end: value + sum(rest.map((day) => day.value)) };
}

/** Knuth's method, in portions so that small numbers do not vanish. */
function poisson(expected: number, chance: () => number): number {
  if (expected > 30) return poisson(30, chance) + poisson(expected - 30, chance);
  const limit = Math.exp(-expected);
  let count = 0;
  for (let product = chance(); product > limit; product *= chance()) count += 1;
  return count;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
