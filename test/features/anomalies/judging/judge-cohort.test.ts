// Conversion of cohorts as looks at days.
import { describe, expect, it } from 'vitest';
import { acceptNormal } from '#features/anomalies/judging/accept-normal.ts';
import { dayNumber, dayOfNumber } from '#features/anomalies/judging/calendar-day.ts';
import { judgeCohort } from '#features/anomalies/judging/judge-cohort.ts';
import type { Cohort } from '#features/anomalies/cohorts.ts';
import { drawCohorts, knownOn } from '../../../support/cohort-draws.ts';
import { aJudging, FIRST, knowing } from '../../../support/judging-days.ts';

const FALL = 200;
const BEGIN = dayNumber(FIRST);
const DRAWN = drawCohorts(9, { aDay: 200, conversion: 0.3, days: 300, fallAt: FALL });

function dayAt(n: number): string {
  return dayOfNumber(BEGIN + n);
}

/** As known on a day, by days since 1970. */
function cohortsOn(n: number): readonly Cohort[] {
  return knownOn(DRAWN, n).map((cohort) => ({ ...cohort, day: cohort.day + BEGIN }));
}

function lookOn(n: number, over: Partial<Parameters<typeof judgeCohort>[0]> = {}) {
  return judgeCohort({ ...aJudging({ series: 'cohort' }), state: null, ...over }, cohortsOn(n), dayAt(n));
}

describe('Cohorts', () => {
  it('are told when those of late convert less, since when, out of how many, against which band', () => {
    expect(lookOn(FALL - 1)).toMatchObject({ flagged: false, state: 'judged' });
    const look = lookOn(FALL + 22);
    expect(look).toMatchObject({ flagged: true, direction: 'down', because: 'shift', state: 'judged' });
    expect(look.since && look.since >= dayAt(FALL - 10)).toBe(true);
    expect((look.numerator ?? 0) / (look.denominator ?? 1)).toBeCloseTo(look.value ?? 0, 9);
    expect(look.value).toBeLessThan(look.low ?? 0);
    expect(look.expected).toBeLessThan(look.high ?? 0);
  });

  it('are judged alike when more is known than on that day', () => {
    const later = DRAWN.map((cohort) => ({ ...cohort, day: cohort.day + BEGIN }));
    const asked = { ...aJudging({ series: 'cohort' }), state: null };
    expect(judgeCohort(asked, later, dayAt(FALL + 22))).toEqual(lookOn(FALL + 22));
  });

  it('are no alarm for who watches rises, and none on a special day', () => {
    expect(lookOn(FALL + 22, { direction: 'up' }).flagged).toBe(false);
    const specialDay = knowing({ [dayAt(FALL + 22)]: { special: true } });
    expect(lookOn(FALL + 22, { specialDay })).toMatchObject({ state: 'special', flagged: false });
  });

  it('that came on special days are left out', () => {
    const off = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [dayAt(FALL + n - 10), { special: true }]));
    delete off[dayAt(FALL + 22)];
    expect(lookOn(FALL + 22, { specialDay: knowing(off) }).flagged).toBe(false);
  });

  it('are compared with the new normal alone once somebody has named it', () => {
    const state = acceptNormal('cohort', null, dayAt(FALL));
    expect(lookOn(FALL + 22, { state })).toMatchObject({ flagged: false, state: 'warming_up' });
    expect(lookOn(FALL + 80, { state })).toMatchObject({ flagged: false, state: 'judged' });
    expect(() => lookOn(FALL, { state: { version: 9 } })).toThrow('not the state of a series of cohorts');
  });
});
