import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  daysIn,
  PERIOD_UNITS,
  resolvePeriod,
  type PeriodSettings,
  type PeriodSpec,
} from '#features/metrics/periods.ts';
import { elapsedShare, grainFor, monthsIn, slotBefore, slotOf, stepsOf } from '#features/metrics/slots.ts';
import { GRAINS } from '#features/metrics/question.ts';

const BERLIN: PeriodSettings = {
  zone: 'Europe/Berlin',
  fiscalYearStarts: 1,
  weekStarts: 'monday',
  now: new Date('2026-11-18T12:00:00Z'),
};
const FEBRUARY = { ...BERLIN, fiscalYearStarts: 2 };

describe('A period', () => {
  it.each<[PeriodSpec, string, string, string, boolean]>([
    [{ kind: 'unit', unit: 'day', offset: 0 }, '2026-11-18', '2026-11-18', 'today', true],
    [{ kind: 'unit', unit: 'day', offset: -1 }, '2026-11-17', '2026-11-17', 'yesterday', false],
    [{ kind: 'unit', unit: 'week', offset: -1 }, '2026-11-09', '2026-11-15', 'last week', false],
    [{ kind: 'unit', unit: 'month', offset: 0 }, '2026-11-01', '2026-11-30', 'this month', true],
    [{ kind: 'unit', unit: 'month', offset: -9 }, '2026-02-01', '2026-02-28', '9 months ago', false],
    [{ kind: 'unit', unit: 'quarter', offset: -1 }, '2026-07-01', '2026-09-30', 'last quarter', false],
    [{ kind: 'unit', unit: 'year', offset: -2 }, '2024-01-01', '2024-12-31', '2 years ago', false],
    [{ kind: 'last', n: 90, unit: 'day' }, '2026-08-21', '2026-11-18', 'last 90 days', true],
    [{ kind: 'last', n: 3, unit: 'month' }, '2026-08-01', '2026-10-31', 'last 3 months', false],
    [{ kind: 'last', n: 2, unit: 'week' }, '2026-11-02', '2026-11-15', 'last 2 weeks', false],
    [{ kind: 'named', year: 2024, month: 2 }, '2024-02-01', '2024-02-29', '2024-02', false],
    [{ kind: 'named', year: 2026, quarter: 3 }, '2026-07-01', '2026-09-30', 'Q3 2026', false],
    [{ kind: 'named', year: 2026 }, '2026-01-01', '2026-12-31', '2026', true],
    [
      { kind: 'range', from: '2026-01-01', to: '2026-03-31' },
      '2026-01-01',
      '2026-03-31',
      '2026-01-01..2026-03-31',
      false,
    ],
    [{ kind: 'to_date', unit: 'quarter' }, '2026-10-01', '2026-11-18', 'quarter to date', true],
    [{ kind: 'all' }, '2000-01-01', '2026-11-18', 'all time', true],
  ])('%j is from %s to %s and called %s', (spec, from, to, words, running) => {
    expect(resolvePeriod(spec, BERLIN)).toEqual({ from, to, words, running });
  });

  it('has fiscal quarters and years, named by the year in which they end', () => {
    const at = (spec: PeriodSpec): string[] => {
      const { from, to } = resolvePeriod(spec, FEBRUARY);
      return [from, to];
    };
    expect(at({ kind: 'named', year: 2027 })).toEqual(['2026-02-01', '2027-01-31']);
    expect(at({ kind: 'named', year: 2026, quarter: 4 })).toEqual(['2025-11-01', '2026-01-31']);
    expect(at({ kind: 'unit', unit: 'quarter', offset: 0 })).toEqual(['2026-11-01', '2027-01-31']);
    expect(at({ kind: 'unit', unit: 'year', offset: -1 })).toEqual(['2025-02-01', '2026-01-31']);
  });

  it('begins weeks as the playbook says, and days in its zone', () => {
    const sunday = {
      ...BERLIN,
      weekStarts: 'sunday' as const,
      zone: 'Asia/Kolkata',
      now: new Date('2026-11-14T19:00:00Z'),
    };
    expect(resolvePeriod({ kind: 'unit', unit: 'week', offset: 0 }, sunday)).toMatchObject({
      from: '2026-11-15',
      to: '2026-11-21',
    });
  });

  it('that ends before it starts, or on no day, is refused', () => {
    expect(() => resolvePeriod({ kind: 'range', from: '2026-03-02', to: '2026-03-01' }, BERLIN)).toThrow(RangeError);
    expect(() => resolvePeriod({ kind: 'range', from: '2026-02-30', to: '2026-03-01' }, BERLIN)).toThrow(RangeError);
  });
});

