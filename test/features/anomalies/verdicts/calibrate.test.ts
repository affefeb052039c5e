import { describe, expect, it } from 'vitest';
import type { RaisedIncident } from '#features/anomalies/store.ts';
import { alarmAt, falseAlarmsOf, scoreOf } from '#features/anomalies/sensitivity.ts';
import { calibrate, falseAlarmsAt, shiftWords } from '#features/anomalies/verdicts/calibrate.ts';
import type { Lesson } from '#features/anomalies/verdicts/calibrate.ts';
import { lessonsFor } from '#features/anomalies/verdicts/taught-shift.ts';
import { DAY_MS } from '#kernel/time.ts';
import { anIncident } from '../../../support/incident-builder.ts';

const now = new Date('2026-11-18T08:00:00Z');
const daysAgo = (days: number): Date => new Date(now.getTime() - days * DAY_MS);
const lesson = (verdict: Lesson['verdict'], days = 0): Lesson => ({ verdict, raisedAt: daysAgo(days) });
const many = (verdict: Lesson['verdict'], count: number): readonly Lesson[] =>
  Array.from({ length: count }, () => lesson(verdict));

describe('What verdicts teach', () => {
  it.each([
    { when: 'nobody has said anything', lessons: [], shift: 0 },
    { when: 'one was expected', lessons: [lesson('expected')], shift: 0.03 },
    { when: 'one was real', lessons: [lesson('real')], shift: -0.02 },
    { when: 'one was the new normal', lessons: [lesson('new_normal')], shift: 0 },
    { when: 'three were expected and one was real', lessons: [...many('expected', 3), lesson('real')], shift: 0.07 },
    { when: 'one was expected half a year ago', lessons: [lesson('expected', 180)], shift: 0.015 },
    { when: 'one was expected a year ago', lessons: [lesson('expected', 360)], shift: 0.0075 },
    { when: 'all were expected', lessons: many('expected', 50), shift: 0.2 },
    { when: 'all were real', lessons: many('real', 50), shift: -0.1 },
  ])('moves the bar by $shift where $when', ({ lessons, shift }) => {
    expect(calibrate(lessons, 'normal', now)).toBeCloseTo(shift, 10);
  });

  it('does not depend on the order in which it was said', () => {
    const lessons = [lesson('expected', 3), lesson('real', 100), lesson('expected', 400)];
    expect(calibrate(lessons.toReversed(), 'normal', now)).toBeCloseTo(calibrate(lessons, 'normal', now), 12);
  });

  it('makes no watch more eager than eager, and none deaf to what chance does once in a hundred thousand times', () => {
    for (const sensitivity of ['quiet', 'normal', 'eager'] as const) {
      const [most, least] = [
        calibrate(many('real', 99), sensitivity, now),
        calibrate(many('expected', 99), sensitivity, now),
      ];
      expect(alarmAt(sensitivity, most)).toBeGreaterThanOrEqual(alarmAt('eager'));
      expect(alarmAt(sensitivity, least)).toBeLessThan(scoreOf(1e-5));
    }
    expect(calibrate(many('real', 99), 'eager', now)).toBe(0);
  });

  it('counts an incident once a watch, business alone, and only since it started over', () => {
    const own = (over: Partial<RaisedIncident>): RaisedIncident => {
      const { id, kind, openedAt, acknowledgedAt } = anIncident({ openedAt: daysAgo(5) });
      return { id, kind, openedAt, acknowledgedAt, verdict: 'expected', watches: ['watch:1', 'watch:3'], ...over };
    };
    const twice = own({});
    const other = own({ watches: ['watch:2'] });
    const data = own({ kind: 'data' });
    const unjudged = own({ verdict: null });
    const old = own({ openedAt: daysAgo(50) });
    const incidents = [twice, other, data, unjudged, old];
    expect(lessonsFor('watch:1', incidents, null)).toHaveLength(2);
    expect(lessonsFor('watch:1', incidents, daysAgo(30))).toEqual([{ verdict: 'expected', raisedAt: daysAgo(5) }]);
  });
});

describe('False alarms a year', () => {
  it.each(['quiet', 'normal', 'eager'] as const)('are what was measured where %s is not moved', (sensitivity) => {
    expect(falseAlarmsAt(sensitivity, 0)).toBeCloseTo(falseAlarmsOf('count', sensitivity).aYear, 10);
  });

  it('become fewer with each step, and those of another sensitivity at its bar', () => {
    const rates = [-0.1, -0.05, 0, 0.05, 0.1, 0.15, 0.2].map((shift) => falseAlarmsAt('normal', shift));
    expect(rates.toSorted((a, b) => b - a)).toEqual(rates);
    expect(falseAlarmsAt('normal', 0.1)).toBeCloseTo(falseAlarmsOf('count', 'quiet').aYear, 10);
    expect(falseAlarmsAt('normal', -0.1)).toBeCloseTo(falseAlarmsOf('count', 'eager').aYear, 10);
  });

  it.each([
    { shift: 0, words: null },
    { shift: 0.004, words: null },
    {
      shift: 0.03,
      words: 'less eager: about one false alarm in 16 months for each number, instead of about one false alarm a year',
    },
    {
      shift: 0.1,
      words: 'less eager: about one false alarm in 2.5 years for each number, instead of about one false alarm a year',
    },
    {
      shift: 0.2,
      words: 'less eager: about one false alarm in 6 years for each number, instead of about one false alarm a year',
    },
    {
      shift: -0.1,
      words: 'more eager: about 3.5 false alarms a year for each number, instead of about one false alarm a year',
    },
    { shift: -0.01, words: 'a little more eager: still about one false alarm a year for each number' },
  ])('at $shift are: $words', ({ shift, words }) => {
    expect(shiftWords(shift, 'normal')).toBe(words);
  });
});
