// Presses on one request, one after the other within a process. They would wait for each other at its row anyway, each
// with a connection in hand, until nobody else gets one.
import type { ApprovalId } from '#kernel/ids.ts';

/** The last of those who wait, by request; gone when nobody does. */
const last = new Map<ApprovalId, Promise<unknown>>();

/** Runs `work` when those before it are done, however they ended. */
export async function inTurn<T>(id: ApprovalId, work: () => Promise<T>): Promise<T> {
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const before = last.get(id);
  last.set(id, done);
  try {
    await before;
    return await work();
  } finally {
    if (last.get(id) === done) last.delete(id);
    resolve();
  }
}