describe('The span of a period', () => {
  it.each([
    ['2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  ])('has the hours that %s has in Berlin', (day, from, to) => {
    const { whole } = slotOf(daysIn({ from: day, to: day }), BERLIN);
    expect([whole.from.toISOString(), whole.to.toISOString()]).toEqual([from, to]);
  });

  it('ends now where the period is not over', () => {
    const { span } = slotOf(daysIn({ from: '2026-11-01', to: '2026-11-30' }), BERLIN);
    expect(span.to).toEqual(BERLIN.now);
  });
});

describe('What a period is compared with', () => {
  const before = (from: string, to: string, comparison: 'previous' | 'last_year', settings = BERLIN): string[] => {
    const { days } = slotBefore(slotOf(daysIn({ from, to }), settings), comparison, settings);
    return [days.from.toString(), days.to.toString()];
  };

  it.each([
    ['a month', '2026-03-01', '2026-03-31', ['2026-02-01', '2026-02-28']],
    ['a week', '2026-11-09', '2026-11-15', ['2026-11-02', '2026-11-08']],
    ['a quarter', '2026-01-01', '2026-03-31', ['2025-10-01', '2025-12-31']],
    ['some days', '2026-11-03', '2026-11-12', ['2026-10-24', '2026-11-02']],
  ])('is the one before: of %s', (_, from, to, expected) => {
    expect(before(from, to, 'previous')).toEqual(expected);
  });

  it.each([
    ['a February after a leap day', '2025-02-01', '2025-02-28', ['2024-02-01', '2024-02-29']],
    ['a leap February', '2024-02-01', '2024-02-29', ['2023-02-01', '2023-02-28']],
    ['some days', '2026-11-03', '2026-11-12', ['2025-11-03', '2025-11-12']],
  ])('is the same days a year earlier: of %s', (_, from, to, expected) => {
    expect(before(from, to, 'last_year')).toEqual(expected);
  });

  it('is the same share of it where the period is not over', () => {
    const slot = slotOf(daysIn({ from: '2026-11-01', to: '2026-11-30' }), BERLIN);
    const other = slotBefore(slot, 'previous', BERLIN);
    expect(elapsedShare(other)).toBeCloseTo(elapsedShare(slot), 6);
    // 17.54 of 30 days are over, which is 18.13 of October's 31.
    expect(other.span.to.toISOString().slice(0, 10)).toBe('2026-10-19');
  });

  it('knows fiscal quarters', () => {
    expect(before('2026-08-01', '2026-10-31', 'previous', FEBRUARY)).toEqual(['2026-05-01', '2026-07-31']);
  });
});

describe('Steps', () => {
  it('cover a period without gap or overlap, whatever the zone and the grain', () => {
    assert(
      property(
        constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'UTC'),
        constantFrom(...GRAINS),
        constantFrom(...PERIOD_UNITS),
        integer({ min: -40, max: -1 }),
        integer({ min: 1, max: 12 }),
        constantFrom('monday' as const, 'sunday' as const),
        (zone, grain, unit, offset, fiscalYearStarts, weekStarts) => {
          const settings = { ...BERLIN, zone, fiscalYearStarts, weekStarts };
          const days = daysIn(resolvePeriod({ kind: 'unit', unit, offset }, settings));
          const { whole } = slotOf(days, settings);
          const steps = stepsOf(days, grain, settings);
          expect(steps[0]?.whole.from).toEqual(whole.from);
          expect(steps.at(-1)?.whole.to).toEqual(whole.to);
          expect(steps.slice(1).map((step) => step.whole.from)).toEqual(
            steps.slice(0, -1).map((step) => step.whole.to),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it('leave out what has not begun', () => {
    const steps = stepsOf(daysIn({ from: '2026-11-01', to: '2026-11-30' }), 'day', BERLIN);
    expect(steps.map(({ label }) => label).slice(-2)).toEqual(['17 Nov', '18 Nov']);
  });

  it('are named, quarters by their fiscal year', () => {
    const year = daysIn({ from: '2026-02-01', to: '2026-11-18' });
    expect(stepsOf(year, 'quarter', FEBRUARY).map(({ label }) => label)).toEqual([
      'Q1 2027',
      'Q2 2027',
      'Q3 2027',
      'Q4 2027',
    ]);
    expect(stepsOf(year, 'month', FEBRUARY)[0]?.label).toBe('Feb 2026');
  });

  it.each([
    ['2026-11-01', '2026-11-14', 'day'],
    ['2026-11-01', '2026-11-30', 'week'],
    ['2026-08-21', '2026-11-18', 'week'],
    ['2026-01-01', '2026-12-31', 'month'],
    ['2020-01-01', '2026-12-31', 'quarter'],
  ])('from %s to %s are by the %s', (from, to, grain) => {
    expect(grainFor({ from, to })).toBe(grain);
  });
});

it('months of a period are whole where it begins and ends with them', () => {
  const months = (from: string, to: string): number => monthsIn(daysIn({ from, to }));
  expect([
    months('2026-02-01', '2026-02-28'),
    months('2026-01-01', '2026-12-31'),
    months('2024-01-15', '2024-02-14'),
  ]).toEqual([1, 12, 1]);
  expect(months('2026-11-01', '2026-11-10')).toBeCloseTo((10 * 12) / 365.25);
});
