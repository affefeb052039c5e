// What keeps a promise is taken away, one thing after the other, and the simulation sees what comes of it.
import { MUTANTS, seenBroken } from '../test/scenarios/mutants.ts';
import type { Scenario } from './runner/scenario.ts';

export const scenario: Scenario = {
  name: 'mutants',
  async run(report) {
    for (const mutant of MUTANTS) {
      const seen = await seenBroken(mutant);
      const missed = mutant.broken.filter((name) => !seen.includes(name));
      if (missed.length > 0) throw new Error(`not seen to be broken when ${mutant.when}: ${missed.join(', ')}`);
      report(`seen: ${mutant.when}`);
    }
  },
};
