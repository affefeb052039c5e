// Waits for what happens soon, with patience for a busy machine.
import { vi } from 'vitest';

export function eventually<T>(look: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(look, { timeout: 8_000, interval: 10 });
}
