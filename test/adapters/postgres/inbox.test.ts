import { describe, expect, it } from 'vitest';
import { CorrelationId } from '#kernel/ids.ts';
import { after, DAY_MS } from '#kernel/time.ts';
import type { CrmEvent } from '#ports/crm.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/lead-builder.ts';

const db = useDatabase({ now: () => noon });
const inMinute = after(noon, 60_000);
let counter = 0;

function anEvent(over: Partial<CrmEvent> = {}): CrmEvent {
  counter += 1;
  return {
    crm: 'hubspot',
    key: `event-${counter}`,
    object: 'lead',
    recordId: String(counter),
    change: 'changed',
    occurredAt: noon,
    type: 'contact.propertyChange',
    correlationId: CorrelationId.parse(`c-${counter}`),
    ...over,
  };
}

const stateOf = async (key: string) =>
  (await db.rows<{ state: string; note: string | null }>('SELECT state, note FROM inbox WHERE key = $1', [key]))[0];

async function emptyInbox(): Promise<void> {
  await db.rows('DELETE FROM inbox');
}

describe('receiving', () => {
  it('stores an event once, whoever brings it again and however they race', async () => {
    const { inbox } = db.database;
    const event = anEvent();
    const answers = await Promise.all(Array.from({ length: 50 }, () => inbox.receive([event, anEvent()], noon)));
    expect(answers.toSorted((one, other) => one - other)).toEqual([...Array.from({ length: 49 }, () => 1), 2]);
    expect(await inbox.receive([event, event], noon)).toBe(0);
    expect(await inbox.receive([], noon)).toBe(0);
  });

  it('stores the same events in any order at the same time without waiting in a circle', async () => {
    const events = Array.from({ length: 200 }, () => anEvent());
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        db.database.inbox.receive(index % 2 === 0 ? events : events.toReversed(), noon),
      ),
    );
    expect(answers.reduce((sum, stored) => sum + stored, 0)).toBe(200);
  });

  it('counts an event twice in one delivery as one', async () => {
    const event = anEvent();
    expect(await db.database.inbox.receive([event, event], noon)).toBe(1);
  });

  it('records events about objects that we do not keep as ignored', async () => {
    const event = anEvent({ object: null });
    expect(await db.database.inbox.receive([event], noon)).toBe(1);
    expect(await stateOf(event.key)).toMatchObject({ state: 'ignored' });
  });

  it('does not let what cannot be stored fail the call beside it', async () => {
    const [good, bad] = [anEvent(), anEvent({ type: 'a\0b' })];
    const answers = await Promise.allSettled([
      db.database.inbox.receive([bad], noon),
      db.database.inbox.receive([good], noon),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await stateOf(bad.key)).toBeUndefined();
  });

  it('takes more than a batch at once', async () => {
    const calls = Array.from({ length: 30 }, () => Array.from({ length: 100 }, () => anEvent()));
    const stored = await Promise.all(calls.map((events) => db.database.inbox.receive(events, noon)));
    expect(stored.every((count) => count === 100)).toBe(true);
  });
});

const nextDue = async (crm: string) =>
  (
    await db.rows<{ due: Date | null }>(`SELECT min(due_at) AS due FROM inbox WHERE state = 'pending' AND crm = $1`, [
      crm,
    ])
  )[0]?.due;
/** Whoever held events died: their leases have run out. */
const leasesEnd = () => db.rows(`UPDATE inbox SET leased_until = clock_timestamp() - interval '1 second'`);

