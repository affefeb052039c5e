// Chance of the past's shapes: lags, amounts, hours of the day. One seed, one sequence, as everywhere in the sandbox.
import { DAY_MS, HOUR_MS } from '#kernel/time.ts';
import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';

export interface Chance extends Random {
  /** Half of the draws lie below the median; about two thirds within a factor of e^sigma around it. */
  lognormal(median: number, sigma: number): number;
  normal(): number;
}

export function createChance(seed: number): Chance {
  const random = createRandom(seed);

  /** Box and Muller. */
  function normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
    return radius * Math.cos(2 * Math.PI * random.next());
  }

  return { ...random, normal, lognormal: (median, sigma) => median * Math.exp(sigma * normal()) };
}

/** An instant of a day: mostly in the hours of Europe's offices, some at any, in whole seconds. */
export function instantOn(chance: Chance, midnight: number): number {
  const hour = chance.chance(0.12) ? chance.next() * 24 : 12.5 + 3.1 * chance.normal();
  const inDay = Math.min(DAY_MS - 1000, Math.max(0, hour * HOUR_MS));
  return wholeSeconds(midnight + inDay);
}

export function wholeSeconds(at: number): number {
  return Math.floor(at / 1000) * 1000;
}
