// How long to wait before the next try of a connection. Pure.

const FIRST_MS = 500;
const LONGEST_MS = 5_000;

/** Milliseconds before the try that follows `failures` in a row (1 or more): 0.5 s, doubled each time, at most 5 s. */
export function waitBeforeRetry(failures: number): number {
  return Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
}
