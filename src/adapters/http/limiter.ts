// How many calls may start in a rolling window, and who goes first. Claims keep a reserve that nobody else may use.
import { setTimeout as sleep } from 'node:timers/promises';

/** `claim`: a person waits for it. `normal`: events and their follow-ups. `scan`: pollers and reports. */
export type Urgency = 'claim' | 'normal' | 'scan';

const BY_URGENCY: readonly Urgency[] = ['claim', 'normal', 'scan'];
/** Share of the window that each urgency may fill: a tenth is left to claims, and scans leave another fifth. */
const SHARE: Readonly<Record<Urgency, number>> = { claim: 1, normal: 0.9, scan: 0.7 };
/** Scans alone may fill more: what comes then finds a few places free, and goes first at each that becomes so. */
const SCANS_ALONE = 0.95;
/** Each call of somebody more urgent keeps so many places free of scans, as long as it is in the window. */
const YIELDED = 5;

export interface WindowOptions {
  /** Calls that may start within `intervalMs`. */
  readonly limit: number;
  readonly intervalMs: number;
  /** Calls that may be open at once. */
  readonly concurrency: number;
  /** False where only one kind of caller comes, such as the searches of pollers (default true). */
  readonly reserve?: boolean;
}

export interface Limiter {
  /** Resolves when the call may start; call the returned function when it has ended. Rejects once `signal` aborts. */
  acquire(urgency: Urgency, signal: AbortSignal): Promise<() => void>;
  /** Starts nothing for this long: the other side told us to wait. */
  pause(ms: number): void;
  /** The account's true limit, as the vendor's headers tell it. */
  resize(limit: number): void;
}

interface Waiter {
  start(): void;
}

export function createLimiter(options: WindowOptions): Limiter {
  const waiting: Record<Urgency, Waiter[]> = { claim: [], normal: [], scan: [] };
  let limit = options.limit;
  let started: { readonly at: number; readonly urgency: Urgency }[] = [];
  let open = 0;
  let pausedUntil = 0;
  let wakeUp: AbortController | null = null;

  function pump(): void {
    const now = performance.now();
    started = started.filter(({ at }) => at > now - options.intervalMs);
    for (const urgency of BY_URGENCY) {
      while (waiting[urgency].length > 0 && mayStart(urgency, now)) {
        started.push({ at: now, urgency });
        open += 1;
        waiting[urgency].shift()?.start();
      }
    }
    scheduleWakeUp(now);
  }

  function mayStart(urgency: Urgency, now: number): boolean {
    if (now < pausedUntil) return false;
    const part = options.reserve === false ? 1 : SHARE[urgency];
    return isFree(urgency, part) && open < share(options.concurrency, part);
  }

  /** Scans that filled the window do not keep events out of the part that is theirs. */
  function isFree(urgency: Urgency, part: number): boolean {
    if (started.length >= limit) return false;
    const urgent = started.filter((one) => one.urgency !== 'scan').length;
    if (urgency !== 'scan' || part === 1) return (urgency === 'normal' ? urgent : started.length) < share(limit, part);
    return started.length < Math.max(share(limit, part), Math.floor(limit * SCANS_ALONE) - YIELDED * urgent);
  }

  /** Time helps when the window is full; too many open calls are helped by whichever ends first, and need no timer. */
  function scheduleWakeUp(now: number): void {
    wakeUp?.abort();
    wakeUp = null;
    if (BY_URGENCY.every((urgency) => waiting[urgency].length === 0)) return;
    const oldest = started[0];
    const windowMoves = oldest === undefined ? 0 : oldest.at + options.intervalMs - now;
    const wait = pausedUntil > now ? pausedUntil - now : windowMoves;
    if (wait <= 0) return;
    const controller = new AbortController();
    wakeUp = controller;
    sleep(Math.ceil(wait), undefined, { signal: controller.signal }).then(pump, () => undefined);
  }

  function acquire(urgency: Urgency, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const waiter: Waiter = {
        start() {
          signal.removeEventListener('abort', abandon);
          resolve(release);
        },
      };
      function abandon(): void {
        waiting[urgency] = waiting[urgency].filter((other) => other !== waiter);
        reject(signal.reason as Error);
        pump();
      }
      signal.addEventListener('abort', abandon, { once: true });
      waiting[urgency].push(waiter);
      pump();
    });
  }

  function release(): void {
    open -= 1;
    pump();
  }

  return {
    acquire,
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, performance.now() + ms);
      pump();
    },
    resize(to) {
      limit = to;
      pump();
    },
  };
}

/** At least one, so that the smallest window still serves everybody in turn. */
function share(whole: number, part: number): number {
  return Math.max(1, Math.floor(whole * part));
}
