import { describe, expect, it } from 'vitest';
import { killFill, measureFill } from './first-fill.ts';

/** A small account, with limits that are as large against it as the real ones are against a large one. */
const limits = { burst: 1900, searchPerSecond: 50, daily: 650_000 };
const size = { contacts: 2000, deals: 400, limits };

describe('the first reading of an account', () => {
  it('is complete, in few calls', { timeout: 600_000 }, async () => {
    const figures = await measureFill(size);
    expect(figures.refused).toBe(0);
    expect(figures.calls + figures.searches).toBeLessThan(200);
  });

  it('killed in its middle again and again, is complete and counted once', { timeout: 600_000 }, async () => {
    const kept = await killFill(size, { deaths: 2, seed: 5, apart: 300 }, () => undefined);
    expect(kept).toHaveLength(2);
  });
});
