// Ticks: at each due minute every replica sends the same job, and the queue keeps one of them. Only real time is read
// here; what a tick finds due is decided by its handler with the app's clock.
import { createTask } from 'node-cron';
import { messageOf } from '#kernel/errors.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import type { Tick } from '#ports/jobs.ts';
import type { Log } from '#ports/log.ts';
import type { JobRunner } from '#adapters/queue/jobs.ts';

export interface Ticks {
  /** Registers the handlers; call before the jobs are started. */
  register(): void;
  /** Begins to tick; call after the jobs are started. */
  start(): void;
  /** Sends every tick now, whatever the minute. */
  sendAll(): Promise<void>;
  /** Sends no further tick; those that run are the jobs' to drain. */
  stop(): Promise<void>;
}

/**
 * A tick whose earlier run is not over is left out: the next minute brings another.
 * @throws Error for an expression that node-cron cannot read.
 */
export function createTicks(ticks: readonly Tick[], jobs: Pick<JobRunner, 'handleAlone' | 'send'>, log: Log): Ticks {
  const tasks = ticks.map((tick) => {
    const jobName = `tick.${tick.name}`;
    const task = createTask(tick.cron, ({ date }) => send(jobName, minuteOf(date)), {
      name: jobName,
      timezone: 'UTC',
      suppressMissedWarning: true,
    });
    return { tick, jobName, task };
  });

  return {
    register() {
      for (const { tick, jobName } of tasks) jobs.handleAlone(jobName, () => tick.run());
    },
    start() {
      for (const { task } of tasks) void task.start();
    },
    async sendAll() {
      for (const { jobName } of tasks) await send(jobName);
    },
    async stop() {
      await Promise.all(tasks.map(async ({ task }) => task.destroy()));
    },
  };

  /** With a minute it is sent once among all replicas. */
  async function send(jobName: string, minute?: string): Promise<void> {
    try {
      if (minute === undefined) await jobs.send(jobName, {});
      else await jobs.send(jobName, { minute }, { singletonKey: minute });
    } catch (error) {
      // Nothing is lost: what this tick would have found due is still due at the next.
      log.warn('a tick could not be sent', { tick: jobName, error: messageOf(error) });
    }
  }
}

function minuteOf(date: Date): string {
  return new Date(Math.floor(date.getTime() / MINUTE_MS) * MINUTE_MS).toISOString();
}
