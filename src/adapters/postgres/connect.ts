// The database as the rest of the app sees it: stores, transactions, the two queues, and how it is doing.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#ports/clock.ts';
import type { Log } from '#ports/log.ts';
import type { Transact } from '#ports/transact.ts';
import { createClient } from './client.ts';
import type { Health, QueueFigures } from './figures.ts';
import { databaseHealth, forgetFinished, queueFigures } from './figures.ts';
import type { InboxQueue } from './inbox-queue.ts';
import { createInboxQueue } from './inbox-queue.ts';
import type { Channel } from './listener.ts';
import { createListener } from './listener.ts';
import type { OutboxQueue } from './outbox-queue.ts';
import { createOutboxQueue } from './outbox-queue.ts';
import type { Stores } from './stores.ts';
import { createStores } from './stores.ts';

export interface Database {
  /** One unit of work. It may be run again from its start when it loses a race, so it changes nothing but the stores. */
  readonly transact: Transact<Stores>;
  /** For reads: each call commits on its own, and locks last no longer than the call. */
  readonly stores: Stores;
  readonly inbox: InboxQueue;
  readonly outbox: OutboxQueue;
  /** Calls `wake` when rows were committed to a queue; may be missed, so poll as well. Returns how to stop. */
  listen(channel: Channel, wake: () => void): () => void;
  health(): Promise<Health>;
  queueFigures(): Promise<QueueFigures>;
  /** Forgets finished queue rows older than `before`; returns how many. */
  forgetFinished(before: Date): Promise<number>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly log: Log;
  readonly clock: Clock;
  /** Connections; one more is held for notifications. */
  readonly poolSize: number;
  /** A connection that says nothing for this long is given up (default 12 s). */
  readonly silenceMs?: number;
}

/** A host that is gone does not answer a goodbye either, and must not keep the app from ending. */
const GOODBYE_MS = 2000;

/**
 * Connects to a migrated database. All calls throw Fault: `unavailable` when it cannot be reached, is full or too slow,
 * `unauthorized` or `not_configured` when the URL is wrong, `internal` when it refuses what we say.
 */
export function connectDatabase({ clock, ...options }: DatabaseOptions): Database {
  const { url, log } = options;
  const client = createClient(options);
  const listener = createListener(url, log);
  return {
    transact: (work) => client.transaction((db) => work(createStores(db, clock))),
    stores: createStores(client.queries, clock),
    inbox: createInboxQueue(client.pool),
    outbox: createOutboxQueue(client, (db) => createStores(db, clock)),
    listen: (channel, wake) => listener.listen(channel, wake),
    health: () => databaseHealth(client.pool),
    queueFigures: () => queueFigures(client.pool, clock.now()),
    forgetFinished: (before) => forgetFinished(client.pool, before),
    async close() {
      await Promise.race([hangUp(), sleep(GOODBYE_MS, undefined, { ref: false })]);
    },
  };

  async function hangUp(): Promise<void> {
    await listener.close();
    await client.close();
  }
}
