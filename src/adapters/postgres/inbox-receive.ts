// Stores what CRMs send. All calls that wait share one statement, so that a burst of webhooks costs one commit.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Fault, isTransient } from '#kernel/errors.ts';
import type { CrmEvent } from '#ports/crm.ts';
import { rowsOf } from './statements.ts';
import type { Sql } from './statements.ts';

interface Waiting {
  readonly events: readonly CrmEvent[];
  readonly now: Date;
  readonly resolve: (stored: number) => void;
  readonly reject: (error: unknown) => void;
}

/** Rows a statement; a larger call goes alone. */
const BATCH = 1000;

/** Statements at a time: while one waits for the disk, the next is gathered and sent. */
const STATEMENTS = 2;

// In the order of their keys, so that two statements with the same events never wait for each other in a circle.
const INSERT = `
  WITH put AS (
    INSERT INTO inbox (key, crm, object, record_id, change, type, occurred_at, received_at, due_at, correlation_id,
      state, finished_at)
    SELECT key, crm, object, record_id, change, type, occurred_at, received_at, received_at, correlation_id,
      CASE WHEN object IS NULL THEN 'ignored' ELSE 'pending' END, CASE WHEN object IS NULL THEN received_at END
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
      $8::timestamptz[], $9::text[])
      AS given (key, crm, object, record_id, change, type, occurred_at, received_at, correlation_id)
    ORDER BY key
    ON CONFLICT (key) DO NOTHING RETURNING key, state
  )
  SELECT key, CASE WHEN state = 'pending' THEN pg_notify('inbox', '') END FROM put`;

/** `Inbox.receive`: resolves after the commit with how many of the given events were new. */
export function createReceiver(pool: Sql): (events: readonly CrmEvent[], now: Date) => Promise<number> {
  let waiting: Waiting[] = [];
  let storing = 0;

  return function receive(events, now) {
    if (events.length === 0) return Promise.resolve(0);
    return new Promise((resolve, reject) => {
      waiting.push({ events, now, resolve, reject });
      if (storing < STATEMENTS) void storeWaiting();
    });
  };

  async function storeWaiting(): Promise<void> {
    storing += 1;
    while (waiting.length > 0) {
      // Requests that have arrived and were not looked at yet are worth the turn: each statement costs as much as ten.
      await nextTurn();
      const batch = takeBatch();
      if (batch.length === 0) break;
      try {
        await store(batch);
      } catch (error) {
        if (batch.length > 1 && !isTransient(error)) await storeOneByOne(batch);
        else for (const call of batch) call.reject(error);
      }
    }
    storing -= 1;
  }

  function takeBatch(): readonly Waiting[] {
    let rows = 0;
    const fits = waiting.findIndex(({ events }, index) => (rows += events.length) > BATCH && index > 0);
    const batch = fits === -1 ? waiting : waiting.slice(0, fits);
    waiting = waiting.slice(batch.length);
    return batch;
  }

  // One call's text that PostgreSQL cannot hold must not fail the calls that happened to wait beside it.
  async function storeOneByOne(batch: readonly Waiting[]): Promise<void> {
    for (const call of batch) {
      try {
        await store([call]);
      } catch (error) {
        call.reject(error);
      }
    }
  }

  async function store(batch: readonly Waiting[]): Promise<void> {
    const rows = batch.flatMap(({ events, now }) => events.map((event) => ({ ...event, now })));
    const stored = await rowsOf<{ key: string }>(pool, INSERT, [
      rows.map(({ key }) => withoutNul(key)),
      rows.map(({ crm }) => crm),
      rows.map(({ object }) => object),
      rows.map(({ recordId }) => withoutNul(recordId)),
      rows.map(({ change }) => change),
      rows.map(({ type }) => withoutNul(type)),
      rows.map(({ occurredAt }) => occurredAt),
      rows.map(({ now }) => now),
      rows.map(({ correlationId }) => correlationId),
    ]);
    const fresh = new Set(stored.map(({ key }) => key));
    // A key that two calls bring counts as new for the first.
    for (const { events, resolve } of batch) resolve(events.filter(({ key }) => fresh.delete(key)).length);
  }
}

function withoutNul(text: string): string {
  if (text.includes('\0')) throw new Fault('invalid_input', 'An event holds a character that cannot be stored.');
  return text;
}
