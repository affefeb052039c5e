// Random interleavings of everything that can happen to a request, held to its promises after each step.
import fc from 'fast-check';
import { it } from 'vitest';
import { run } from './model/commands.ts';
import { memoryGround } from './model/memory-ground.ts';
import { play } from './model/play.ts';

it('keeps its promises in a thousand runs of random presses, edits, delegations, expiries and restarts', async () => {
  await fc.assert(
    fc.asyncProperty(run, (drawn) => play(memoryGround(), drawn, 'campaign:1')),
    { numRuns: 1_000 },
  );
}, 120_000);
