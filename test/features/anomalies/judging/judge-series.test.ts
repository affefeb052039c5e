// From values of days to looks at them.
import { describe, expect, it } from 'vitest';
import { dayAfter } from '#features/anomalies/judging/calendar-day.ts';
import { acceptNormal } from '#features/anomalies/judging/accept-normal.ts';
import { judgeSeries } from '#features/anomalies/judging/judge-series.ts';
import { aDay, aJudging, aRatioDay, countDays, FIRST, knowing, ratioDays } from '../../../support/judging-days.ts';

const LAST = dayAfter(FIRST, 100);

function lookAtLast(value: number | null, over: Parameters<typeof aJudging>[0] = {}) {
  const { looks } = judgeSeries(aJudging(over), null, [...countDays(100, 40), aDay(LAST, value)]);
  return looks.at(-1);
}

describe('A day', () => {
  it('is an alarm when it falls, with what was expected, the band, and since when', () => {
    expect(lookAtLast(8)).toMatchObject({
      day: LAST,
      value: 8,
      direction: 'down',
      flagged: true,
      since: LAST,
      state: 'judged',
    });
    const { expected, low, high } = lookAtLast(8) ?? {};
    expect(expected).toBeCloseTo(40, -1);
    expect(low).toBeLessThan(40);
    expect(high).toBeGreaterThan(40);
  });

  it('is none for who watches the other direction', () => {
    expect(lookAtLast(8, { direction: 'up' })).toMatchObject({ direction: 'down', flagged: false });
    expect(lookAtLast(90, { direction: 'up' })).toMatchObject({ direction: 'up', flagged: true });
  });

  it('is none on a special day, and none in the first four weeks', () => {
    expect(lookAtLast(8, { specialDay: knowing({ [LAST]: { special: true } }) })).toMatchObject({
      state: 'special',
      flagged: false,
    });
    const { looks } = judgeSeries(aJudging(), null, countDays(20, 40, { 19: 0 }));
    expect(looks.at(-1)).toMatchObject({ state: 'warming_up', flagged: false, expected: null });
  });

  it('asks for more where verdicts have taught so, and for less', () => {
    const falls = Array.from({ length: 30 }, (_, n) => 35 - n);
    const told = (over = {}) => falls.find((value) => lookAtLast(value, over)?.flagged === true) ?? 0;
    expect(told({ shift: 0.1 })).toBeLessThan(told());
    expect(told({ shift: -0.1 })).toBeGreaterThan(told());
    // Not even verdicts bring what is too slight for a message.
    expect(told({ shift: -0.4, sensitivity: 'eager' })).toBe(told({ sensitivity: 'eager' }));
  });

  it('is missing where there always is a value, and nothing strange where there is none at times', () => {
    expect(lookAtLast(null)).toMatchObject({ state: 'missing', value: null, flagged: false });
    const pausing = countDays(100, 40).map((one, n) => (n % 7 === 2 ? { ...one, value: null } : one));
    const { looks } = judgeSeries(aJudging(), null, [...pausing, aDay(LAST, null)]);
    expect(looks.at(-1)).toMatchObject({ state: 'judged', value: null });
  });

  it('of a ratio is judged by its cases, and a day without any says nothing', () => {
    const ratio = aJudging({ series: 'ratio' });
    const { looks } = judgeSeries(ratio, null, [...ratioDays(100, 200, 0.3), aRatioDay(LAST, 15, 200)]);
    expect(looks.at(-1)).toMatchObject({ flagged: true, direction: 'down', numerator: 15, denominator: 200 });
    const few = judgeSeries(ratio, null, [...ratioDays(100, 200, 0.3), aRatioDay(LAST, 0, 2)]).looks.at(-1);
    expect(few?.flagged).toBe(false);
    const none = judgeSeries(ratio, null, [...ratioDays(100, 200, 0.3), aRatioDay(LAST, 0, 0)]).looks.at(-1);
    expect(none).toMatchObject({ value: null, flagged: false, score: 0 });
  });
});

