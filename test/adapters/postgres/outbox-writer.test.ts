import { beforeEach, describe, expect, it } from 'vitest';
import { CorrelationId } from '#kernel/ids.ts';
import { after } from '#kernel/time.ts';
import type { Intent } from '#ports/outbox.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/lead-builder.ts';

const db = useDatabase({ now: () => noon });
const later = after(noon, 5000);

beforeEach(() => db.rows('DELETE FROM outbox'));

function put(key: string, over: Partial<Intent> = {}): Promise<void> {
  const correlationId = CorrelationId.parse('c-1');
  return db.database.transact((tx) =>
    tx.outbox.put({ kind: 'note', lane: 'card', key, urgency: 9, payload: {}, correlationId, ...over }),
  );
}
const due = async () => (await db.database.outbox.lease(10, noon)).map(({ key }) => key);

describe('what is ahead of a click in its lane', () => {
  it('does not wait for its time, and goes before the details of others', async () => {
    await put('other', { lane: 'other' });
    await put('detail', { dueAt: later });
    await put('click', { urgency: 0 });
    expect(await due()).toEqual(['detail', 'other']);
  });

  it('is left alone while it runs, and in other lanes', async () => {
    await put('running');
    expect(await due()).toEqual(['running']);
    await put('elsewhere', { lane: 'other', dueAt: later });
    await put('click', { urgency: 0 });
    expect(await db.rows('SELECT key FROM outbox WHERE urgency = 0')).toEqual([{ key: 'click' }]);
    expect(await due()).toEqual([]);
  });

  it('waits as before when nothing urgent follows', async () => {
    await put('detail', { dueAt: later });
    await put('card', { urgency: 5 });
    expect(await due()).toEqual([]);
  });
});

describe('a lane', () => {
  it('that waits is due sooner when it is hastened, and never later', async () => {
    await put('one', { dueAt: later });
    expect(await db.database.transact((tx) => tx.outbox.hasten('card', after(later, 1000)))).toBe(true);
    expect(await due()).toEqual([]);
    expect(await db.database.transact((tx) => tx.outbox.hasten('card', noon))).toBe(true);
    expect(await due()).toEqual(['one']);
  });

  it('in which nothing stands says so', async () => {
    expect(await db.database.transact((tx) => tx.outbox.hasten('empty', noon))).toBe(false);
    expect(await db.database.stores.outbox.stands('empty')).toBe(false);
    await put('one');
    expect(await db.database.stores.outbox.stands('card')).toBe(true);
  });
});

describe('what need be done once', () => {
  const keys = async () => (await db.rows<{ key: string }>('SELECT key FROM outbox ORDER BY id')).map(({ key }) => key);

  it('is not written while one of its kind waits in the lane', async () => {
    await put('first', { once: true, dueAt: later });
    await put('second', { once: true });
    await put('another kind', { once: true, kind: 'line' });
    await put('another lane', { once: true, lane: 'other' });
    await put('more urgent', { once: true, urgency: 5 });
    expect(await keys()).toEqual(['first', 'another kind', 'another lane', 'more urgent']);
  });

  it('is written beside one that runs, which may have looked before', async () => {
    await put('running', { once: true });
    expect(await due()).toEqual(['running']);
    await put('next', { once: true });
    expect(await keys()).toEqual(['running', 'next']);
  });

  it('keeps the one that waits from running before the change is committed', async () => {
    await put('waiting', { once: true });
    await db.database.transact(async (tx) => {
      const correlationId = CorrelationId.parse('c-2');
      await tx.outbox.put({
        kind: 'note',
        lane: 'card',
        key: 'next',
        urgency: 9,
        payload: {},
        correlationId,
        once: true,
      });
      expect(await due()).toEqual([]);
    });
    expect(await due()).toEqual(['waiting']);
  });
});
