import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Fault } from '#kernel/errors.ts';
import { CorrelationId } from '#kernel/ids.ts';
import { DAY_MS, after } from '#kernel/time.ts';
import type { HeldIntent, Intent, IntentHandler } from '#ports/outbox.ts';
import type { Stores } from '#adapters/postgres/stores.ts';
import { createDispatcher } from '#adapters/queue/dispatcher.ts';
import type { Dispatcher, DispatcherOptions, Settled } from '#adapters/queue/dispatcher.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/lead-builder.ts';
import { silentLog } from '../../support/silent-log.ts';

let now = noon;
const clock = { now: () => now };
const db = useDatabase(clock);
const started: Dispatcher[] = [];
let settled: Settled[] = [];

beforeEach(async () => {
  now = noon;
  settled = [];
  await db.rows('DELETE FROM outbox');
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((dispatcher) => dispatcher.drain(5000)));
});

function dispatch(
  handler: IntentHandler<Stores>,
  concurrency = 8,
  bury: NonNullable<DispatcherOptions['bury']> = () => async () => {},
): Dispatcher {
  const dispatcher = createDispatcher({
    bury,
    database: db.database,
    handlers: new Map([['note', handler]]),
    clock,
    log: silentLog,
    concurrency,
    onSettled: (one) => settled.push(one),
  });
  started.push(dispatcher);
  dispatcher.start();
  return dispatcher;
}

function put(key: string, over: Partial<Intent> = {}): Promise<void> {
  return db.database.transact((tx) =>
    tx.outbox.put({
      kind: 'note',
      lane: key,
      key,
      urgency: 5,
      payload: { text: key },
      correlationId: CorrelationId.parse('c-1'),
      ...over,
    }),
  );
}

const row = async (key: string) =>
  (
    await db.rows<{ state: string; attempts: number; note: string | null; due_at: Date; leased_until: Date | null }>(
      'SELECT * FROM outbox WHERE key = $1',
      [key],
    )
  )[0];
const stateOf = async (key: string) => (await row(key))?.state;
const becomes = (key: string, state: string) =>
  vi.waitFor(async () => expect(await stateOf(key)).toBe(state), { timeout: 10_000, interval: 20 });
const done = () => Promise.resolve({ kind: 'done' } as const);

/** A handler that waits to be let go. */
function aGate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

