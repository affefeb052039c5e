// Background jobs on pg-boss, in a schema of its own in the same database. A replica that dies gives its jobs back
// within seconds; a handler that throws is tried again.
import { createHash } from 'node:crypto';
import { PgBoss } from 'pg-boss';
import type { Job, JobResult, QueueOptions } from 'pg-boss';
import { z } from 'zod';
import { Fault, isTransient, messageOf } from '#kernel/errors.ts';
import { failpoint } from '#kernel/failpoints.ts';
import type { JobOptions, Jobs } from '#ports/jobs.ts';
import type { JsonObject } from '#ports/json.ts';
import type { Log } from '#ports/log.ts';
import type { Health } from '#adapters/postgres/figures.ts';
import { toFault } from '#adapters/postgres/faults.ts';

type Handler = (data: JsonObject) => Promise<void>;

export interface JobRunner extends Jobs {
  /** As `handle`, but of this name at most one job waits or runs; another that is sent meanwhile is dropped. */
  handleAlone(name: string, handler: Handler): void;
  /** Makes or updates pg-boss's schema and begins to run jobs. */
  start(): Promise<void>;
  /** Begins nothing new and waits for what runs; jobs that still run after `deadlineMs` are given back. */
  drain(deadlineMs: number): Promise<void>;
  health(): Promise<Health>;
}

export interface JobsOptions {
  readonly url: string;
  readonly log: Log;
  /** Connections, and one more for notifications. */
  readonly poolSize?: number;
}

interface Registration {
  readonly alone: boolean;
  readonly handler: Handler;
}

const JobData: z.ZodType<JsonObject> = z.record(z.string(), z.json());

/** pg-boss's own defaults find a dead worker after 15 minutes; ten seconds without a heartbeat are its least. */
const LIVENESS = { superviseIntervalSeconds: 2, monitorIntervalSeconds: 2, maintenanceIntervalSeconds: 300 };
const COMMON: QueueOptions & { notify: boolean } = {
  heartbeatSeconds: 10,
  expireInSeconds: 3600,
  deleteAfterSeconds: 86_400,
  notify: true,
};
const TRIED_LONG: QueueOptions = { retryLimit: 8, retryDelay: 1, retryBackoff: true, retryDelayMax: 300 };
/** What runs alone comes again anyway, so its failure must not keep the next one out for long. */
const TRIED_BRIEFLY: QueueOptions = { retryLimit: 2, retryDelay: 0 };
/** Notifications announce new jobs; only a poll finds those that are tried again. */
const POLLING = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2, heartbeatRefreshSeconds: 2 };
/** More than one, or a backlog would be worked off one batch a poll. */
const BATCH = 4;

export function createJobs({ url, log, poolSize = 3 }: JobsOptions): JobRunner {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'signalbox-jobs',
    schema: 'pgboss',
    max: poolSize,
    useListenNotify: true,
    schedule: false,
    registerInstance: false,
    ...LIVENESS,
  });
  const registered = new Map<string, Registration>();
  const queues = new Map<string, Promise<void>>();
  let state: 'new' | 'running' | 'draining' = 'new';
  boss.on('error', (error) => {
    // A database that is away shows here at each poll of each queue. /readyz and the breaker's warning say it once.
    if (isTransient(toFault(error))) log.debug('the job queue cannot look', { because: messageOf(error) });
    else log.error('the job queue has a problem', { error: messageOf(error) });
  });
  boss.on('warning', (warning) => log.warn('the job queue warns', { warning }));

  return {
    handle: (name, handler) => register(name, { alone: false, handler }),
    handleAlone: (name, handler) => register(name, { alone: true, handler }),
    async start() {
      try {
        await boss.start();
        state = 'running';
        for (const [name, registration] of registered) await work(name, registration);
      } catch (error) {
        throw toFault(error);
      }
    },
    send,
    async drain(deadlineMs) {
      state = 'draining';
      await boss.stop({ graceful: true, timeout: deadlineMs });
    },
    health,
  };

  function register(name: string, registration: Registration): void {
    if (state !== 'new') throw new Fault('internal', `The job ${name} was registered after the jobs were started.`);
    registered.set(name, registration);
  }

  async function send(name: string, data: JsonObject, options: JobOptions = {}): Promise<void> {
    const { singletonKey } = options;
    try {
      await queueFor(name);
      // A job's id is unique while the job is kept, whatever became of it: one id a key is one job a key.
      await boss.send(name, data, singletonKey === undefined ? {} : { id: idFor(name, singletonKey) });
    } catch (error) {
      throw toFault(error);
    }
  }

  async function work(name: string, { handler }: Registration): Promise<void> {
    await queueFor(name);
    const options = { batchSize: BATCH, burstWhenBatchFull: true, perJobResults: true, ...POLLING } as const;
    await boss.work(name, options, async (jobs: Job<unknown>[]) => {
      const results: JobResult[] = [];
      for (const job of jobs) results.push(await run(name, handler, job));
      return results;
    });
  }

  async function run(name: string, handler: Handler, job: Job<unknown>): Promise<JobResult> {
    if (state === 'draining') return { id: job.id, status: 'failed', output: { because: 'the app was stopping' } };
    try {
      await failpoint('job.taken', name);
      await handler(JobData.parse(job.data ?? {}));
      return { id: job.id, status: 'completed' };
    } catch (error) {
      if (isTransient(error)) log.warn('a job could not finish', { job: name, id: job.id, because: messageOf(error) });
      else log.error('a job failed', { job: name, id: job.id, error });
      return { id: job.id, status: 'failed', output: { because: messageOf(error) } };
    }
  }

  function queueFor(name: string): Promise<void> {
    const known = queues.get(name);
    if (known) return known;
    const alone = registered.get(name)?.alone ?? false;
    const making = boss
      .createQueue(name, { ...COMMON, ...(alone ? { policy: 'exclusive', ...TRIED_BRIEFLY } : TRIED_LONG) })
      .catch((error: unknown) => {
        queues.delete(name); // the next one tries again
        throw error;
      });
    queues.set(name, making);
    return making;
  }

  async function health(): Promise<Health> {
    if (state !== 'running')
      return { ok: false, because: `the job queue is ${state === 'new' ? 'not started' : 'stopping'}` };
    try {
      return (await boss.isInstalled()) ? { ok: true } : { ok: false, because: 'the job queue has lost its tables' };
    } catch (error) {
      return { ok: false, because: messageOf(toFault(error)) };
    }
  }
}

/** The same name and key give the same UUID. */
function idFor(name: string, key: string): string {
  const hex = createHash('sha256').update(`${name}\n${key}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
