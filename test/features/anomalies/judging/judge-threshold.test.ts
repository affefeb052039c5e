// Limits: told when they are crossed, not on each day beyond them.
import { describe, expect, it } from 'vitest';
import { dayAfter } from '#features/anomalies/judging/calendar-day.ts';
import { judgeThreshold } from '#features/anomalies/judging/judge-threshold.ts';
import type { ThresholdReading } from '#features/anomalies/judging/judge-threshold.ts';
import type { Threshold } from '#features/anomalies/store.ts';
import type { JsonObject } from '#ports/json.ts';
import { FIRST } from '../../../support/judging-days.ts';

function looksAt(threshold: Threshold, readings: readonly Omit<ThresholdReading, 'day'>[]) {
  let state: JsonObject | null = null;
  return readings.map((reading, n) => {
    const judged = judgeThreshold(threshold, { day: dayAfter(FIRST, n), ...reading }, state);
    state = JSON.parse(JSON.stringify(judged.state)) as JsonObject;
    return judged.look;
  });
}

function of(values: readonly (number | null)[]) {
  return values.map((value) => ({ value, pace: null }));
}

const BELOW = { kind: 'below', value: 40 } as const;

describe('A limit', () => {
  it.each<{ when: string; threshold: Threshold; values: readonly (number | null)[]; told: readonly boolean[] }>([
    {
      when: 'a number falls below',
      threshold: BELOW,
      values: [50, 40, 39, 30, 20],
      told: [false, false, true, false, false],
    },
    {
      when: 'it wavers around the limit',
      threshold: BELOW,
      values: [39, 41, 39, 41.9, 38],
      told: [true, false, false, false, false],
    },
    { when: 'it came back and falls again', threshold: BELOW, values: [39, 43, 39], told: [true, false, true] },
    {
      when: 'a number rises above',
      threshold: { kind: 'above', value: 100 },
      values: [99, 101, 98, 94, 101],
      told: [false, true, false, false, true],
    },
    {
      when: 'there is no number for a while',
      threshold: BELOW,
      values: [39, null, null, 38, 50],
      told: [true, false, false, false, false],
    },
  ])('is told once when $when', ({ threshold, values, told }) => {
    expect(looksAt(threshold, of(values)).map(({ flagged }) => flagged)).toEqual(told);
  });

  it('is outside of what is asked for as long as it is beyond, and says since when', () => {
    const looks = looksAt(BELOW, of([50, 39, 41, 36, 44, 45]));
    expect(looks[3]).toMatchObject({ since: dayAfter(FIRST, 1), because: 'threshold', direction: 'down', low: 42 });
    const beyond = looks.map(({ value, low }) => (value ?? 0) < (low ?? 0));
    expect(beyond).toEqual([false, true, true, true, false, false]);
  });

  it('tells of late data as if it had been in time', () => {
    const { state } = judgeThreshold(BELOW, { day: '2026-03-02', value: 30, pace: null }, null);
    const again = judgeThreshold(BELOW, { day: '2026-03-02', value: 45, pace: null }, state);
    expect(again.look.flagged).toBe(false);
    const next = judgeThreshold(BELOW, { day: '2026-03-03', value: 39, pace: null }, again.state);
    expect(next.look.flagged).toBe(true);
  });

  it('remembers no more with the years', () => {
    let state: JsonObject | null = null;
    for (let n = 0; n < 400; n += 1) {
      state = judgeThreshold(BELOW, { day: dayAfter(FIRST, n), value: n, pace: null }, state).state;
    }
    expect(JSON.stringify(state).length).toBeLessThan(2000);
    expect(() => judgeThreshold(BELOW, { day: FIRST, value: 1, pace: null }, { version: 9 })).toThrow('state of a');
  });
});

describe('A target', () => {
  const behind = { kind: 'behind_target', share: 0.2 } as const;
  const pace = (reached: number, elapsed: number) => ({ value: null, pace: { reached, elapsed, target: 500 } });

  it('is told when its pace is missed by the share asked for', () => {
    const looks = looksAt(behind, [pace(0.25, 0.3), pace(0.25, 0.32), pace(0.26, 0.34)]);
    expect(looks.map(({ flagged }) => flagged)).toEqual([false, true, false]);
    expect(looks[1]).toMatchObject({ value: 125, expected: 160, low: 128 });
  });

  it('says nothing in the first days of its period, and nothing where there is no target', () => {
    expect(looksAt(behind, [pace(0, 0.05), { value: 3, pace: null }]).map(({ flagged }) => flagged)).toEqual([
      false,
      false,
    ]);
  });
});
