// What detectors find on drawn series, and how often they cry wolf. Few series, so the limits are wide: the figures proper
// are those of `npm run bench -- anomalies`.
import { describe, expect, it } from 'vitest';
import { alarmAt, falseAlarmsOf } from '#features/anomalies/sensitivity.ts';
import { SENSITIVITIES } from '#features/playbook/watches.ts';
import { finding, tally, together } from '../../support/alarm-tally.ts';
import { drawAmounts, drawCounts, drawRatio, HOLIDAYS } from '../../support/daily-draws.ts';
import type { DrawnSeries } from '../../support/daily-draws.ts';
import { verdictsOn } from '../../support/watching-draws.ts';

const LARGE_FALLS = new Set(['drop40', 'drop50', 'drop60', 'shift40']);

function tallied(kind: 'count' | 'ratio' | 'amount', drawn: readonly DrawnSeries[], bar = alarmAt('normal')) {
  return together(
    drawn.map((series) =>
      tally(
        series,
        verdictsOn(kind, series).map(({ score }) => score >= bar),
      ),
    ),
  );
}

function seeds(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => n + 1);
}

describe('Counts a day', () => {
  const drawn = [20, 50, 200].flatMap((level) =>
    seeds(6).map((seed) => drawCounts(seed * 31 + level, { level, eventful: true })),
  );
  const { aYear, found } = tallied('count', drawn);

  it('raise about one false alarm a year', () => {
    expect(aYear).toBeLessThan(1.7);
  });

  it('show most of the falls by 40% and more, the most of them within two days', () => {
    const falls = finding(found.filter(({ kind }) => LARGE_FALLS.has(kind)));
    expect(falls.share).toBeGreaterThan(0.8);
    expect(falls.median).toBeLessThanOrEqual(2);
  });

  it('show outages and threefold days at once, but on days on which there is nearly nothing anyway', () => {
    expect(
      finding(
        found.filter(({ kind }) => kind === 'outage'),
        0,
      ).share,
    ).toBeGreaterThan(0.6);
    expect(
      finding(
        found.filter(({ kind }) => kind === 'spike3'),
        0,
      ).share,
    ).toBeGreaterThan(0.6);
  });

  it('raise nothing on holidays', () => {
    const series = drawCounts(77, { level: 100, eventful: false });
    const holidays = verdictsOn('count', series).filter((_, n) => HOLIDAYS.has(series.days[n]?.date ?? ''));
    expect(holidays.length).toBeGreaterThan(15);
    expect(holidays.every(({ score, state }) => score === 0 && state === 'special')).toBe(true);
  });

  it('raise the fewer false alarms the quieter the watch, about as many as is said', () => {
    const calm = [5, 20, 100].flatMap((level) =>
      seeds(6).map((seed) => drawCounts(seed * 17 + level, { level, eventful: false })),
    );
    const rates = SENSITIVITIES.map((sensitivity) => tallied('count', calm, alarmAt(sensitivity)).aYear);
    expect(rates).toEqual(rates.toSorted((one, other) => one - other));
    for (const [n, sensitivity] of SENSITIVITIES.entries()) {
      expect(rates[n]).toBeLessThan(falseAlarmsOf('count', sensitivity).aYear * 2);
    }
  });
});

describe('Ratios', () => {
  const drawn = seeds(10).map((seed) => drawRatio(seed * 13, { level: 200, p: 0.1, eventful: true }));
  const { aYear, found } = tallied('ratio', drawn);

  it('raise about one false alarm a year, and show most of the falls', () => {
    expect(aYear).toBeLessThan(1.7);
    expect(finding(found.filter(({ kind }) => LARGE_FALLS.has(kind))).share).toBeGreaterThan(0.75);
  });
});

describe('Amounts', () => {
  const drawn = seeds(8).map((seed) => drawAmounts(seed * 19, { level: 50, eventful: true }));
  const { aYear, found } = tallied('amount', drawn);

  it('raise about one false alarm a year, and show most of the falls where deals are many', () => {
    expect(aYear).toBeLessThan(1.5);
    expect(finding(found.filter(({ kind }) => LARGE_FALLS.has(kind))).share).toBeGreaterThan(0.7);
  });
});
