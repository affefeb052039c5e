// How long to wait before trying again.
import { DAY_MS, MINUTE_MS } from '#kernel/time.ts';
import { Fault } from '#kernel/errors.ts';

const FIRST_MS = 1000;
const LONGEST_MS = 5 * MINUTE_MS;

/** Failing for longer than this is not worth another try. */
export const GIVE_UP_AFTER_MS = DAY_MS;

/**
 * Milliseconds to wait when about `planned` is wanted: 1 s to 5 min, half of it at random so that what failed together
 * does not return together; never sooner than the other side asked for.
 */
export function backOffMs(planned: number, error: unknown, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_MS, Math.max(FIRST_MS, planned));
  const asked = error instanceof Fault ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(asked, Math.round(ceiling * (0.5 + random() / 2)));
}

/** What to plan after so many tries in a row: 1 s, 2 s, 4 s ... */
export function doubledMs(tries: number): number {
  return FIRST_MS * 2 ** Math.min(tries - 1, 16);
}
