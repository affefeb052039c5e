// The sandbox's time: real time plus whatever it was moved by. It only goes forward, as message timestamps must.
import { Fault } from '#kernel/errors.ts';
import type { Clock } from '#ports/clock.ts';

export interface MovableClock extends Clock {
  /** Moves forward by so many milliseconds and tells who listens. Throws Fault `invalid_input` for a move back. */
  moveBy(ms: number): void;
  /** Calls back after each move; answers how to stop it. */
  onMove(listener: (movedByMs: number) => void): () => void;
}

export interface SandboxClock extends MovableClock {
  /** How far it is ahead of the real time, in milliseconds. */
  aheadMs(): number;
  /** For a world that is put in the place of another: its own distance from the real time. Tells nobody. */
  setAhead(ms: number): void;
}

/** `startAt`: what it shows at first; the real time unless told. */
export function createClock(startAt?: Date): SandboxClock {
  const listeners = new Set<(movedByMs: number) => void>();
  let aheadMs = startAt === undefined ? 0 : startAt.getTime() - Date.now();
  return {
    now: () => new Date(Date.now() + aheadMs),
    moveBy(ms) {
      if (!(ms >= 0)) throw new Fault('invalid_input', 'The clock of the sandbox only moves forward.');
      aheadMs += ms;
      for (const listener of listeners) listener(ms);
    },
    aheadMs: () => aheadMs,
    setAhead: (ms) => void (aheadMs = ms),
    onMove(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
