// How often chance alone gives a value or a more extreme one, of the distributions that the detectors use. All by mid-p: half
// of the value's own probability counts, so that counts of few cases are not judged too mildly.
import jStat from 'jstat';

export interface Tails {
  /** Probability of less, and half of exactly this. */
  readonly below: number;
  readonly above: number;
}

/** Beyond this many a count is scaled down: the incomplete beta function needs ever more steps, and the noise of counting is nothing. */
const LARGEST = 2000;
/** Overdispersion under which a count is taken for Poisson. */
const POISSON_UNDER = 1e-6;

/** Negative binomial with variance mean + dispersion * mean^2; `dispersion` 0 is Poisson. */
export function countTails(value: number, mean: number, dispersion: number): Tails {
  const scale = Math.max(1, mean / LARGEST, value / (20 * LARGEST));
  const count = Math.round(value / scale);
  const expected = mean / scale;
  if (expected <= 0) return count > 0 ? { below: 1, above: 0 } : { below: 0.5, above: 0.5 };
  if (dispersion < POISSON_UNDER) return poissonTails(count, expected);
  const size = 1 / dispersion;
  const p = size / (size + expected);
  const logMass =
    jStat.gammaln(count + size) -
    jStat.gammaln(size) -
    jStat.gammaln(count + 1) +
    size * Math.log(p) +
    count * Math.log1p(-p);
  const half = Math.exp(logMass) / 2;
  // P(X > k) = I_{1-p}(k + 1, size), and P(X < k) = I_p(size, k): each computed itself, so that small tails keep their digits.
  return {
    below: unit((count > 0 ? jStat.ibeta(p, size, count) : 0) + half),
    above: unit(jStat.ibeta(1 - p, count + 1, size) + half),
  };
}

function poissonTails(count: number, mean: number): Tails {
  const half = Math.exp(count * Math.log(mean) - mean - jStat.gammaln(count + 1)) / 2;
  const over = jStat.lowRegGamma(count + 1, mean);
  return { below: unit(1 - over - half), above: unit(over + half) };
}

/** Beta-binomial by its mean and `strength` (a + b), summed outward from the value until nothing is added. */
export function shareTails(successes: number, cases: number, mean: number, strength: number): Tails {
  const a = mean * strength;
  const b = (1 - mean) * strength;
  const half =
    Math.exp(logChoose(cases, successes) + logBeta(successes + a, cases - successes + b) - logBeta(a, b)) / 2;
  const below = half + shareSum(successes, cases, a, b, -1);
  const above = half + shareSum(successes, cases, a, b, 1);
  return { below: unit(below), above: unit(above) };
}

/** Sum of the masses on one side of `from`, each from the one before by the ratio of neighbours. */
function shareSum(from: number, cases: number, a: number, b: number, step: 1 | -1): number {
  let mass = Math.exp(logChoose(cases, from) + logBeta(from + a, cases - from + b) - logBeta(a, b));
  let sum = 0;
  for (let k = from; step === 1 ? k < cases : k > 0; k += step) {
    mass *=
      step === 1
        ? ((cases - k) / (k + 1)) * ((k + a) / (cases - k - 1 + b))
        : (k / (cases - k + 1)) * ((cases - k + b) / (k - 1 + a));
    sum += mass;
    if (mass < sum * 1e-12) break;
  }
  return sum;
}

/** Of Student's distribution. */
export function studentTails(t: number, freedom: number): Tails {
  const far = jStat.ibeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t > 0 ? { below: unit(1 - far), above: unit(far) } : { below: unit(far), above: unit(1 - far) };
}

/** Where Student's distribution has `probability` below it. */
export function studentQuantile(probability: number, freedom: number): number {
  return jStat.studentt.inv(probability, freedom);
}

function logChoose(n: number, k: number): number {
  return jStat.gammaln(n + 1) - jStat.gammaln(k + 1) - jStat.gammaln(n - k + 1);
}

function logBeta(a: number, b: number): number {
  return jStat.gammaln(a) + jStat.gammaln(b) - jStat.gammaln(a + b);
}

function unit(probability: number): number {
  return Math.min(1, Math.max(0, probability));
}
