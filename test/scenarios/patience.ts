// Waiting in scenarios: for what takes its time on a busy machine, and never longer than that.
import { vi } from 'vitest';

/** Until `look` does not throw; throws what it threw last after so many milliseconds. */
export function patiently<T>(timeout: number, look: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(look, { timeout, interval: 50 });
}
