// A clock that stands still until it is moved: what happens at one instant can be counted, however busy the machine is.
import { Fault } from '#kernel/errors.ts';
import type { MovableClock } from '#sandbox/clock.ts';

export function createStillClock(startAt: Date = new Date()): MovableClock {
  const listeners = new Set<(movedByMs: number) => void>();
  let at = startAt.getTime();
  return {
    now: () => new Date(at),
    moveBy(ms) {
      if (!(ms >= 0)) throw new Fault('invalid_input', 'A clock only moves forward.');
      at += ms;
      for (const listener of listeners) listener(ms);
    },
    onMove(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
