// The orderly end: what was started last is ended first, parts that need not wait for one another end side by side, and
// one that cannot end does not keep the others running.
import { settledWithin } from '#adapters/queue/drain.ts';

export type AtEnd = (end: () => Promise<unknown>) => void;

export interface Closing {
  /** Says how a part is ended, as soon as it runs. */
  readonly atEnd: AtEnd;
  /** The same for a part that ends along with those that were said so just before it. */
  readonly beside: AtEnd;
  /** Ends every part, once; throws the first failure when all were tried. */
  end(): Promise<void>;
}

/** Parts have shorter deadlines of their own: this one is for a part that keeps to none. */
const LONGEST_MS = 9_000;

interface Step {
  readonly shared: boolean;
  readonly ends: (() => Promise<unknown>)[];
}

/** @param longestMs how long a step may take before the next one begins all the same. */
export function createClosing(longestMs = LONGEST_MS): Closing {
  const steps: Step[] = [];
  return {
    atEnd: (end) => void steps.push({ shared: false, ends: [end] }),
    beside(end) {
      const newest = steps.at(-1);
      if (newest?.shared === true) newest.ends.push(end);
      else steps.push({ shared: true, ends: [end] });
    },
    async end() {
      const failures: unknown[] = [];
      for (let step = steps.pop(); step; step = steps.pop()) {
        const ending = step.ends.map(async (end) => {
          try {
            await end();
          } catch (error) {
            failures.push(error);
          }
        });
        await settledWithin(ending, longestMs);
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
