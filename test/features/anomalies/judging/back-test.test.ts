// A watch looked back at: over rows that are written out, with events known.
import { describe, expect, it } from 'vitest';
import { alarmsOf, messagesAYear } from '#features/anomalies/judging/back-test-alarms.ts';
import { backTest } from '#features/anomalies/judging/back-test.ts';
import type { BackTest } from '#features/anomalies/judging/back-test.ts';
import { dayAfter } from '#features/anomalies/judging/calendar-day.ts';
import { silentLook } from '#features/anomalies/judging/look.ts';
import { knowing } from '../../../support/judging-days.ts';
import { aBackTestHouse, aWatch, FALL_DAY, FROM, TO } from '../../../support/judging-house.ts';

async function tested(house = aBackTestHouse(), over = {}): Promise<BackTest> {
  const found = await backTest(house, aWatch(over), { from: FROM, to: TO });
  if ('kind' in found) throw new Error(found.because);
  return found;
}

describe('A back-test', () => {
  it('tells the day that fell, and says how often it tells, how often by chance, and what it can see', async () => {
    const { series, alarmsAYear, stated, smallest, from, to } = await tested();
    expect([from, to]).toEqual([FROM, TO]);
    expect(series.map((one) => one.series)).toEqual(['']);
    expect(series[0]?.looks).toHaveLength(31);
    expect(series[0]?.alarms).toMatchObject([
      { day: FALL_DAY, from: FALL_DAY, direction: 'down', value: 3, known: null },
    ]);
    expect(alarmsAYear).toBeCloseTo(365 / 31, 1);
    expect(stated?.inWords).toContain('one false alarm a year');
    expect(smallest?.inWords).toMatch(/^a fall by \d\d% within a week$/);
  });

  it('is the same whether a day is looked at alone or within the year', async () => {
    const whole = await tested();
    const one = await backTest(aBackTestHouse(), aWatch(), { from: FALL_DAY, to: FALL_DAY });
    if ('kind' in one) throw new Error(one.because);
    const [look] = one.series[0]?.looks ?? [];
    expect(look).toEqual(whole.series[0]?.looks.find(({ day }) => day === FALL_DAY));
  });

  it('tells nothing of what is known, and lists it', async () => {
    const house = aBackTestHouse({ events: [{ name: 'Outage of the form', from: FALL_DAY, to: FALL_DAY }] });
    const { series, events } = await tested(house);
    expect(series[0]?.alarms).toEqual([]);
    expect(events).toEqual([{ name: 'Outage of the form', from: FALL_DAY, to: FALL_DAY }]);
  });

  it('says which events were near an alarm', async () => {
    const before = dayAfter(FALL_DAY, -2);
    const house = aBackTestHouse({ events: [{ name: 'Price change', from: before, to: before }] });
    expect((await tested(house)).series[0]?.alarms[0]?.known).toBe('Price change');
  });

  it('looks at the largest values beside the whole, and counts what is told at once as one', async () => {
    const { series, alarmsAYear } = await tested(aBackTestHouse(), { by: 'source' });
    expect(series.map((one) => one.series)).toEqual(['', 'Web', 'Event']);
    expect(series.filter(({ alarms }) => alarms.length > 0).length).toBeGreaterThan(1);
    expect(alarmsAYear).toBeCloseTo(365 / 31, 1);
  });

  it('of a limit tells its crossings, and nothing is stated of chance', async () => {
    const { series, stated, smallest } = await tested(aBackTestHouse(), { threshold: { kind: 'below', value: 5 } });
    expect(series[0]?.alarms).toMatchObject([{ day: FALL_DAY, because: 'threshold', value: 3 }]);
    expect([stated, smallest]).toEqual([null, null]);
  });

  it('of a limit of a whole period reads it as it was each evening', async () => {
    const threshold = { kind: 'above', value: 250 } as const;
    const { series } = await tested(aBackTestHouse(), { question: 'leads this month', threshold });
    const [first] = series[0]?.alarms ?? [];
    expect(first).toMatchObject({ because: 'threshold', direction: 'up' });
    expect(first?.value).toBeGreaterThan(250);
    expect(first?.value).toBeLessThan(270);
  });

  it('leaves out days that are not over', async () => {
    const found = await backTest(aBackTestHouse(), aWatch(), { from: FROM, to: '2027-01-01' });
    expect(found).toMatchObject({ to: TO });
    expect(await backTest(aBackTestHouse(), aWatch(), { from: '2027-01-01', to: '2027-01-02' })).toMatchObject({
      kind: 'refused',
      because: 'No day since 2027-01-01 is over.',
    });
  });

  it('refuses what it does not understand, and what cannot be judged by the day without a limit', async () => {
    const days = { from: FROM, to: TO };
    expect(await backTest(aBackTestHouse(), aWatch({ question: 'leeds' }), days)).toMatchObject({
      kind: 'refused',
      suggestions: [expect.stringContaining('leads')],
    });
    expect(await backTest(aBackTestHouse(), aWatch({ question: 'open_deals' }), days)).toMatchObject({
      kind: 'refused',
    });
  });
});

describe('Alarms', () => {
  const flagged = (day: string) =>
    ({ ...silentLook(day, 1, 'judged'), flagged: true, direction: 'down', because: 'value' }) as const;

  it('at most three days apart are one', () => {
    const days = ['2026-03-02', '2026-03-05', '2026-03-09', '2026-03-12', '2026-03-13'];
    expect(alarmsOf(days.map(flagged), knowing({})).map(({ day, to }) => [day, to])).toEqual([
      ['2026-03-02', '2026-03-05'],
      ['2026-03-09', '2026-03-13'],
    ]);
  });

  it('of several series on the same days are one message', () => {
    const alarms = [
      { day: '2026-03-02', to: '2026-03-10' },
      { day: '2026-03-04', to: '2026-03-04' },
      { day: '2026-03-12', to: '2026-03-12' },
      { day: '2026-05-01', to: '2026-05-01' },
    ];
    expect(messagesAYear(alarms, 365)).toBe(2);
    expect(messagesAYear([], 0)).toBe(0);
  });
});
