import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBreaker } from '#adapters/breaker/breaker.ts';
import { awaitReturn } from '#adapters/breaker/come-back.ts';
import { Fault } from '#kernel/errors.ts';

const away = new Fault('unavailable', 'no answer');

describe('something that is away', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }));
  afterEach(() => void vi.useRealTimers());

  it('is looked at again by itself, until it is back, and then no more', async () => {
    const breaker = createBreaker({ name: 'HubSpot', isOutage: () => true, failures: 1 });
    let up = false;
    let looks = 0;
    let backs = 0;
    const look = (): Promise<void> =>
      breaker.run(async () => {
        looks += 1;
        if (!up) throw away;
      });
    const stop = awaitReturn(breaker, look, () => void (backs += 1));
    await expect(look()).rejects.toBe(away);

    await vi.advanceTimersByTimeAsync(20_000);
    expect(looks).toBeGreaterThan(3);
    expect(backs).toBe(0);
    up = true;
    await vi.advanceTimersByTimeAsync(6_000);
    expect(backs).toBe(1);
    const then = looks;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looks).toBe(then);
    stop();
  });

  it('is left alone once nobody wants to know any more', async () => {
    const breaker = createBreaker({ name: 'HubSpot', isOutage: () => true, failures: 1 });
    let looks = 0;
    const look = (): Promise<void> =>
      breaker.run(async () => {
        looks += 1;
        throw away;
      });
    const stop = awaitReturn(breaker, look, () => undefined);
    await expect(look()).rejects.toBe(away);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looks).toBe(1);
  });
});
