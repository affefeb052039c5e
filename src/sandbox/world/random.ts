// Chance that repeats: one seed, one sequence. Nothing of the sandbox's world may draw from anywhere else.

export interface Random {
  /** Where in the sequence it is, for whoever wants to go on from there. */
  position(): number;
  goTo(position: number): void;
  /** From 0 up to, but not including, 1. */
  next(): number;
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  /** True in this share of the draws. */
  chance(share: number): boolean;
  /** One of them; the list must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** One of them, as often as its weight says. */
  pickWeighted<T extends { readonly weight: number }>(list: readonly T[]): T;
}

/** Mulberry32 (public domain, Tommy Ettinger): small, quick and even enough for stories. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  function at<T>(list: readonly T[], index: number): T {
    const found = list[index];
    if (found === undefined) throw new Error('there is nothing to pick from');
    return found;
  }

  return {
    position: () => state,
    goTo: (position) => void (state = position >>> 0),
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (share) => next() < share,
    pick: (list) => at(list, Math.floor(next() * list.length)),
    pickWeighted(list) {
      let left = next() * list.reduce((sum, { weight }) => sum + weight, 0);
      const found = list.findIndex(({ weight }) => (left -= weight) < 0);
      return at(list, found === -1 ? list.length - 1 : found);
    },
  };
}
