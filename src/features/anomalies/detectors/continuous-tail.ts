// How far residuals of one sort usually go: a histogram with buckets of one ratio, from the largest downwards, that forgets
// slowly. What lies beyond its 98th percentile falls off exponentially, so that rare sizes get a probability too.

/** Weights by size: `weights[i]` belongs to the sizes of bucket `top - i`; the last takes everything smaller. */
export interface Tail {
  top: number | null;
  weights: number[];
  total: number;
}

/** Neighbouring buckets differ by a twentieth: a percentile is known that well. */
const STEP = Math.log(1.05);
/** From the largest down to a five-hundredth of it; what is smaller never matters to the upper tail. */
const BUCKETS = 128;
const SMALLEST = 1e-12;
/** The exponential begins where this share of all is smaller. */
const BEGINS = 0.98;
/** The least that the exponential falls within, as a share of where it begins: equal residuals are not certainty. */
const LEAST_FALL = 0.02;

export function emptyTail(): Tail {
  return { top: null, weights: [], total: 0 };
}

/** Takes a residual in; `size` >= 0. */
export function learn(tail: Tail, size: number): void {
  const bucket = Math.ceil(Math.log(Math.max(size, SMALLEST)) / STEP);
  if (tail.top === null) {
    tail.top = bucket;
    tail.weights = Array.from({ length: BUCKETS }, () => 0);
  }
  if (bucket > tail.top) raise(tail, tail.top, bucket);
  const at = Math.min(BUCKETS - 1, (tail.top ?? bucket) - bucket);
  tail.weights[at] = (tail.weights[at] ?? 0) + 1;
  tail.total += 1;
}

function raise(tail: Tail, from: number, to: number): void {
  const by = Math.min(BUCKETS, to - from);
  const fallen = tail.weights.splice(BUCKETS - by, by).reduce((sum, weight) => sum + weight, 0);
  tail.weights.unshift(...Array.from({ length: by }, () => 0));
  tail.weights[BUCKETS - 1] = (tail.weights[BUCKETS - 1] ?? 0) + fallen;
  tail.top = to;
}

/** Everything learned so far counts `factor` as much as what comes. */
export function forget(tail: Tail, factor: number): void {
  tail.weights = tail.weights.map((weight) => Math.round(weight * factor * 1000) / 1000);
  tail.total = tail.weights.reduce((sum, weight) => sum + weight, 0);
}

/** Where the tail begins and how far beyond it residuals lie on average; nothing is rarer than `least` tells apart. */
export interface Fall {
  readonly from: number;
  readonly within: number;
}

/** Null: nothing has been learned. `least`: what is no difference to anybody, in the residual's unit. */
export function fallOf(tail: Tail, least: number, begins: number = BEGINS): Fall | null {
  if (tail.top === null || tail.total <= 0) return null;
  const wanted = (1 - begins) * tail.total;
  let above = 0;
  let sum = 0;
  let from = 0;
  for (let i = 0; i < BUCKETS && above < wanted; i += 1) {
    const weight = tail.weights[i] ?? 0;
    from = Math.exp((tail.top - i - 0.5) * STEP);
    above += weight;
    sum += weight * from;
  }
  return { from, within: Math.max(sum / above - from, LEAST_FALL * from, least) };
}

/** How rare a residual of this size is, in powers of ten: 4 is one in ten thousand; 0 where it is usual. */
export function rarity(fall: Fall, size: number): number {
  if (size <= fall.from) return 0;
  return -Math.log10(1 - BEGINS) + (size - fall.from) / fall.within / Math.LN10;
}
