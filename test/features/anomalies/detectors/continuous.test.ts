// Readings by the hour and at irregular instants: what is found, what is left alone, and what is kept.
import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createContinuous, resumeContinuous } from '#features/anomalies/detectors/continuous.ts';
import type { Detector, Observation } from '#features/anomalies/detector.ts';
import type { JsonObject } from '#ports/json.ts';
import { aReading, drawReadings } from '../../../support/drawn-readings.ts';

const NOON = Date.UTC(2024, 2, 4, 12);
const BAR = 0.5;

function scores(detector: Detector, readings: readonly Observation[]): readonly number[] {
  return readings.map((reading) => detector.observe(reading).score);
}

function alarms(readings: readonly Observation[]): readonly Date[] {
  const detector = createContinuous({ sensitivity: 'normal' });
  return readings.filter((reading) => detector.observe(reading).score >= BAR).map(({ at }) => at);
}

function dayOf(at: Date): number {
  return Math.floor((at.getTime() - Date.UTC(2024, 0, 1)) / 86_400_000);
}

describe('what is found', () => {
  it.each([
    {
      when: 'the price of a click triples for two hours',
      happens: onDay(40, (value, hour) => (hour < 2 ? value * 3 : value)),
    },
    { when: 'it falls to nothing', happens: onDay(40, () => 0) },
    {
      when: 'it rises by three quarters for good',
      happens: (value: number, day: number) => (day >= 40 ? value * 1.75 : value),
    },
    { when: 'its daily rhythm stops', happens: onDay(40, (value, hour) => (hour >= 18 ? value * 2.2 : value)) },
  ])('within two days in nine series of ten when $when', ({ happens }) => {
    const found = seeds(20).filter((seed) => alarms(drawReadings({ seed, days: 45, happens })).some(isOnDay(40, 41)));
    expect(found.length).toBeGreaterThanOrEqual(18);
  });

  it('with its direction, what was expected, and since when', () => {
    const detector = createContinuous({ sensitivity: 'normal' });
    const readings = drawReadings({ seed: 5, days: 41, happens: onDay(40, (value) => value * 4) });
    const verdicts = readings.map((reading) => ({ reading, verdict: detector.observe(reading) }));
    const alarm = verdicts.find(({ reading, verdict }) => verdict.score >= BAR && dayOf(reading.at) === 40);
    expect(alarm?.verdict).toMatchObject({ direction: 'up', state: 'judged' });
    expect(alarm?.verdict.since?.getTime()).toBeLessThanOrEqual(alarm?.reading.at.getTime() ?? 0);
    expect(alarm?.verdict.high).toBeLessThan(alarm?.reading.value ?? 0);
    expect(alarm?.verdict.expected).toBeGreaterThan(0);
    expect(alarm?.verdict.probability).toBeLessThan(1e-3);
  });
});