describe('leasing', () => {
  it('hands out what is due, oldest first, to one reader at a time, and again when the lease ran out', async () => {
    await emptyInbox();
    const { inbox } = db.database;
    const [first, second, other] = [anEvent(), anEvent(), anEvent({ crm: 'salesforce' })];
    await inbox.receive([second], after(noon, 2));
    await inbox.receive([first], after(noon, 1));
    await inbox.receive([other], noon);
    expect(await inbox.lease('hubspot', 10, noon)).toEqual([]);
    const now = after(noon, 5);
    const held = await inbox.lease('hubspot', 10, now);
    expect(held.map(({ key, attempts }) => ({ key, attempts }))).toEqual([
      { key: first.key, attempts: 1 },
      { key: second.key, attempts: 1 },
    ]);
    expect(held[0]).toMatchObject(first);
    expect(await inbox.lease('hubspot', 10, after(now, DAY_MS))).toEqual([]);
    await leasesEnd();
    const again = await inbox.lease('hubspot', 1, now);
    expect(again.map(({ key, attempts }) => ({ key, attempts }))).toEqual([{ key: first.key, attempts: 2 }]);
  });

  it('holds on to what is renewed, for seconds of the database’s own time', async () => {
    await emptyInbox();
    const { inbox } = db.database;
    await inbox.receive([anEvent()], noon);
    const held = await inbox.lease('hubspot', 1, noon);
    await leasesEnd();
    await inbox.renew(held);
    const [left] = await db.rows<{ seconds: number }>(
      'SELECT extract(epoch FROM leased_until - clock_timestamp())::float AS seconds FROM inbox',
    );
    expect(left?.seconds).toBeGreaterThan(0);
    expect(left?.seconds).toBeLessThanOrEqual(10);
  });

  it('renews without waiting for an event that is being finished', async () => {
    await emptyInbox();
    const { inbox, transact } = db.database;
    await inbox.receive([anEvent(), anEvent()], noon);
    const held = await inbox.lease('hubspot', 10, noon);
    await db.rows(`UPDATE inbox SET leased_until = clock_timestamp()`);
    await transact(async (tx) => {
      await tx.inbox.finish(held.slice(0, 1), noon);
      await inbox.renew(held);
      const renewed = await db.rows(`SELECT key FROM inbox WHERE leased_until > clock_timestamp()`);
      expect(renewed).toEqual([{ key: held[1]?.key }]);
    });
    expect(await stateOf(held[0]?.key ?? '')).toMatchObject({ state: 'done' });
  });

  it('lets nobody settle what somebody else holds by now', async () => {
    await emptyInbox();
    const { inbox } = db.database;
    const event = anEvent();
    await inbox.receive([event], noon);
    const stalled = await inbox.lease('hubspot', 1, noon);
    await leasesEnd();
    const [holder] = await inbox.lease('hubspot', 1, noon);
    await inbox.fail(stalled, 'said by who lost it', noon);
    await inbox.postpone(stalled, inMinute, 'said by who lost it');
    await leasesEnd();
    await inbox.renew(stalled);
    expect(await inbox.lease('hubspot', 1, noon)).toMatchObject([{ attempts: 3 }]);
    const finishing = db.database.transact((tx) => tx.inbox.finish(stalled, noon));
    await expect(finishing).rejects.toMatchObject({ code: 'unavailable' });
    expect(await stateOf(event.key)).toEqual({ state: 'pending', note: null });
    if (!holder) throw new Error('nothing was leased');
    const current = { ...holder, attempts: 3 };
    // Two records of a batch may stand behind one event: finishing it twice is no loss.
    for (const _ of [1, 2]) await db.database.transact((tx) => tx.inbox.finish([current], noon));
    expect(await stateOf(event.key)).toMatchObject({ state: 'done' });
  });

  it('takes back at once what a process held that was alone here', async () => {
    await emptyInbox();
    const { inbox } = db.database;
    await inbox.receive([anEvent()], noon);
    await inbox.lease('hubspot', 1, noon);
    expect(await inbox.reclaim()).toBe(1);
    expect(await inbox.lease('hubspot', 1, noon)).toMatchObject([{ attempts: 2 }]);
  });

  it('finishes with the transaction, postpones and fails with a reason', async () => {
    await emptyInbox();
    const { inbox } = db.database;
    const [done, postponed, failed] = [anEvent(), anEvent(), anEvent()];
    await inbox.receive([done, postponed, failed], noon);
    const held = Map.groupBy(await inbox.lease('hubspot', 10, noon), ({ key }) => key);
    const id = ({ key }: CrmEvent) => held.get(key) ?? [];
    const rolledBack = db.database.transact(async (tx) => {
      await tx.inbox.finish(id(done), noon);
      throw new Error('roll back');
    });
    await expect(rolledBack).rejects.toThrow('roll back');
    expect(await stateOf(done.key)).toMatchObject({ state: 'pending' });
    await db.database.transact((tx) => tx.inbox.finish(id(done), noon, 'unchanged'));
    await inbox.postpone(id(postponed), inMinute, 'the CRM is away');
    await inbox.fail(id(failed), 'no such record type', noon);
    expect(await stateOf(done.key)).toEqual({ state: 'done', note: 'unchanged' });
    expect(await stateOf(failed.key)).toEqual({ state: 'failed', note: 'no such record type' });
    await inbox.hasten('salesforce', noon);
    expect(await nextDue('hubspot')).toEqual(inMinute);
    await inbox.hasten('hubspot', noon);
    expect(await nextDue('hubspot')).toEqual(noon);
    await inbox.postpone(id(done), inMinute, 'too late');
    expect(await stateOf(done.key)).toMatchObject({ state: 'done' });
    expect(await db.database.queueFigures()).toMatchObject({ inboxPending: 1, inboxFailed: 1, oldestDueSeconds: 0 });
    expect(await db.database.forgetFinished(inMinute)).toBe(1);
    expect(await stateOf(failed.key)).toBeDefined();
  });
});
