import { assert as check, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDetector, resumeDetector, smallestFall } from '#features/anomalies/create-detector.ts';
import type { Detector, SeriesKind, Verdict } from '#features/anomalies/detector.ts';
import { drawAmounts, drawCounts, drawRatio } from '../../../support/daily-draws.ts';
import type { DrawnDay, DrawnSeries } from '../../../support/daily-draws.ts';
import { newDetector, observationOf, verdictsOn } from '../../../support/watching-draws.ts';

const DRAWS: Readonly<Record<Exclude<SeriesKind, 'continuous'>, (seed: number, days: number) => DrawnSeries>> = {
  count: (seed, days) => drawCounts(seed, { level: 12, eventful: true, days }),
  ratio: (seed, days) => drawRatio(seed, { level: 80, p: 0.2, eventful: true, days }),
  amount: (seed, days) => drawAmounts(seed, { level: 4, eventful: true, days }),
};
const KINDS = Object.keys(DRAWS) as (keyof typeof DRAWS)[];

/** `days` days of the same number, from the Monday 1 January 2024 on. */
function steady(
  detector: Detector,
  values: readonly number[],
  { special = false, season = false, from = 0 } = {},
): Verdict[] {
  return values.map((value, n) => {
    const at = new Date(Date.UTC(2024, 0, 1 + from + n));
    return detector.observe({ at, value, parts: null, weekday: ((from + n) % 7) + 1, special, season });
  });
}

function times(days: number, value: number): number[] {
  return Array.from({ length: days }, () => value);
}

describe('A detector of a daily series', () => {
  it.each(KINDS)('goes on from its kept state as if it had never stopped: %s', (kind) => {
    check(
      property(integer({ min: 1, max: 1e6 }), integer({ min: 1, max: 239 }), (seed, stop) => {
        const series = DRAWS[kind](seed, 240);
        const uninterrupted = verdictsOn(kind, series);
        let detector = newDetector(kind);
        const resumed = series.days.map((day, n) => {
          if (n === stop) {
            const kept = JSON.parse(JSON.stringify(detector.state()));
            detector = resumeDetector({ kind, sensitivity: 'normal' }, kept);
          }
          return detector.observe(observationOf(day));
        });
        expect(resumed).toEqual(uninterrupted);
      }),
      { numRuns: 8, seed: 3 },
    );
  });

  it.each(KINDS)('judges a day by those before it alone: %s', (kind) => {
    const series = DRAWS[kind](5, 300);
    const cut = verdictsOn(kind, { ...series, days: series.days.slice(0, 200) });
    expect(verdictsOn(kind, series).slice(0, cut.length)).toEqual(cut);
  });

  it.each(KINDS)(
    'judges anew when late data changes an earlier day, as if it had been so from the beginning: %s',
    (kind) => {
      const { days } = DRAWS[kind](11, 420);
      const late = days.length - 20;
      const corrected = days.map((day, n): DrawnDay =>
        n === late ? { ...day, value: Math.round(day.value / 2) } : day,
      );
      const detector = newDetector(kind);
      for (const day of days) detector.observe(observationOf(day));
      const anew = corrected.slice(late).map((day) => detector.observe(observationOf(day)));
      expect(anew).toEqual(verdictsOn(kind, { level: 0, events: [], days: corrected }).slice(late));
    },
  );

  it.each(KINDS)('remembers no more after years than after months: %s', (kind) => {
    const detector = newDetector(kind);
    for (const day of DRAWS[kind](7, 1500).days) detector.observe(observationOf(day));
    expect(JSON.stringify(detector.state()).length).toBeLessThan(14_000);
  });

  it('says the same of amounts in euros and in cents', () => {
    const series = drawAmounts(3, { level: 5, eventful: true, days: 300 });
    const cents = { ...series, days: series.days.map((day) => ({ ...day, value: day.value * 100 })) };
    const scores = verdictsOn('amount', series).map(({ score }) => score);
    for (const [n, { score }] of verdictsOn('amount', cents).entries()) expect(score).toBeCloseTo(scores[n] ?? -1, 6);
  });

  it('warms up for 28 days', () => {
    const verdicts = steady(newDetector('count'), times(29, 50));
    expect(verdicts.slice(0, 28).every(({ state, score }) => state === 'warming_up' && score === 0)).toBe(true);
    expect(verdicts[28]?.state).toBe('judged');
  });

  it('neither judges nor learns a holiday', () => {
    const detector = newDetector('count');
    steady(detector, times(60, 50));
    const before = detector.state();
    const [holiday] = steady(detector, [0], { special: true, from: 60 });
    const [after] = steady(detector, [50], { from: 61 });
    const [without] = steady(resumeDetector({ kind: 'count', sensitivity: 'normal' }, before), [50], { from: 61 });
    expect(holiday).toMatchObject({ state: 'special', score: 0, probability: 1 });
    expect(after?.expected).toBeCloseTo(without?.expected ?? 0, 6);
  });

  it('tells at the turn of the year only what is extraordinary', () => {
    const detector = newDetector('count');
    steady(detector, times(60, 50));
    const [half, none] = steady(detector, [22, 0], { season: true, from: 60 });
    expect(half?.score).toBeLessThan(0.5);
    expect(none?.score).toBeGreaterThanOrEqual(0.5);
  });

  it('finds an outage on its day, and says since when', () => {
    const detector = newDetector('count');
    steady(detector, times(60, 30));
    const [outage] = steady(detector, [0], { from: 60 });
    expect(outage).toMatchObject({ direction: 'down', because: 'value', since: new Date(Date.UTC(2024, 0, 61)) });
    expect(outage?.score).toBeGreaterThanOrEqual(0.5);
    expect(outage?.low).toBeGreaterThan(0);
  });

  it('takes for the new normal what stays: ten alarms in fourteen days, and then quiet', () => {
    const detector = newDetector('count');
    steady(detector, times(90, 100));
    const after = steady(detector, times(40, 45), { from: 90 });
    const turned = after.findIndex(({ state }) => state === 'new_normal');
    expect(turned).toBeGreaterThanOrEqual(9);
    expect(turned).toBeLessThanOrEqual(13);
    expect(after.slice(turned + 1).every(({ score }) => score < 0.5)).toBe(true);
    expect(after.at(-1)?.expected).toBeCloseTo(45, -1);
  });

  it('is not upset by days without a value, for weeks', () => {
    const detector = newDetector('count');
    steady(detector, times(60, 20));
    for (let day = 60; day < 120; day += 1) detector.skip(new Date(Date.UTC(2024, 0, 1 + day)));
    expect(steady(detector, times(30, 20), { from: 120 }).every(({ score }) => score < 0.5)).toBe(true);
  });

  it('takes days of 23 and 25 hours for days', () => {
    // Midnight in New York: from 9 March 2025 on an hour earlier in UTC.
    const detector = newDetector('count');
    const midnights = times(80, 0).map((_, n) => new Date(Date.UTC(2025, 0, 6 + n, n < 63 ? 5 : 4)));
    for (const [n, at] of midnights.entries()) {
      const value = n % 7 > 4 ? 2 : 40;
      const { score } = detector.observe({ at, value, parts: null, weekday: (n % 7) + 1, special: false });
      expect(score).toBeLessThan(0.5);
    }
    expect((detector.state().rows as readonly (readonly number[])[]).map(([day]) => day)).toEqual([
      ...midnights.keys(),
    ]);
  });

  it('says of a ratio without a case nothing', () => {
    const detector = newDetector('ratio');
    const at = new Date(Date.UTC(2024, 0, 1));
    const parts = { numerator: 0, denominator: 0 };
    expect(detector.observe({ at, value: 0, parts, weekday: 1, special: false })).toMatchObject({
      score: 0,
      expected: null,
    });
  });

  it('finds days without any revenue where there always was some', () => {
    const detector = newDetector('amount');
    steady(
      detector,
      times(90, 0).map((_, n) => 900 + ((n * 37) % 200)),
    );
    expect(steady(detector, [0], { from: 90 })[0]?.score).toBeGreaterThanOrEqual(0.5);
  });

  it('refuses a state that is not its own', () => {
    const settings = { kind: 'count', sensitivity: 'normal' } as const;
    expect(() => resumeDetector(settings, { version: 9 })).toThrow('not the state of a daily detector');
    expect(() => resumeDetector(settings, { version: 1, anchor: 0, normal: 0, rows: [[1, 2]] })).toThrow('not whole');
  });
});

