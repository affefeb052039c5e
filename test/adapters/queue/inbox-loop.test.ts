import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Fault } from '#kernel/errors.ts';
import { CorrelationId } from '#kernel/ids.ts';
import { after } from '#kernel/time.ts';
import type { HeldEvent } from '#features/intake/store.ts';
import type { CrmEvent, CrmName } from '#ports/crm.ts';
import { createInboxLoop } from '#adapters/queue/inbox-loop.ts';
import type { InboxLoop, InboxLoopOptions } from '#adapters/queue/inbox-loop.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/lead-builder.ts';
import { silentLog } from '../../support/silent-log.ts';

let now = noon;
const clock = { now: () => now };
const db = useDatabase(clock);
const started: InboxLoop[] = [];

beforeEach(async () => {
  now = noon;
  await db.rows('DELETE FROM inbox');
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((loop) => loop.drain(5000)));
});

const events = (count: number, prefix = 'e', crm: CrmName = 'hubspot'): readonly CrmEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    crm,
    key: `${prefix}-${index}`,
    object: 'lead',
    recordId: String(index),
    change: 'changed',
    occurredAt: noon,
    type: 'test',
    correlationId: CorrelationId.parse('c-1'),
  }));

function loop(read: InboxLoopOptions['read']): InboxLoop {
  const made = createInboxLoop({ database: db.database, crms: ['hubspot', 'salesforce'], read, clock, log: silentLog });
  started.push(made);
  made.start();
  return made;
}

const finish = (held: readonly HeldEvent[]) => db.database.transact((tx) => tx.inbox.finish(held, now));
const states = async () =>
  Object.fromEntries(
    (await db.rows<{ state: string; n: number }>('SELECT state, count(*)::int AS n FROM inbox GROUP BY state')).map(
      ({ state, n }) => [state, n],
    ),
  );
const nextDue = async () =>
  (await db.rows<{ due: Date }>(`SELECT min(due_at) AS due FROM inbox WHERE state = 'pending'`))[0]?.due;
const becomes = (wanted: Record<string, number>) =>
  vi.waitFor(async () => expect(await states()).toEqual(wanted), { timeout: 10_000, interval: 20 });

describe('the inbox loop', () => {
  it('reads what comes in, a CRM a batch, never more than 100 at once', async () => {
    const batches: { crm: CrmName; size: number }[] = [];
    await db.database.inbox.receive([...events(250), ...events(3, 's', 'salesforce')], noon);
    loop(async (crm, held) => {
      batches.push({ crm, size: held.length });
      expect(held.every((event) => event.crm === crm)).toBe(true);
      await finish(held);
    });
    await becomes({ done: 253 });
    expect(batches.filter(({ crm }) => crm === 'hubspot').map(({ size }) => size)).toEqual([100, 100, 50]);
    await db.database.inbox.receive(events(1, 'woken'), noon);
    await becomes({ done: 254 });
  });

  it('reads one batch of a CRM at a time, and a second beside a full one', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const sizes: number[] = [];
    await db.database.inbox.receive(events(350), noon);
    loop(async (_, held) => {
      sizes.push(held.length);
      await promise;
      await finish(held);
    });
    await vi.waitFor(() => expect(sizes).toEqual([100, 100]));
    resolve();
    await becomes({ done: 350 });
  });

  it('reads at once after a quiet spell, and then gives the next batch time to fill', async () => {
    const begins: number[] = [];
    loop(async (_, held) => {
      begins.push(performance.now());
      await finish(held);
    });
    for (const prefix of ['first', 'second']) await db.database.inbox.receive(events(1, prefix), noon);
    await becomes({ done: 2 });
    const [first = 0, second = first] = begins;
    expect(second - first === 0 || second - first > 200).toBe(true);
  });

  it('reads again when the CRM is back, no sooner than it asked', async () => {
    let away = true;
    await db.database.inbox.receive(events(3), noon);
    loop(async (_, held) => {
      if (away) throw new Fault('rate_limited', 'Too many calls.', { retryAfterMs: 30_000 });
      await finish(held);
    });
    await vi.waitFor(async () => expect(await nextDue()).toEqual(after(noon, 30_000)));
    away = false;
    now = after(noon, 30_000);
    await becomes({ done: 3 });
  });

  it('keeps events while a token is revoked', async () => {
    await db.database.inbox.receive(events(1), noon);
    loop(() => Promise.reject(new Fault('unauthorized', 'The token was revoked.')));
    await vi.waitFor(async () => expect(await nextDue()).not.toEqual(noon));
    expect(await states()).toEqual({ pending: 1 });
  });

  it('sets aside the one event that breaks the reader, and reads the others', async () => {
    await db.database.inbox.receive(events(20), noon);
    loop(async (_, held) => {
      if (held.some(({ recordId }) => recordId === '7')) throw new TypeError('cannot read record 7');
      await finish(held);
    });
    await becomes({ done: 19, failed: 1 });
    expect(await db.rows(`SELECT key, note FROM inbox WHERE state = 'failed'`)).toEqual([
      { key: 'e-7', note: 'cannot read record 7' },
    ]);
  });

  it('leaves a long batch between two records when it drains, and gives the rest back', async () => {
    await db.database.inbox.receive(events(50), noon);
    const begun = Promise.withResolvers<void>();
    const draining = Promise.withResolvers<void>();
    const running = loop(async (_, held, enough) => {
      for (const event of held) {
        if (enough()) return;
        await finish([event]);
        begun.resolve();
        await draining.promise;
      }
    });
    await begun.promise;
    const drained = running.drain(5000);
    draining.resolve();
    expect(await drained).toBe(true);
    expect(await states()).toEqual({ done: 1, pending: 49 });
    expect(await db.database.inbox.lease('hubspot', 100, noon)).toHaveLength(49);
  });

  it('finishes what it reads before it drains, and begins nothing new', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let reading = 0;
    await db.database.inbox.receive(events(2), noon);
    const running = loop(async (_, held) => {
      reading += 1;
      await promise;
      await finish(held);
    });
    await vi.waitFor(() => expect(reading).toBe(1));
    const drained = running.drain(5000);
    await db.database.inbox.receive(events(1, 'late'), noon);
    resolve();
    expect(await drained).toBe(true);
    expect(await states()).toEqual({ done: 2, pending: 1 });
    expect(reading).toBe(1);
  });
});
