// What works without anybody asking: the inbox, the outbox and the ticks, with who carries out what in them.
import { createTicks } from '#adapters/cron/ticks.ts';
import type { Metrics } from '#adapters/observe/metrics.ts';
import type { HealthCheck } from '#adapters/server/readiness.ts';
import { createDispatcher } from '#adapters/queue/dispatcher.ts';
import { createInboxLoop } from '#adapters/queue/inbox-loop.ts';
import { createJobs } from '#adapters/queue/jobs.ts';
import type { AtEnd } from './closing.ts';
import type { OpenDatabase } from './database.ts';
import type { Desk } from './desk.ts';
import { burial, intentHandlers } from './handlers.ts';
import { createOutages } from './outages.ts';
import type { Outages } from './outages.ts';
import type { Outside } from './outside.ts';
import { createQueueAlarm } from './queue-alarm.ts';
import { awaitOutside } from './await-outside.ts';
import { createUpkeep } from './upkeep.ts';
import type { Upkeep } from './upkeep.ts';
import { watchApprovals } from './watch-approvals.ts';
import { watchHistory } from './watch-history.ts';
import { watchQueues } from './watch-queues.ts';
import { watchSelf } from './watch-self.ts';

export interface EngineParts {
  readonly database: OpenDatabase;
  readonly outside: Outside;
  readonly desk: Desk;
  readonly metrics: Metrics;
  readonly dryRun: boolean;
}

export interface Engine {
  readonly upkeep: Upkeep;
  readonly outages: Outages;
  readonly health: Readonly<Record<'queue' | 'inbox' | 'outbox', HealthCheck>>;
  /** Every part ends beside the others, within `drainMs`. */
  start(beside: AtEnd, drainMs: number): Promise<void>;
  /** For what was cut off with the CRMs to say so, while the database is still there. */
  lastWords(withinMs: number): Promise<unknown>;
  /** Runs every tick now. */
  catchUp(): Promise<void>;
}

/** Outbox handlers that may run side by side. */
const CONCURRENCY = 16;

export function createEngine(parts: EngineParts): Engine {
  const { database, outside, desk, metrics, dryRun } = parts;
  const { messenger, crms, playbook, clock, log } = desk;
  const { dependencies, pace } = outside;
  const { outlook } = dependencies;
  watchQueues(metrics, database);
  watchApprovals(metrics, database);
  watchSelf(metrics, { database, playbook, clock });
  watchHistory(metrics, { sync: database.stores.sync, crms: [...crms.keys()], clock });
  const jobs = createJobs({ url: database.url, log });
  const handlers = intentHandlers({ desk, pace, onFirstCard: metrics.firstCard, outlook, dryRun });
  const outages = createOutages({ outbox: database.outbox, kinds: [...handlers.keys()], clock, log });
  const upkeep = createUpkeep({ database, desk, jobs, outages, outlook });
  const ticks = createTicks(upkeep.ticks, jobs, log);
  ticks.register();
  const dispatcher = createDispatcher({
    database,
    handlers,
    clock,
    log,
    concurrency: CONCURRENCY,
    bury: burial({ clock, playbook }),
    onSettled: outages.settled,
  });
  const inboxLoop = createInboxLoop({ database, crms: [...crms.keys()], read: upkeep.read, clock, log });
  const alarm = createQueueAlarm({ health: dispatcher.health, messenger, playbook, log });
  return {
    upkeep,
    outages,
    health: { queue: jobs.health, inbox: inboxLoop.health, outbox: dispatcher.health },
    async start(beside, drainMs) {
      await jobs.start();
      beside(() => jobs.drain(drainMs));
      dispatcher.start();
      beside(() => dispatcher.drain(drainMs));
      alarm.start();
      beside(async () => alarm.stop());
      inboxLoop.start();
      beside(() => inboxLoop.drain(drainMs));
      beside(() => upkeep.stop(drainMs));
      ticks.start();
      beside(() => ticks.stop());
      for (const link of upkeep.links.values()) {
        link.start();
        beside(async () => link.stop());
      }
      const stopLooking = awaitOutside(outside, (side) => void upkeep.back(side));
      beside(async () => stopLooking());
    },
    lastWords: (withinMs) => Promise.all([dispatcher.drain(withinMs), inboxLoop.drain(withinMs)]),
    catchUp: () => ticks.sendAll(),
  };
}