describe('The smallest fall that shows within a week', () => {
  it.each([
    // Poisson noise alone: 84, 59, 43, 32 and 15%; what levels and weekdays are not known exactly comes on top.
    { aDay: 2, least: 0.6, most: 1 },
    { aDay: 10, least: 0.38, most: 0.62 },
    { aDay: 100, least: 0.13, most: 0.5 },
  ])('is between $least and $most at $aDay a day', ({ aDay, least, most }) => {
    const detector = createDetector({ kind: 'count', sensitivity: 'normal' });
    for (const day of drawCounts(aDay, { level: aDay, eventful: false, days: 300 }).days)
      detector.observe(observationOf(day));
    const fall = smallestFall('count', detector.state());
    expect(fall).toBeGreaterThan(least);
    expect(fall).toBeLessThan(most);
  });

  it('is known of ratios and amounts as well, and of nothing that has just begun', () => {
    for (const kind of ['ratio', 'amount'] as const) {
      const detector = newDetector(kind);
      for (const day of DRAWS[kind](9, 200).days) detector.observe(observationOf(day));
      expect(smallestFall(kind, detector.state())).toBeGreaterThan(0.1);
    }
    expect(smallestFall('count', newDetector('count').state())).toBeNull();
  });

  it('does not exist where even nothing at all would be chance', () => {
    const detector = newDetector('count');
    steady(
      detector,
      times(90, 0).map((_, n) => (n % 9 === 0 ? 1 : 0)),
    );
    expect(smallestFall('count', detector.state())).toBeNull();
  });
});