describe('A launch', () => {
  const launched = { specialDay: knowing({ [LAST]: { launch: true }, [dayAfter(LAST, 1)]: { launch: true } }) };

  it('may bring more than usual on its two days, and that is not told', () => {
    expect(lookAtLast(90)?.flagged).toBe(true);
    expect(lookAtLast(90, launched)).toMatchObject({ flagged: false, direction: 'up' });
  });

  it('may not bring less', () => {
    expect(lookAtLast(8, launched)?.flagged).toBe(true);
  });

  it('is over after that: what is still high then is told', () => {
    const after = [90, 85, 44, 41, 43, 44, 95].map((value, n) => aDay(dayAfter(LAST, n), value));
    const { looks } = judgeSeries(aJudging(launched), null, [...countDays(100, 40), ...after]);
    expect(looks.slice(100).map(({ flagged }) => flagged)).toEqual([false, false, false, false, false, false, true]);
  });
});

describe('A day that is shown again', () => {
  it('is judged as if it had been so from the beginning', () => {
    const days = countDays(100, 40, { 95: 6 });
    const mended = countDays(100, 40);
    const first = judgeSeries(aJudging(), null, days);
    expect(first.looks[95]?.flagged).toBe(true);
    const again = judgeSeries(aJudging(), first.state, mended.slice(95));
    const never = judgeSeries(aJudging(), null, mended);
    expect(again.looks).toEqual(never.looks.slice(95));
    expect(again.state).toEqual(never.state);
  });

  it('goes on in parts as in one', () => {
    const days = countDays(100, 40, { 60: 3 });
    const one = judgeSeries(aJudging(), null, days.slice(0, 70));
    const two = judgeSeries(aJudging(), JSON.parse(JSON.stringify(one.state)), days.slice(70));
    expect([...one.looks, ...two.looks]).toEqual(judgeSeries(aJudging(), null, days).looks);
  });
});

describe('A new normal that somebody names', () => {
  const halved = (from: number, count: number) =>
    countDays(from + count, 40, Object.fromEntries(Array.from({ length: count }, (_, n) => [from + n, 19 + (n % 3)])));

  it('is quiet from the next day on, and judges again after a week of it', () => {
    const days = halved(100, 40);
    const { state, looks } = judgeSeries(aJudging(), null, days.slice(0, 105));
    expect(looks.at(-1)?.flagged).toBe(true);
    const accepted = acceptNormal('count', state, days[100]?.day ?? '');
    const after = judgeSeries(aJudging(), accepted, days.slice(105));
    expect(after.looks.some(({ flagged }) => flagged)).toBe(false);
    expect(after.looks.at(-1)?.expected).toBeCloseTo(20, -1);
    const risen = judgeSeries(aJudging(), after.state, [aDay(dayAfter(FIRST, 140), 45)]);
    expect(risen.looks[0]).toMatchObject({ flagged: true, direction: 'up' });
  });

  it('stays accepted when late data shows its days again', () => {
    const days = halved(100, 20);
    const { state } = judgeSeries(aJudging(), null, days.slice(0, 105));
    const accepted = acceptNormal('count', state, days[100]?.day ?? '');
    const again = judgeSeries(aJudging(), accepted, days.slice(98));
    expect(again.looks.some(({ flagged }) => flagged)).toBe(false);
  });

  it('is none of a limit, and cannot be where nothing is known', () => {
    expect(acceptNormal('threshold_only', { version: 1, days: [] }, FIRST)).toEqual({ version: 1, days: [] });
    expect(() => acceptNormal('count', null, FIRST)).toThrow('Nothing is known');
  });
});

it('refuses a series that is not judged by the day', () => {
  expect(() => judgeSeries(aJudging({ series: 'cohort' }), null, [])).toThrow('not judged by the day');
});
