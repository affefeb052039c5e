import { describe, expect, it } from 'vitest';
import { CorrelationId } from '#kernel/ids.ts';
import { after } from '#kernel/time.ts';
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

describe('leasing', () => {
  it('hands out what is due, oldest first, to one reader at a time, and again when the lease ran out', async () => {
    await emptyInbox();
    const { inbox } = db.database;
    const [first, second, other] = [anEvent(), anEvent(), anEvent({ crm: 'salesforce' })];
    await inbox.receive([second], after(noon, 2));
    await inbox.receive([first], after(noon, 1));
    await inbox.receive([other], noon);
    expect(await inbox.lease('hubspot', 10, noon, inMinute)).toEqual([]);
    const now = after(noon, 5);
    const held = await inbox.lease('hubspot', 10, now, inMinute);
    expect(held.map(({ key, attempts }) => ({ key, attempts }))).toEqual([
      { key: first.key, attempts: 1 },
      { key: second.key, attempts: 1 },
    ]);
    expect(held[0]).toMatchObject(first);
    expect(await inbox.lease('hubspot', 10, now, inMinute)).toEqual([]);
    const again = await inbox.lease('hubspot', 1, inMinute, after(inMinute, 1));
    expect(again.map(({ key, attempts }) => ({ key, attempts }))).toEqual([{ key: first.key, attempts: 2 }]);
  });

  it('finishes with the transaction, postpones and fails with a reason', async () => {
    await emptyInbox();
    const { inbox } = db.database;
    const [done, postponed, failed] = [anEvent(), anEvent(), anEvent()];
    await inbox.receive([done, postponed, failed], noon);
    const ids = new Map((await inbox.lease('hubspot', 10, noon, inMinute)).map(({ key, id }) => [key, id]));
    const id = ({ key }: CrmEvent) => [ids.get(key) ?? ''];
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
    expect(await inbox.nextDue('hubspot')).toEqual(inMinute);
    expect(await inbox.nextDue('salesforce')).toBeNull();
    await inbox.hasten('salesforce', noon);
    expect(await inbox.nextDue('hubspot')).toEqual(inMinute);
    await inbox.hasten('hubspot', noon);
    expect(await inbox.nextDue('hubspot')).toEqual(noon);
    await inbox.postpone(id(done), inMinute, 'too late');
    expect(await stateOf(done.key)).toMatchObject({ state: 'done' });
    expect(await db.database.queueFigures()).toMatchObject({ inboxPending: 1, inboxFailed: 1, oldestDueSeconds: 0 });
    expect(await db.database.forgetFinished(inMinute)).toBe(1);
    expect(await stateOf(failed.key)).toBeDefined();
  });
});
