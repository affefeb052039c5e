// The beat of a queue's loop: looks when woken, and once a second in case it was not. One look at a time; a wake during
// a look means another look.
import { messageOf } from '#kernel/errors.ts';
import type { Log } from '#ports/log.ts';

export interface Pump {
  start(): void;
  readonly wake: () => void;
  /** Looks in so many milliseconds too: what is due between two beats does not wait for the second. */
  wakeIn(ms: number): void;
  /** Begins no further look and waits for the one under way. */
  stop(): Promise<void>;
  /** Why the newest look failed; null when it did not. */
  trouble(): string | null;
}

const POLL_MS = 1000;
/** A queue that cannot be read is looked at sooner, so that work goes on as soon as the database is back. */
const TROUBLE_MS = 250;

/** @param look one look at the queue; what it throws is logged and tried again soon. */
export function createPump(look: () => Promise<void>, log: Log): Pump {
  let timer: NodeJS.Timeout | undefined;
  let sooner: { readonly at: number; readonly timer: NodeJS.Timeout } | null = null;
  let looking: Promise<void> | null = null;
  const state = { running: false, again: false };
  let trouble: string | null = null;

  return {
    start() {
      if (state.running) return;
      state.running = true;
      timer = setInterval(wake, POLL_MS);
      wake();
    },
    wake,
    wakeIn,
    async stop() {
      state.running = false;
      clearInterval(timer);
      clearTimeout(sooner?.timer);
      await looking;
    },
    trouble: () => trouble,
  };

  function wake(): void {
    state.again = true;
    if (state.running) looking ??= lookWhileWoken().finally(() => (looking = null));
  }

  function wakeIn(ms: number): void {
    const at = performance.now() + ms;
    if (ms >= POLL_MS || !state.running || (sooner !== null && sooner.at <= at)) return;
    clearTimeout(sooner?.timer);
    sooner = { at, timer: setTimeout(wakeThen, ms) };
  }

  function wakeThen(): void {
    sooner = null;
    wake();
  }

  async function lookWhileWoken(): Promise<void> {
    while (state.again && state.running) {
      state.again = false;
      try {
        await look();
        trouble = null;
      } catch (error) {
        if (trouble === null) log.error('the queue cannot be read', { error: messageOf(error) });
        trouble = messageOf(error);
        return wakeIn(TROUBLE_MS);
      }
    }
  }
}