describe('what is left alone', () => {
  it('steady series, but for about one a month at normal and fewer the quieter it is', () => {
    const aYear = { eager: 0, normal: 0, quiet: 0 };
    for (const seed of seeds(3)) {
      const readings = drawReadings({ seed, days: 365 });
      for (const [sensitivity, bar] of [
        ['eager', 0.4],
        ['normal', 0.5],
        ['quiet', 0.6],
      ] as const) {
        const detector = createContinuous({ sensitivity });
        aYear[sensitivity] += scores(detector, readings).filter((score) => score >= bar).length / 3;
      }
    }
    expect(aYear.normal).toBeLessThanOrEqual(14);
    expect(aYear.quiet).toBeLessThan(aYear.normal / 2);
    expect(aYear.eager).toBeGreaterThan(aYear.normal);
  });

  it.each([
    { when: 'nothing ever changes', value: () => 7 },
    { when: 'there is never anything', value: () => 0 },
    { when: 'it is negative', value: (i: number) => -50 + (i % 24) },
    { when: 'it is huge', value: (i: number) => 1e12 * (1 + (i % 24) / 10) },
    { when: 'it is tiny', value: (i: number) => 1e-9 * (1 + (i % 24) / 10) },
    { when: 'readings are no numbers', value: (i: number) => (i % 11 === 0 ? Number.NaN : 7) },
  ])('a series without surprise when $when', ({ value }) => {
    const readings = Array.from({ length: 800 }, (_, i) => aReading(new Date(NOON + i * 3_600_000), value(i)));
    expect(alarms(readings)).toEqual([]);
  });

  it('special days, of which nothing is learned', () => {
    const readings = drawReadings({ seed: 3, days: 41 });
    const detector = createContinuous({ sensitivity: 'normal' });
    scores(detector, readings);
    const before = detector.state();
    const wild = { ...aReading(new Date(NOON + 90 * 86_400_000), 1e6), special: true };
    expect(detector.observe(wild)).toMatchObject({ state: 'special', score: 0, probability: 1 });
    expect(detector.state()).toEqual(before);
  });

  it('a second alarm within a day of the first', () => {
    const raised = alarms(
      drawReadings({ seed: 8, days: 60, happens: (value, day) => (day >= 40 ? value * 5 : value) }),
    );
    const gaps = raised.slice(1).map((at, i) => at.getTime() - (raised[i]?.getTime() ?? 0));
    expect(raised.length).toBeGreaterThan(0);
    expect(Math.min(...gaps, Number.POSITIVE_INFINITY)).toBeGreaterThanOrEqual(86_400_000);
  });

  it('the first day, whatever it brings', () => {
    const detector = createContinuous({ sensitivity: 'normal' });
    const first = drawReadings({ seed: 2, days: 4, happens: onDay(1, (value) => value * 50) });
    expect(first.slice(0, 100).map((reading) => detector.observe(reading).state)).not.toContain('judged');
  });
});

describe('what is kept', () => {
  it('goes on as if never interrupted, wherever it was kept', () => {
    assert(
      property(integer({ min: 1, max: 700 }), integer({ min: 1, max: 50 }), (cut, seed) => {
        const readings = drawReadings({ seed, days: 30, happens: onDay(20, (value) => value * 3) });
        const whole = createContinuous({ sensitivity: 'normal' });
        const first = createContinuous({ sensitivity: 'normal' });
        scores(first, readings.slice(0, cut));
        const kept = JSON.parse(JSON.stringify(first.state())) as JsonObject;
        expect(scores(resumeContinuous({ sensitivity: 'normal' }, kept), readings.slice(cut))).toEqual(
          scores(whole, readings).slice(cut),
        );
      }),
      { numRuns: 15, seed: 7 },
    );
  });

  it('stays under thirty kilobytes, however often and however long it is read', () => {
    const detector = createContinuous({ sensitivity: 'normal' });
    scores(detector, drawReadings({ seed: 1, days: 200, minutes: 15, noise: 1.5 }));
    expect(JSON.stringify(detector.state()).length).toBeLessThan(30_000);
  });

  it('is refused when it is not one of a continuous detector', () => {
    expect(() => resumeContinuous({ sensitivity: 'normal' }, { version: 9 })).toThrow(
      'not the state of a continuous detector',
    );
  });

  it('does not depend on the unit: cents raise the alarms of euros', () => {
    const happens = onDay(40, (value) => value * 3);
    const euros = alarms(drawReadings({ seed: 4, days: 60, happens })).map(dayOf);
    const cents = alarms(drawReadings({ seed: 4, days: 60, level: 300, happens })).map(dayOf);
    expect(euros).toContain(40);
    expect(cents).toContain(40);
  });
});

function onDay(day: number, change: (value: number, hour: number) => number) {
  return (value: number, on: number, hour: number): number => (on === day ? change(value, hour) : value);
}

function isOnDay(...days: readonly number[]): (at: Date) => boolean {
  return (at) => days.includes(dayOf(at));
}

function seeds(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
