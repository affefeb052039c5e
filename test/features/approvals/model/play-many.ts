// Many drawn runs, each on ground of its own. What breaks a promise is shrunk to its fewest steps, and printed with the
// seed that has it again.
import * as fc from 'fast-check';
import { run } from './commands.ts';
import type { Ground } from './ground.ts';
import { play } from './play.ts';

export interface Plays {
  readonly runs: number;
  readonly ground: () => Ground;
  /** Of a run that failed. */
  readonly seed?: number;
  /** False: the first run that breaks a promise is reported as it was drawn. */
  readonly shrink?: boolean;
}

/** How many runs kept every promise: all of them, or it throws. */
export async function playMany({ runs, ground, seed, shrink = true }: Plays): Promise<number> {
  let played = 0;
  const property = fc.asyncProperty(run, async (drawn) => {
    played += 1;
    await play(ground(), drawn, `campaign:${played}`);
  });
  await fc.assert(property, { numRuns: runs, endOnFailure: !shrink, ...(seed === undefined ? {} : { seed }) });
  return played;
}
