// The little statistics that answers need. No distribution function is needed: the quantiles are constants.

/** Quantiles of the standard normal distribution for two-sided intervals. */
const Z_95 = 1.959963984540054;
export const Z_80 = 1.2815515655446004;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval of a proportion, 95% unless told: E. B. Wilson, Journal of the American Statistical Association
 * 22 (1927). It holds for few cases and near 0 and 1, where the usual one does not. Needs 0 <= successes <= trials, trials > 0.
 */
export function wilson(successes: number, trials: number, z: number = Z_95): Interval {
  const share = successes / trials;
  const scale = 1 + (z * z) / trials;
  const middle = (share + (z * z) / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  // At the ends it is exact, where floating point is not.
  return { low: successes === 0 ? 0 : middle - half, high: successes === trials ? 1 : middle + half };
}
