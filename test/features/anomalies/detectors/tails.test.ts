import { describe, expect, it } from 'vitest';
import { countTails, shareTails, studentTails } from '#features/anomalies/detectors/tails.ts';

/** Mass of a negative binomial by the recurrence of its neighbours: another way than the one tested. */
function massesOf(mean: number, dispersion: number, to: number): number[] {
  const size = 1 / dispersion;
  const p = size / (size + mean);
  const masses = [p ** size];
  for (let k = 1; k <= to; k += 1) masses.push(((masses[k - 1] ?? 0) * (k - 1 + size) * (1 - p)) / k);
  return masses;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('Tails of counts', () => {
  it.each([
    { value: 0, mean: 5, dispersion: 0.1 },
    { value: 3, mean: 12, dispersion: 0.05 },
    { value: 40, mean: 12, dispersion: 0.3 },
    { value: 130, mean: 200, dispersion: 0.02 },
  ])('of $value at $mean agree with the sum of the masses', ({ value, mean, dispersion }) => {
    const masses = massesOf(mean, dispersion, 4000);
    const half = (masses[value] ?? 0) / 2;
    const { below, above } = countTails(value, mean, dispersion);
    expect(below / (sum(masses.slice(0, value)) + half)).toBeCloseTo(1, 4);
    expect(above / (sum(masses.slice(value + 1)) + half)).toBeCloseTo(1, 4);
  });

  it('without overdispersion are those of Poisson', () => {
    expect(countTails(0, 3, 0).below).toBeCloseTo(Math.exp(-3) / 2, 8);
    expect(countTails(9, 3, 0).above).toBeCloseTo(0.0011 + 0.0027 / 2, 4);
  });

  it('stay probabilities whatever comes', () => {
    for (const [value, mean, dispersion] of [
      [1e12, 1e12, 0.01],
      [0, 1e12, 0.01],
      [5, 0, 0.1],
      [0, 0, 0.1],
      [3, 1e-9, 2],
    ] as const) {
      const { below, above } = countTails(value, mean, dispersion);
      expect(below + above).toBeCloseTo(1, 3);
      expect(Math.min(below, above)).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('Tails of shares', () => {
  it('of a uniform beta-binomial are counted off', () => {
    // a = b = 1: each of 0 to 10 is as likely.
    const { below, above } = shareTails(2, 10, 0.5, 2);
    expect(below).toBeCloseTo(2.5 / 11, 8);
    expect(above).toBeCloseTo(8.5 / 11, 8);
  });
});

describe('Tails of Student’s distribution', () => {
  it('are those of the tables', () => {
    expect(studentTails(2.571, 5).above).toBeCloseTo(0.025, 4);
    expect(studentTails(-2.571, 5).below).toBeCloseTo(0.025, 4);
    expect(studentTails(0, 5)).toEqual({ below: 0.5, above: 0.5 });
  });
});