describe('running intents', () => {
  it('runs an intent soon after its transaction commits, and once', async () => {
    const seen: HeldIntent[] = [];
    dispatch(async (intent) => {
      seen.push(intent);
      return done();
    });
    await put('one');
    await put('one', { payload: { text: 'a second row with this key is not written' } });
    await becomes('one', 'done');
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ key: 'one', attempt: 1, payload: { text: 'one' }, createdAt: noon, urgency: 5 });
  });

  it('writes nothing when the transaction rolls back', async () => {
    const failing = db.database.transact(async (tx) => {
      await tx.outbox.put({
        kind: 'note',
        lane: 'x',
        key: 'never',
        urgency: 0,
        payload: {},
        correlationId: CorrelationId.parse('c-1'),
      });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await stateOf('never')).toBeUndefined();
  });

  it('commits what follows from an intent together with its completion', async () => {
    const commit = async (tx: Stores) => {
      await tx.playbookVersions.store('text', 'hash-of-done', noon);
    };
    dispatch(() => Promise.resolve({ kind: 'done', commit }));
    await put('with-commit');
    await becomes('with-commit', 'done');
    expect(await db.rows(`SELECT 1 FROM playbook_version WHERE hash = 'hash-of-done'`)).toHaveLength(1);
  });

  it('keeps the order of a lane and runs lanes side by side', async () => {
    const gate = aGate();
    const begun: string[] = [];
    for (const key of ['a1', 'a2', 'a3', 'b1']) await put(key, { lane: key.slice(0, 1) });
    dispatch(async ({ key }) => {
      begun.push(key);
      if (key === 'a1') await gate.opened;
      return done();
    });
    await becomes('b1', 'done');
    expect(begun).toEqual(['a1', 'b1']);
    gate.open();
    await becomes('a3', 'done');
    expect(begun).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  it('runs the urgent first among the lanes that are ready', async () => {
    const order: string[] = [];
    await put('report', { urgency: 9 });
    await put('card');
    await put('click', { urgency: 0 });
    dispatch(async ({ key }) => {
      order.push(key);
      return done();
    }, 1);
    await becomes('report', 'done');
    expect(order).toEqual(['click', 'card', 'report']);
  });

  it('keeps lanes in order between replicas too', async () => {
    const order: string[] = [];
    const keys = Array.from({ length: 20 }, (_, index) => `r${String(index).padStart(2, '0')}`);
    for (const key of keys) await put(key, { lane: 'shared' });
    const handler: IntentHandler<Stores> = async ({ key }) => {
      order.push(key);
      return done();
    };
    dispatch(handler);
    dispatch(handler);
    await becomes('r19', 'done');
    expect(order).toEqual(keys);
  });

  it('waits until an intent is due by the app’s clock', async () => {
    await put('due-later', { dueAt: after(noon, 60_000) });
    await put('due-now');
    dispatch(done);
    await becomes('due-now', 'done');
    expect(await stateOf('due-later')).toBe('pending');
    now = after(noon, 60_000);
    await becomes('due-later', 'done');
  });
});

describe('what goes wrong', () => {
  it('tries a passing failure again and says that an earlier try may have happened', async () => {
    const attempts: number[] = [];
    dispatch(async ({ attempt }) => {
      attempts.push(attempt);
      if (attempt === 1) throw new Fault('timeout', 'Slack did not answer.');
      return done();
    });
    await put('flaky');
    await vi.waitFor(() => expect(settled).toHaveLength(1));
    expect(await row('flaky')).toMatchObject({ state: 'pending', note: 'Slack did not answer.', leased_until: null });
    now = after(noon, 2000);
    await becomes('flaky', 'done');
    expect(attempts).toEqual([1, 2]);
    expect(settled.map(({ outcome }) => outcome)).toEqual(['retry', 'done']);
  });

  it('waits as long as the other side asks', async () => {
    dispatch(() => Promise.reject(new Fault('rate_limited', 'Slow down.', { retryAfterMs: 90_000 })));
    await put('limited');
    await vi.waitFor(() => expect(settled).toHaveLength(1));
    expect((await row('limited'))?.due_at).toEqual(after(noon, 90_000));
  });

  it('gives up on what has failed for a day', async () => {
    dispatch(() => Promise.reject(new Fault('unavailable', 'Still away.')));
    await put('hopeless');
    await vi.waitFor(() => expect(settled).toHaveLength(1));
    now = after(noon, DAY_MS + 1000);
    await becomes('hopeless', 'dead');
    expect((await row('hopeless'))?.note).toBe('Still away.');
  });

  it('counts “later” neither as a failure nor as an attempt', async () => {
    const attempts: number[] = [];
    dispatch(async ({ attempt }) => {
      attempts.push(attempt);
      return attempts.length === 1 ? { kind: 'later', afterMs: 2 * DAY_MS, because: 'the channel is busy' } : done();
    });
    await put('paced');
    await vi.waitFor(() => expect(settled).toHaveLength(1));
    expect(await row('paced')).toMatchObject({ note: 'the channel is busy', failing_since: null });
    now = after(noon, 2 * DAY_MS);
    await becomes('paced', 'done');
    expect(attempts).toEqual([1, 1]);
  });

  it('keeps any other failure as a dead letter, which does not block its lane', async () => {
    dispatch(async ({ key }) => {
      if (key === 'broken') throw new TypeError('x is not a function');
      return done();
    });
    await put('broken', { lane: 'lane' });
    await put('next', { lane: 'lane' });
    await becomes('next', 'done');
    expect(await row('broken')).toMatchObject({ state: 'dead', note: 'x is not a function' });
    expect((await db.database.queueFigures()).outboxDead).toBe(1);
  });

  it('commits what follows from a handler’s own “never”', async () => {
    const commit = async (tx: Stores) => {
      await tx.playbookVersions.store('text', 'hash-of-dead', noon);
    };
    dispatch(() => Promise.resolve({ kind: 'dead', because: 'the channel is gone', commit }));
    await put('buried');
    await becomes('buried', 'dead');
    expect(await db.rows(`SELECT 1 FROM playbook_version WHERE hash = 'hash-of-dead'`)).toHaveLength(1);
  });

  it('commits what follows from a failure for good, and ends the row even where that cannot be said', async () => {
    dispatch(
      () => Promise.reject(new TypeError('x is not a function')),
      8,
      ({ key }, because) =>
        async (tx) => {
          await tx.playbookVersions.store('text', `${key}: ${because}`, noon);
          if (key === 'unsayable') throw new TypeError('y is not a function');
        },
    );
    for (const key of ['sayable', 'unsayable']) await put(key);
    await becomes('sayable', 'dead');
    await becomes('unsayable', 'dead');
    const kept = await db.rows(`SELECT hash FROM playbook_version WHERE hash LIKE '%sayable%'`);
    expect(kept).toEqual([{ hash: 'sayable: x is not a function' }]);
    expect(await row('sayable')).toMatchObject({ fault: 'internal' });
  });

  it('completes nothing when what follows from it cannot be committed', async () => {
    const commit = async (tx: Stores) => {
      await tx.playbookVersions.store('text', 'hash-rolled-back', noon);
      throw new Fault('unavailable', 'The database is full.');
    };
    dispatch(async ({ attempt }) => (attempt === 1 ? { kind: 'done', commit } : done()));
    await put('half');
    await vi.waitFor(() => expect(settled).toHaveLength(1));
    expect(settled[0]?.outcome).toBe('retry');
    expect(await db.rows(`SELECT 1 FROM playbook_version WHERE hash = 'hash-rolled-back'`)).toHaveLength(0);
  });

  it('tries again, as attempt 2, what a crashed replica held', async () => {
    await put('crashed');
    const [held] = await db.database.outbox.lease(1, now); // the replica dies here
    await db.rows(`UPDATE outbox SET leased_until = clock_timestamp() - interval '1 second'`);
    const attempts: number[] = [];
    dispatch(async ({ attempt }) => {
      attempts.push(attempt);
      return done();
    });
    await becomes('crashed', 'done');
    expect(attempts).toEqual([2]);
    if (!held) throw new Error('nothing was leased');
    const late = db.database.outbox.settle(held, { kind: 'dead', because: 'too late' }, now);
    expect(await late).toBe(false);
    expect(await stateOf('crashed')).toBe('done');
  });

  it('takes over within seconds what a dead process held, and holds on to what lives', async () => {
    await put('held');
    const [held] = await db.database.outbox.lease(1, now);
    const left = async () =>
      (
        await db.rows<{ seconds: number }>(
          `SELECT extract(epoch FROM leased_until - clock_timestamp())::float AS seconds FROM outbox`,
        )
      )[0]?.seconds;
    expect(await left()).toBeLessThanOrEqual(10);
    await db.rows(`UPDATE outbox SET leased_until = clock_timestamp() + interval '1 second'`);
    await db.database.outbox.renew(held ? [held] : []);
    expect(await left()).toBeGreaterThan(1);
    expect(await db.database.outbox.lease(1, after(now, DAY_MS))).toEqual([]);
    expect(await db.database.outbox.reclaim()).toBe(1);
    expect(await db.database.outbox.lease(1, now)).toMatchObject([{ key: 'held', attempt: 2 }]);
  });

  it('tries again what failed while the other side was away, in its order, as soon as it is back', async () => {
    const faults = { gone: 'unavailable', slow: 'timeout', asked: 'rate_limited', other: 'unavailable' } as const;
    dispatch(({ key }) => {
      const fault = faults[key as keyof typeof faults];
      return Promise.reject(new Fault(fault, 'Away.', { retryAfterMs: 240_000 }));
    });
    for (const key of Object.keys(faults))
      await put(key, { payload: { crm: key === 'other' ? 'salesforce' : 'hubspot' } });
    await vi.waitFor(() => expect(settled).toHaveLength(4));
    const { outbox } = db.database;
    expect(await outbox.hasten({ kinds: ['other.kind'], crm: null }, now)).toBe(0);
    now = after(noon, 1000);
    await Promise.all(started.splice(0).map((dispatcher) => dispatcher.drain(5000)));
    expect(await outbox.hasten({ kinds: ['note'], crm: 'hubspot' }, now)).toBe(2);
    const due = await Promise.all(Object.keys(faults).map(async (key) => (await row(key))?.due_at));
    expect(due.slice(0, 2)).toEqual(expect.arrayContaining([now, after(now, 50)]));
    expect(due.slice(2)).toEqual([after(noon, 240_000), after(noon, 240_000)]);
    expect(await outbox.hasten({ kinds: ['note'], crm: null }, now)).toBe(2);
  });

  it('leaves what it does not know how to do to a newer replica', async () => {
    await put('unknown', { kind: 'from.the.future' });
    dispatch(done);
    await vi.waitFor(() => expect(settled.map(({ outcome }) => outcome)).toContain('retry'));
    expect(await row('unknown')).toMatchObject({ state: 'pending' });
  });
});

describe('draining', () => {
  it('finishes what runs and begins nothing new', async () => {
    const gate = aGate();
    const begun: string[] = [];
    await put('running', { lane: 'lane' });
    await put('waiting', { lane: 'lane' });
    const dispatcher = dispatch(async ({ key }) => {
      begun.push(key);
      await gate.opened;
      return done();
    });
    await vi.waitFor(() => expect(begun).toEqual(['running']));
    const drained = dispatcher.drain(5000);
    gate.open();
    expect(await drained).toBe(true);
    expect(await stateOf('running')).toBe('done');
    expect(await row('waiting')).toMatchObject({ state: 'pending', attempts: 0, leased_until: null });
  });

  it('says so when a handler does not end in time', async () => {
    const gate = aGate();
    const begun: string[] = [];
    await put('stuck');
    const dispatcher = dispatch(async ({ key }) => {
      begun.push(key);
      await gate.opened;
      return done();
    });
    await vi.waitFor(() => expect(begun).toHaveLength(1));
    expect(await dispatcher.drain(20)).toBe(false);
    expect((await row('stuck'))?.leased_until).not.toBeNull();
    gate.open();
    await becomes('stuck', 'done');
  });

  it('gives back what was leased and not begun', async () => {
    await put('given-back');
    const held = await db.database.outbox.lease(1, now);
    await db.database.outbox.release(held);
    expect(await row('given-back')).toMatchObject({ attempts: 1, waits: 1, leased_until: null });
  });
});
