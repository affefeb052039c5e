// Looks whether a database that was away is back, so that nobody has to try with work of their own.
import type { Breaker } from '#adapters/breaker/breaker.ts';

/** Calls `look` whenever the open breaker lets a call through again, and `onBack` when it closed. Returns how to stop. */
export function awaitReturn(breaker: Breaker, look: () => Promise<unknown>, onBack: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  breaker.onChange(({ state, retryAfterMs }) => {
    clearTimeout(timer);
    if (stopped) return;
    if (state === 'closed') onBack();
    // Whether it went well is the breaker's to know, which then changes its state.
    if (state === 'open') timer = setTimeout(() => void look().catch(() => undefined), retryAfterMs);
  });
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
