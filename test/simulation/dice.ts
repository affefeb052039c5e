// Chance that can be had again: everything drawn from one seed.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Dice {
  /** At least 0 and below 1. */
  roll(): number;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** Dice of their own, so that what one part draws does not change what another will. */
  fork(): Dice;
}

export function createDice(seed: number): Dice {
  const generator = xoroshiro128plus(seed);
  const dice: Dice = {
    roll: () => uniformFloat64(generator),
    between: (least, most) => uniformInt(generator, least, most),
    chance: (probability) => dice.roll() < probability,
    pick(choices) {
      const chosen = choices[dice.between(0, choices.length - 1)];
      if (chosen === undefined) throw new Error('there is nothing to choose from');
      return chosen;
    },
    fork: () => createDice(uniformInt(generator, 1, 0x7fffffff)),
  };
  return dice;
}
