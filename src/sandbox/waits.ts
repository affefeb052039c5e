// Waiting by the sandbox's clock: a wait is over when that much time has passed on it, or really has where it stands
// still.

export interface Waits {
  /** Resolves after so many milliseconds, or at once when the signal aborts. */
  pass(ms: number): Promise<void>;
}

/** How often a clock that may have been moved is looked at. */
const LOOK_EVERY_MS = 200;

interface Wait {
  readonly until: number;
  readonly untilReal: number;
  readonly over: () => void;
}

export function createWaits(clock: { now(): Date }, signal: AbortSignal): Waits {
  const waits = new Set<Wait>();
  let timer: NodeJS.Timeout | null = null;

  function look(): void {
    timer = null;
    const now = clock.now().getTime();
    const real = performance.now();
    for (const wait of waits) {
      if (!signal.aborted && wait.until > now && wait.untilReal > real) continue;
      waits.delete(wait);
      wait.over();
    }
    arm();
  }

  function arm(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (waits.size === 0) return;
    const next = Math.min(...[...waits].map(({ untilReal }) => untilReal)) - performance.now();
    timer = setTimeout(look, Math.max(0, Math.min(LOOK_EVERY_MS, next)));
  }

  signal.addEventListener('abort', look, { once: true });
  return {
    pass(ms) {
      if (signal.aborted) return Promise.resolve();
      return new Promise((over) => {
        waits.add({ until: clock.now().getTime() + ms, untilReal: performance.now() + ms, over });
        arm();
      });
    },
  };
}
