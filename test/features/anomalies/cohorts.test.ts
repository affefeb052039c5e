import { describe, expect, it } from 'vitest';
import { judgeCohorts } from '#features/anomalies/cohorts.ts';
import { drawCohorts, knownOn } from '../../support/cohort-draws.ts';

const FIRST_LOOK = 60;

function seeds(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => n + 1);
}

describe('Young cohorts', () => {
  it('raise no alarm in 40 years of steady conversion, though most of them have not converted yet', () => {
    for (const seed of seeds(40)) {
      const cohorts = drawCohorts(seed, { aDay: 30, conversion: 0.2, days: FIRST_LOOK + 365 });
      for (let today = FIRST_LOOK; today < FIRST_LOOK + 365; today += 1) {
        expect(judgeCohorts(knownOn(cohorts, today), today).score).toBeLessThan(0.5);
      }
    }
  });

  it('show a lasting fall by half within 30 days in at least 80%', () => {
    const found = seeds(40).filter((seed) => {
      const cohorts = drawCohorts(seed + 500, { aDay: 30, conversion: 0.25, days: 240, fallAt: 200 });
      return Array.from({ length: 30 }, (_, n) => judgeCohorts(knownOn(cohorts, 200 + n), 200 + n)).some(
        ({ score, direction }) => score >= 0.5 && direction === 'down',
      );
    });
    expect(found.length / 40).toBeGreaterThanOrEqual(0.8);
  });

  it('are compared with older ones at the same age, and it is said since when', () => {
    const cohorts = drawCohorts(9, { aDay: 200, conversion: 0.3, days: 240, fallAt: 200 });
    const verdict = judgeCohorts(knownOn(cohorts, 222), 222);
    expect(verdict).toMatchObject({ direction: 'down', state: 'judged' });
    expect(verdict.sinceDay).toBeGreaterThan(190);
    // Nobody of them is as old as the 14 days by which half have converted, so both are far from 30%.
    expect(verdict.expected).toBeLessThan(0.2);
    expect((verdict.actual ?? 1) / (verdict.expected ?? 1)).toBeLessThan(0.75);
  });

  it('are not judged before enough older ones are known', () => {
    const cohorts = drawCohorts(3, { aDay: 30, conversion: 0.2, days: 30 });
    expect(judgeCohorts(knownOn(cohorts, 20), 20)).toMatchObject({ state: 'warming_up', score: 0 });
    expect(judgeCohorts([], 20)).toMatchObject({ state: 'warming_up', score: 0 });
  });
});
