// The smallest fall of a number of cases that would show: physics, not a setting. Of few cases only a large one does.
import type { Tails } from './tails.ts';

/** A fall shows where chance alone reaches it this rarely ... */
export const REACHED = 0.001;
/** ... and it counts as found when it is found so often. */
export const POWER = 0.8;

/**
 * As a share of the mean, 0 to 1; null where even nothing at all would not show. `tails`: of a number of cases around a
 * mean.
 */
export function fallThatShows(mean: number, tails: (value: number, mean: number) => Tails): number | null {
  let limit = -1;
  for (let step = 2 ** Math.ceil(Math.log2(mean + 1)); step >= 1; step /= 2) {
    if (limit + step <= mean && tails(limit + step, mean).below <= REACHED) limit += step;
  }
  if (limit < 0) return null;
  let low = 0;
  let high = mean;
  for (let step = 0; step < 40; step += 1) {
    const tried = (low + high) / 2;
    if (1 - tails(limit, tried).above >= POWER) low = tried;
    else high = tried;
  }
  return 1 - low / mean;
}
