// Looks whether what was away is back as soon as its breaker allows it, so that nobody has to call in vain for it.
import type { Breaker } from './breaker.ts';

/** A timer may ring a moment before the breaker's own time is over. */
const AGAIN_MS = 20;

/** `onBack` is called whenever the breaker closes. Answers how to stop. */
export function awaitReturn(breaker: Breaker, look: () => Promise<unknown>, onBack: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  breaker.onChange(({ state, retryAfterMs }) => {
    clearTimeout(timer);
    timer = undefined;
    if (stopped) return;
    if (state === 'closed') onBack();
    if (state === 'open') lookIn(retryAfterMs);
  });
  return () => {
    stopped = true;
    clearTimeout(timer);
  };

  function lookIn(ms: number): void {
    const mine = setTimeout(() => void lookOnce(), ms);
    timer = mine;

    /** Whether it went well is the breaker's to know, which then changes its state; one that did not let it pass has not. */
    async function lookOnce(): Promise<void> {
      await look().catch(() => undefined);
      if (timer === mine && !stopped) lookIn(AGAIN_MS);
    }
  }
}
