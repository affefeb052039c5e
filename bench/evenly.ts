// An open loop: things are done at their time, whatever became of those before.
import { setTimeout as sleep } from 'node:timers/promises';

/** Calls `act` so many times, `perSecond` a second. `due` is when it was to be called, as `performance.now()` has it. */
export async function evenly(
  perSecond: number,
  times: number,
  act: (index: number, due: number) => void,
): Promise<void> {
  const began = performance.now();
  for (let index = 0; index < times; index += 1) {
    const due = began + (index * 1000) / perSecond;
    // A timer is a millisecond late or more: what is due by then is done at once, and its time still counts from `due`.
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    act(index, due);
  }
}
