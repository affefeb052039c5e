// Whether a share of few cases is larger than it usually is, beyond what chance does.
import { shareTails } from '../detectors/tails.ts';

export interface Cases {
  readonly cases: number;
  readonly bad: number;
}

export interface ShareCompared {
  readonly value: number;
  readonly expected: number;
  /** Up to here it is calm. */
  readonly high: number;
  /** That chance alone gives so many or more. */
  readonly probability: number;
  readonly is: 'calm' | 'between' | 'trouble';
}

/** Chance does this once in ten thousand looks; looks that follow each other see mostly the same cases. */
const RARE = 1e-4;
/** As many cases as the past weighs at most: shares drift. */
const STRENGTH = 200;
const LEAST = { bad: 3, more: 0.1 };

/** Null: too few cases, now or before. */
export function compareShares(now: Cases, usual: Cases, least: { now: number; usual: number }): ShareCompared | null {
  if (now.cases < least.now || usual.cases < least.usual) return null;
  const value = now.bad / now.cases;
  const expected = (usual.bad + 0.5) / (usual.cases + 1);
  const probability = shareTails(now.bad, now.cases, expected, Math.min(STRENGTH, usual.cases)).above;
  const high = Math.min(1, expected + LEAST.more);
  const isMore = now.bad >= LEAST.bad && value > high;
  const is = isMore && probability < RARE ? 'trouble' : isMore ? 'between' : 'calm';
  return { value, expected, high, probability, is };
}
