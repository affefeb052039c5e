// How long work waits for its handler's first line: an outbox intent, an inbox event and a pg-boss job, one at a time, from
// the call that writes it. Its commit is part of the time, which makes it longer than what was promised. Writer and
// handler share this process, whose clock both read; at this rate neither keeps the other waiting.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { connectDatabase } from '#adapters/postgres/connect.ts';
import type { Database } from '#adapters/postgres/connect.ts';
import { migrate } from '#adapters/postgres/migrate.ts';
import { createDispatcher } from '#adapters/queue/dispatcher.ts';
import { createInboxLoop } from '#adapters/queue/inbox-loop.ts';
import { createJobs } from '#adapters/queue/jobs.ts';
import { newCorrelationId } from '#kernel/ids.ts';
import { below, percentile } from './figures.ts';
import type { Result } from './figures.ts';
import { SILENT, startDatabase, untilDone } from './house.ts';
import type { AtEnd } from './house.ts';
import { describeLoad } from './report.ts';

const TIMES = 200;
const WARM_UP = 20;
/** Longer than the inbox gathers events before it begins its next batch, which is for the CRM's limits and not a delay. */
const PAUSE_MS = 260;
const P99_MS = 50;
const CLOCK = { now: () => new Date() };

type Queue = 'notification' | 'outbox' | 'inbox' | 'job';

interface Started {
  /** Called by each handler's first line. */
  now(): void;
  /** Milliseconds from the beginning of `put`, its commit included, to the handler's first line. */
  since(put: () => Promise<unknown>): Promise<number>;
}

export function queues(): Promise<Result> {
  return untilDone(async (atEnd) => {
    const { url } = await startDatabase(atEnd);
    await migrate({ url, log: SILENT });
    const database = connectDatabase({ url, log: SILENT, clock: CLOCK, poolSize: 12 });
    atEnd(() => database.close());
    const started = handlerWatch();
    const put: Readonly<Record<Queue, () => Promise<unknown>>> = {
      notification: await bareNotifications(url, started, atEnd),
      outbox: startOutbox(database, started, atEnd),
      inbox: startInbox(database, started, atEnd),
      job: await startJobs(url, started, atEnd),
    };
    const waits: Record<Queue, number[]> = { notification: [], outbox: [], inbox: [], job: [] };
    for (let round = 0; round < TIMES; round += 1) {
      for (const queue of ['notification', 'outbox', 'inbox', 'job'] as const) {
        waits[queue].push(await started.since(put[queue]));
      }
      await sleep(PAUSE_MS);
    }
    const p99 = (queue: Queue): number => percentile(waits[queue].slice(WARM_UP), 0.99);
    const p50 = (queue: Queue): number => percentile(waits[queue].slice(WARM_UP), 0.5);
    const name = 'bare LISTEN and NOTIFY';
    return {
      title: 'queues: from writing, the commit included, to the first line of the handler, p99',
      figures: (['outbox', 'inbox', 'job'] as const).map((queue) =>
        below(
          {
            what: queue,
            value: p99(queue),
            unit: 'ms',
            baseline: { name, value: p99('notification') },
          },
          P99_MS,
        ),
      ),
      notes: [
        `medians: ${(['notification', 'outbox', 'inbox', 'job'] as const).map((queue) => `${queue} ${p50(queue).toFixed(1)} ms`).join(', ')}`,
        `${TIMES - WARM_UP} of each, turn about, one at a time; an event of the inbox that follows another within 250 ms waits for that time`,
        describeLoad(),
      ],
    };
  });
}

function handlerWatch(): Started {
  let first = Promise.withResolvers<number>();
  return {
    now: () => first.resolve(performance.now()),
    async since(put) {
      first = Promise.withResolvers<number>();
      const began = performance.now();
      const [startedAt] = await Promise.all([first.promise, put()]);
      return startedAt - began;
    },
  };
}

async function bareNotifications(url: string, started: Started, atEnd: AtEnd): Promise<() => Promise<unknown>> {
  const [writer, listener] = [new Client({ connectionString: url }), new Client({ connectionString: url })];
  await Promise.all([writer.connect(), listener.connect()]);
  atEnd(() => Promise.all([writer.end(), listener.end()]));
  listener.on('notification', started.now);
  await listener.query('LISTEN bench');
  return () => writer.query('NOTIFY bench');
}

function startOutbox(database: Database, started: Started, atEnd: AtEnd): () => Promise<unknown> {
  const handlers = new Map([
    [
      'lead.card',
      () => {
        started.now();
        return Promise.resolve({ kind: 'done' } as const);
      },
    ],
  ]);
  const dispatcher = createDispatcher({ database, handlers, clock: CLOCK, log: SILENT, concurrency: 16 });
  dispatcher.start();
  atEnd(() => dispatcher.drain(1000));
  return () =>
    database.transact(({ outbox }) =>
      outbox.put({
        kind: 'lead.card',
        lane: 'bench',
        key: randomUUID(),
        urgency: 5,
        payload: {},
        correlationId: newCorrelationId(),
      }),
    );
}

function startInbox(database: Database, started: Started, atEnd: AtEnd): () => Promise<unknown> {
  const loop = createInboxLoop({
    database,
    crms: ['hubspot'],
    async read(_, events) {
      started.now();
      await database.transact(({ inbox }) => inbox.finish(events, CLOCK.now()));
    },
    clock: CLOCK,
    log: SILENT,
  });
  loop.start();
  atEnd(() => loop.drain(1000));
  return () =>
    database.inbox.receive(
      [
        {
          crm: 'hubspot',
          key: randomUUID(),
          object: 'lead',
          recordId: '1',
          change: 'changed',
          occurredAt: CLOCK.now(),
          type: 'contact.propertyChange',
          correlationId: newCorrelationId(),
        },
      ],
      CLOCK.now(),
    );
}

async function startJobs(url: string, started: Started, atEnd: AtEnd): Promise<() => Promise<unknown>> {
  const jobs = createJobs({ url, log: SILENT });
  jobs.handle('bench', () => {
    started.now();
    return Promise.resolve();
  });
  await jobs.start();
  atEnd(() => jobs.drain(1000));
  return () => jobs.send('bench', {});
}
