// The order of the test files: those that take longest begin first, so that none of them is left running alone at the
// end. vitest knows how long each took from earlier runs, and a fresh clone has had none.
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

const LONG = ['/test/scenarios/', '/test/simulation/', '/test/browser/', '/test/e2e/'];

/** Within a folder it stays as vitest has it: by time taken, or else by size. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONG.findIndex((folder) => moduleId.includes(folder));
  return rank < 0 ? LONG.length : rank;
}
