// Our own rules around a CRM's client: what is repeated, what is not, who goes first, and what is told.
import { describe, expect, it, vi } from 'vitest';
import { Fault } from '#kernel/errors.ts';
import { createHttpPolicy, type CallMeter, type CrmCall, type HttpPolicyOptions } from '#adapters/http/policy.ts';

const wide = { limit: 1000, intervalMs: 1000, concurrency: 100 };
const read: CrmCall = { kind: 'read', effect: 'read', urgency: 'normal' };
const once: CrmCall = { kind: 'create', effect: 'once', urgency: 'normal' };

function aPolicy(options: Partial<HttpPolicyOptions> = {}) {
  return createHttpPolicy({ crm: 'hubspot', windows: { general: wide, search: wide }, backOffMs: 2, ...options });
}

function failing(times: number, fault: () => unknown) {
  let calls = 0;
  return {
    calls: () => calls,
    send: async () => {
      calls += 1;
      if (calls <= times) throw fault();
      return 'answer';
    },
  };
}

const reset = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
const refusedConnection = () => Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });

describe('repeating', () => {
  it.each([
    { when: 'a read lost its connection', call: read, fault: reset, calls: 2 },
    {
      when: 'an idempotent write lost its connection',
      call: { ...once, effect: 'idempotent' as const },
      fault: reset,
      calls: 2,
    },
    { when: 'a write never reached the other side', call: once, fault: refusedConnection, calls: 2 },
    {
      when: 'a write was rate limited',
      call: once,
      fault: () => new Fault('rate_limited', 'slow down', { retryAfterMs: 1 }),
      calls: 2,
    },
  ])('tries again when $when', async ({ call, fault, calls }) => {
    const attempt = failing(1, fault);
    await expect(aPolicy().run(call, attempt.send)).resolves.toBe('answer');
    expect(attempt.calls()).toBe(calls);
  });

  it.each([
    {
      when: 'a write lost its connection and may have happened',
      call: once,
      fault: reset,
      code: 'unavailable',
      ambiguous: true,
    },
    { when: 'the CRM said no', call: read, fault: () => new Fault('refused', 'no'), code: 'refused', ambiguous: false },
    {
      when: 'the wait asked for is long',
      call: read,
      fault: () => new Fault('rate_limited', 'later', { retryAfterMs: 60_000 }),
      code: 'rate_limited',
      ambiguous: false,
    },
  ])('gives up at once when $when', async ({ call, fault, code, ambiguous }) => {
    const attempt = failing(9, fault);
    await expect(aPolicy().run(call, attempt.send)).rejects.toMatchObject({ code, ambiguous });
    expect(attempt.calls()).toBe(1);
  });

  it('gives up after three tries', async () => {
    const attempt = failing(9, reset);
    await expect(aPolicy().run(read, attempt.send)).rejects.toMatchObject({ code: 'unavailable' });
    expect(attempt.calls()).toBe(3);
  });
});

describe('time', () => {
  it('ends a call that hangs, and aborts its signal', async () => {
    let aborted = false;
    const hang = (signal: AbortSignal) =>
      new Promise<never>(() => {
        signal.addEventListener('abort', () => {
          aborted = true;
        });
      });
    await expect(aPolicy({ timeoutMs: 20, attempts: 1 }).run(once, hang)).rejects.toMatchObject({
      code: 'timeout',
      ambiguous: true,
    });
    expect(aborted).toBe(true);
  });

  it('cancels what is open and what waits when it closes', async () => {
    const policy = aPolicy({ windows: { general: { ...wide, concurrency: 1 }, search: wide } });
    const open = policy.run(once, () => new Promise<never>(() => undefined));
    const waiting = policy.run(once, async () => 'never');
    policy.close();
    await expect(open).rejects.toMatchObject({ code: 'unavailable', ambiguous: true });
    await expect(waiting).rejects.toMatchObject({ code: 'unavailable', ambiguous: false });
    await expect(policy.run(read, async () => 'never')).rejects.toBeInstanceOf(Fault);
  });
});

describe('sharing the account', () => {
  it('keeps a tenth of the window for claims', async () => {
    const policy = aPolicy({ windows: { general: { limit: 10, intervalMs: 60_000, concurrency: 100 }, search: wide } });
    const done: string[] = [];
    const calls = Array.from({ length: 12 }, async () => {
      await policy.run(read, async () => done.push('normal'));
    });
    await vi.waitFor(() => expect(done).toHaveLength(9));
    await policy.run({ kind: 'assign', effect: 'once', urgency: 'claim' }, async () => done.push('claim'));
    expect(done).toHaveLength(10);
    policy.close();
    await Promise.allSettled(calls);
    expect(done).toHaveLength(10);
  });

  it('lets a claim pass those that were waiting before it', async () => {
    const policy = aPolicy({ windows: { general: { limit: 1, intervalMs: 40, concurrency: 1 }, search: wide } });
    const order: string[] = [];
    const call = (urgency: CrmCall['urgency']) => policy.run({ ...read, urgency }, async () => order.push(urgency));
    await Promise.all([call('normal'), call('scan'), call('normal'), call('claim')]);
    expect(order).toEqual(['normal', 'claim', 'normal', 'scan']);
  });

  it('counts searches apart from the rest', async () => {
    const policy = aPolicy({ windows: { general: wide, search: { limit: 1, intervalMs: 60_000, concurrency: 1 } } });
    const search: CrmCall = { kind: 'search', effect: 'read', urgency: 'scan', lane: 'search' };
    await policy.run(search, async () => 'first');
    const second = policy.run(search, async () => 'second');
    await expect(policy.run(read, async () => 'not held up')).resolves.toBe('not held up');
    policy.close();
    await expect(second).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('holds everybody back while the CRM asks to wait', async () => {
    const paused = Promise.withResolvers<unknown>();
    const policy = aPolicy({ meter: { called: ({ outcome }) => paused.resolve(outcome), used: () => undefined } });
    const limited = policy.run(read, failing(1, () => new Fault('rate_limited', 'wait', { retryAfterMs: 60 })).send);
    await paused.promise;
    const since = performance.now();
    await policy.run(read, async () => 'after the pause');
    expect(performance.now() - since).toBeGreaterThan(40);
    await expect(limited).resolves.toBe('answer');
  });
});

describe('telling', () => {
  it('counts each try with its outcome, and passes on the usage that the vendor reports', async () => {
    const called: string[] = [];
    const used: unknown[] = [];
    const meter: CallMeter = {
      called: ({ crm, kind, outcome }) => called.push(`${crm} ${kind} ${outcome}`),
      used: (usage) => used.push(usage),
    };
    const policy = aPolicy({ meter });
    await policy.run(read, failing(1, reset).send);
    policy.reportUsage({ used: { used: 18, limit: 5000 } });
    expect(called).toEqual(['hubspot read unavailable', 'hubspot read ok']);
    expect(used).toEqual([{ crm: 'hubspot', used: 18, limit: 5000 }]);
  });
});
