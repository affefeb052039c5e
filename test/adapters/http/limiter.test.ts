import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLimiter } from '#adapters/http/limiter.ts';
import type { Limiter, Urgency } from '#adapters/http/limiter.ts';

const never = new AbortController().signal;
/** Longer than any test takes, so that nothing comes free by time. */
const windowOf = (limit: number) => createLimiter({ limit, intervalMs: 3_600_000, concurrency: 1000 });

/** How many of these calls start at once. */
async function start(limiter: Limiter, urgency: Urgency, calls: number): Promise<number> {
  let started = 0;
  for (let call = 0; call < calls; call += 1) void limiter.acquire(urgency, never).then(() => (started += 1));
  await nextTurn();
  return started;
}

describe('a window of a hundred calls', () => {
  it('is for scans but for five, while nobody more urgent comes', async () => {
    expect(await start(windowOf(100), 'scan', 200)).toBe(95);
  });

  it('keeps five more places from scans for each call that is more urgent, down to seventy', async () => {
    const limiter = windowOf(100);
    await start(limiter, 'normal', 2);
    expect(await start(limiter, 'scan', 200)).toBe(83);
    const busy = windowOf(100);
    await start(busy, 'claim', 30);
    expect(await start(busy, 'scan', 200)).toBe(40);
  });

  it('full of scans, lets events and claims in at once', async () => {
    const limiter = windowOf(100);
    await start(limiter, 'scan', 200);
    expect(await start(limiter, 'normal', 2)).toBe(2);
    expect(await start(limiter, 'claim', 10)).toBe(3);
  });

  it('keeps a tenth for claims from everybody else', async () => {
    const limiter = windowOf(100);
    expect(await start(limiter, 'normal', 200)).toBe(90);
    expect(await start(limiter, 'scan', 10)).toBe(0);
    expect(await start(limiter, 'claim', 200)).toBe(10);
  });

  it('is for whoever comes, where only one kind of caller does', async () => {
    const searches = createLimiter({ limit: 5, intervalMs: 3_600_000, concurrency: 10, reserve: false });
    expect(await start(searches, 'scan', 10)).toBe(5);
  });
});
