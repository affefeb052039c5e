// When a dependency counts as down, what its callers get then, and how it comes back.
import { describe, expect, it, vi } from 'vitest';
import { createBreaker } from '#adapters/breaker/breaker.ts';
import type { BreakerOptions, BreakerState } from '#adapters/breaker/breaker.ts';
import { isOutage } from '#adapters/breaker/outage.ts';
import { Fault } from '#kernel/errors.ts';

const down = () => Promise.reject(new Fault('unavailable', 'no answer (ECONNREFUSED)'));
const fine = () => Promise.resolve('fine');

function aBreaker(options: Partial<BreakerOptions> = {}) {
  const breaker = createBreaker({ name: 'Salesforce', isOutage, failures: 3, firstWaitMs: 20, ...options });
  const states: BreakerState[] = [];
  breaker.onChange(({ state }) => states.push(state));
  return { breaker, states };
}

async function failing(breaker: ReturnType<typeof createBreaker>, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await breaker.run(down).catch(() => undefined);
}

describe('A circuit breaker', () => {
  it('lets everything through, and what fails fails as it is, until too many failed in a row', async () => {
    const { breaker, states } = aBreaker({ firstWaitMs: 60_000, longestWaitMs: 60_000 });
    await failing(breaker, 2);
    await expect(breaker.run(fine)).resolves.toBe('fine');
    await failing(breaker, 2);
    await expect(breaker.run(fine)).resolves.toBe('fine');
    expect(breaker.status()).toEqual({ state: 'closed', since: null, because: null, retryAfterMs: 0 });
    await expect(breaker.run(down)).rejects.toThrow('no answer (ECONNREFUSED)');
    await failing(breaker, 2);
    expect(states).toEqual(['open']);
  });

  it('then refuses at once, with the reason, since when, and when to come back', async () => {
    const { breaker } = aBreaker({ firstWaitMs: 60_000, longestWaitMs: 60_000 });
    await failing(breaker, 3);
    const work = vi.fn(fine);
    const refused = await breaker.run(work).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Fault);
    expect(refused).toMatchObject({
      code: 'unavailable',
      ambiguous: false,
      message: 'Salesforce does not answer for now: no answer (ECONNREFUSED)',
    });
    const { retryAfterMs = 0 } = refused as Fault;
    expect(retryAfterMs).toBeGreaterThan(40_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
    expect(() => breaker.admit()).toThrow('Salesforce does not answer');
    expect(work).not.toHaveBeenCalled();
    expect(breaker.status()).toMatchObject({ state: 'open', because: 'no answer (ECONNREFUSED)' });
    expect(breaker.status().since).toBeInstanceOf(Date);
  });

  it('lets one call see whether it answers again, refuses the others meanwhile, and closes when it does', async () => {
    const { breaker, states } = aBreaker();
    await failing(breaker, 3);
    await vi.waitFor(() => expect(breaker.status().retryAfterMs).toBe(0), { timeout: 10_000 });
    const answer = Promise.withResolvers<string>();
    const probe = breaker.run(() => answer.promise);
    expect(breaker.status()).toMatchObject({ state: 'half_open', because: 'no answer (ECONNREFUSED)' });
    await expect(breaker.run(fine)).rejects.toMatchObject({ code: 'unavailable' });
    answer.resolve('back');
    await expect(probe).resolves.toBe('back');
    await expect(breaker.run(fine)).resolves.toBe('fine');
    expect(states).toEqual(['open', 'half_open', 'closed']);
    expect(breaker.status().since).toBeNull();
  });

  it('waits longer after each call that found it still down, and remembers since when it is', async () => {
    const { breaker, states } = aBreaker({ firstWaitMs: 20, longestWaitMs: 60_000 });
    await failing(breaker, 3);
    const { since } = breaker.status();
    await vi.waitFor(() => expect(breaker.status().retryAfterMs).toBe(0), { timeout: 10_000 });
    await expect(breaker.run(down)).rejects.toThrow('no answer (ECONNREFUSED)');
    expect(states).toEqual(['open', 'half_open', 'open']);
    expect(breaker.status().since).toEqual(since);
  });

  it.each([
    { when: 'it refuses us', fault: new Fault('refused', 'no') },
    { when: 'it wants us to wait', fault: new Fault('rate_limited', 'slow down', { retryAfterMs: 1 }) },
    { when: 'it does not take our token', fault: new Fault('unauthorized', 'no token') },
    { when: 'a row is locked', fault: new Fault('unavailable', 'locked', { cause: { status: 423 } }) },
    { when: 'we have a defect', fault: new TypeError('undefined is not a function') },
  ])('stays closed when $when', async ({ fault }) => {
    const { breaker } = aBreaker();
    for (let time = 0; time < 9; time += 1) {
      await expect(breaker.run(() => Promise.reject(fault))).rejects.toBe(fault);
    }
    expect(breaker.status().state).toBe('closed');
  });

  it.each([
    { when: 'nothing answers', fault: new Fault('unavailable', 'ECONNRESET') },
    { when: 'an answer does not come in time', fault: new Fault('timeout', 'no answer within 15 s') },
    { when: 'a gateway answers 503', fault: new Fault('unavailable', 'status 503', { cause: { status: 503 } }) },
  ])('opens when $when', async ({ fault }) => {
    const { breaker } = aBreaker({ firstWaitMs: 60_000 });
    for (let time = 0; time < 3; time += 1) {
      await expect(breaker.run(() => Promise.reject(fault))).rejects.toBe(fault);
    }
    expect(breaker.status().state).toBe('open');
  });

  it('counts a refusal in between as an answer', async () => {
    const { breaker } = aBreaker();
    await failing(breaker, 2);
    await expect(breaker.run(() => Promise.reject(new Fault('not_found', 'gone')))).rejects.toThrow('gone');
    await failing(breaker, 2);
    expect(breaker.status().state).toBe('closed');
  });
});
