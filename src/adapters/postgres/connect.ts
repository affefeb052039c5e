// The database as the rest of the app sees it: stores, transactions, the two queues, and how it is doing.
import { setTimeout as sleep } from 'node:timers/promises';
import type { SealReader, SealStore } from '#features/audit/store.ts';
import type { MetricStore } from '#features/metrics/store.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';
import type { Transact } from '#ports/transact.ts';
import { createBreaker } from '#adapters/breaker/breaker.ts';
import type { Breaker } from '#adapters/breaker/breaker.ts';
import { ownFigures } from './anomalies/own-figures.ts';
import type { OwnFigures } from './anomalies/own-figures.ts';
import { approvalFigures } from './approval-figures.ts';
import type { ApprovalFigures } from './approval-figures.ts';
import { createSealReader } from './audit-reading.ts';
import { createSealStore } from './audit-seals.ts';
import { createClient } from './client.ts';
import { awaitReturn } from '#adapters/breaker/come-back.ts';
import { isAway } from './faults.ts';
import type { DatabaseFacts, Health, QueueFigures } from './figures.ts';
import { databaseFacts, databaseHealth, lastPush, queueFigures } from './figures.ts';
import { forgetFinished } from './forget.ts';
import type { InboxQueue } from './inbox-queue.ts';
import { createInboxQueue } from './inbox-queue.ts';
import type { Channel } from './listener.ts';
import { createListener } from './listener.ts';
import type { OutboxQueue } from './outbox-queue.ts';
import { createOutboxQueue } from './outbox-queue.ts';
import type { SlotBook } from './slots.ts';
import { createSlotBook } from './slots.ts';
import { createReadingPool } from './metrics/reading-pool.ts';
import { createMetricStore } from './metrics/store.ts';
import type { Stores } from './stores.ts';
import { createStores, inStores } from './stores.ts';
import { rowsOf } from './statements.ts';

export interface Database {
  /** One unit of work. It may be run again from its start when it loses a race, so it changes nothing but the stores. */
  readonly transact: Transact<Stores>;
  /** The same for a command that takes minutes. */
  readonly transactLong: Transact<Stores>;
  /** For reads: each call commits on its own, and locks last no longer than the call. */
  readonly stores: Stores;
  /** Numbers, on a few connections of their own. */
  readonly metrics: MetricStore;
  readonly inbox: InboxQueue;
  readonly outbox: OutboxQueue;
  readonly seals: SealStore;
  readonly sealedLog: SealReader;
  /** Turns that all processes share. @param clock whose time they go by; null for the database's own. */
  slots(clock: Clock | null): SlotBook;
  /** Calls `wake` when rows were committed to a queue; may be missed, so poll as well. Returns how to stop. */
  listen(channel: Channel, wake: () => void): () => void;
  /** Open while the database is away: calls then fail at once. */
  readonly breaker: Breaker;
  health(): Promise<Health>;
  queueFigures(): Promise<QueueFigures>;
  approvalFigures(): Promise<ApprovalFigures>;
  /** What Signalbox looks at of its own work. @param claimMs within which a lead is due to be claimed. */
  ownFigures(claimMs: number): Promise<OwnFigures>;
  facts(): Promise<DatabaseFacts>;
  /** When a CRM last pushed something to us; null when that is long ago. */
  lastPush(crm: CrmName): Promise<Date | null>;
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

/** It is near and looking costs little, so that work goes on as soon as it is back. */
const PATIENCE = { failures: 3, firstWaitMs: 200, longestWaitMs: 400 };

/** A host that is gone does not answer a goodbye either, and must not keep the app from ending. */
const GOODBYE_MS = 2000;

/**
 * Connects to a migrated database. All calls throw Fault: `unavailable` when it cannot be reached, is full or too slow,
 * `unauthorized` or `not_configured` when the URL is wrong, `internal` when it refuses what we say.
 */
export function connectDatabase({ clock, ...options }: DatabaseOptions): Database {
  const { url, log } = options;
  const breaker = createBreaker({ name: 'The database', isOutage: isAway, ...PATIENCE });
  const client = createClient({ ...options, breaker });
  const numbers = createReadingPool({ url, log, breaker });
  const listener = createListener(url, log);
  const stopLooking = awaitReturn(breaker, () => rowsOf(client.pool, 'SELECT 1', []), listener.wakeAll);
  return {
    transact: (work) => client.transaction((db) => inStores(db, clock, work)),
    transactLong: (work) => client.longTransaction((db) => inStores(db, clock, work)),
    stores: createStores(client.queries, clock, client.transaction),
    metrics: createMetricStore(numbers),
    inbox: createInboxQueue(client.pool),
    outbox: createOutboxQueue(client, (db, work) => inStores(db, clock, work)),
    seals: createSealStore(client.pool),
    sealedLog: createSealReader(client.pool),
    slots: (given) => createSlotBook(client.pool, () => given?.now() ?? null),
    listen: (channel, wake) => listener.listen(channel, wake),
    breaker,
    health: () => databaseHealth(client.pool),
    facts: () => databaseFacts(client.pool),
    lastPush: (crm) => lastPush(client.pool, crm),
    queueFigures: () => queueFigures(client.pool, clock.now()),
    approvalFigures: () => approvalFigures(client.pool, clock.now()),
    ownFigures: (claimMs) => ownFigures(client.pool, clock.now(), claimMs),
    forgetFinished: (before) => forgetFinished(client.pool, before),
    async close() {
      await Promise.race([hangUp(), sleep(GOODBYE_MS, undefined, { ref: false })]);
    },
  };

  async function hangUp(): Promise<void> {
    stopLooking();
    await listener.close();
    await Promise.all([client.close(), numbers.close()]);
  }
}
