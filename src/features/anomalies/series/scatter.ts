// How much parts of an amount usually differ from one week to the next: what of it counts as one case. Advertising that costs the
// same each day tells more by a small change than deals of all sizes do.
import type { Dimension } from '#features/metrics/metric.ts';
import type { Share } from './part-tables.ts';

/** Fewer times tell too little of how they differ. */
const LEAST_TIMES = 4;
/** The whole is never surer than so many cases: a twentieth is what expectations miss by anyway. */
const MOST_CASES = 400;

/**
 * Variance by mean of the values of a dimension, over the times before: pooled as of a quasi-Poisson. Null where too little is
 * known. Of several dimensions the one that scatters most.
 * @param all in the order of the shares' groups.
 */
export function scatterOf(
  dimensions: readonly Dimension[],
  all: readonly Dimension[],
  shares: readonly Share[],
  times: number,
): number | null {
  if (times < LEAST_TIMES) return null;
  const total = shares.reduce((sum, { time, value }) => sum + (time === 0 ? 0 : value), 0);
  if (total <= 0) return null;
  const least = total / times / MOST_CASES;
  return Math.max(least, ...dimensions.map((one) => pooled(all.indexOf(one), shares, times)));
}

function pooled(place: number, shares: readonly Share[], times: number): number {
  const values = new Map<string | null, Float64Array>();
  for (const { time, groups, value } of shares) {
    if (time === 0) continue;
    const name = groups[place] ?? null;
    const known = values.get(name) ?? new Float64Array(times);
    values.set(name, known);
    known[time - 1] = (known[time - 1] ?? 0) + value;
  }
  let [squares, means] = [0, 0];
  for (const known of values.values()) {
    const mean = known.reduce((sum, value) => sum + value, 0) / times;
    for (const value of known) squares += (value - mean) ** 2;
    means += mean;
  }
  return squares / (times - 1) / means;
}
