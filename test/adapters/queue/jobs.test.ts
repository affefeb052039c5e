import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTicks } from '#adapters/cron/ticks.ts';
import { createJobs } from '#adapters/queue/jobs.ts';
import type { JobRunner } from '#adapters/queue/jobs.ts';
import type { JsonObject } from '#ports/json.ts';
import type { FreshDatabase } from '../../support/database.ts';
import { freshDatabase } from '../../support/database.ts';
import { silentLog } from '../../support/silent-log.ts';

let fresh: FreshDatabase;
const runners: JobRunner[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
});
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.drain(2000)));
});
afterAll(() => fresh.drop());

/** One replica. */
function replica(): JobRunner {
  const runner = createJobs({ url: fresh.url, log: silentLog });
  runners.push(runner);
  return runner;
}

const eventually = (expectation: () => void) => vi.waitFor(expectation, { timeout: 10_000, interval: 20 });

describe('jobs', () => {
  it('run once among replicas, with the data they were sent', async () => {
    const seen: JsonObject[] = [];
    const [one, two] = [replica(), replica()];
    for (const runner of [one, two]) runner.handle('greet', async (data) => void seen.push(data));
    await Promise.all([one.start(), two.start()]);
    await one.send('greet', { to: 'Mia', list: [1, null] });
    await eventually(() => expect(seen).toEqual([{ to: 'Mia', list: [1, null] }]));
  });

  it('run once a singleton key, also after the first one is done', async () => {
    const seen: JsonObject[] = [];
    const [one, two] = [replica(), replica()];
    for (const runner of [one, two]) runner.handle('tick', async (data) => void seen.push(data));
    await Promise.all([one.start(), two.start()]);
    await Promise.all([one, two].map((runner) => runner.send('tick', { n: 1 }, { singletonKey: '12:00' })));
    await eventually(() => expect(seen).toHaveLength(1));
    await one.send('tick', { n: 2 }, { singletonKey: '12:00' });
    await one.send('tick', { n: 3 }, { singletonKey: '12:01' });
    await eventually(() => expect(seen).toEqual([{ n: 1 }, { n: 3 }]));
  });

  it('are tried again when the handler throws', async () => {
    let tries = 0;
    const runner = replica();
    runner.handle('flaky', async () => {
      tries += 1;
      if (tries === 1) throw new Error('not yet');
    });
    await runner.start();
    await runner.send('flaky', {});
    await eventually(() => expect(tries).toBe(2));
  });

  it('finish before the drain is over, and no new one begins', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const log: string[] = [];
    const runner = replica();
    runner.handle('slow', async ({ n }) => {
      log.push(`begun ${JSON.stringify(n)}`);
      await promise;
      log.push(`ended ${JSON.stringify(n)}`);
    });
    await runner.start();
    await runner.send('slow', { n: 1 });
    await eventually(() => expect(log).toEqual(['begun 1']));
    await runner.send('slow', { n: 2 });
    const drained = runner.drain(5000);
    resolve();
    await drained;
    expect(log).toEqual(['begun 1', 'ended 1']);
    expect(await runner.health()).toMatchObject({ ok: false });
  });

  it('say how they are', async () => {
    const runner = replica();
    expect(await runner.health()).toMatchObject({ ok: false });
    await runner.start();
    expect(await runner.health()).toEqual({ ok: true });
    expect(() => runner.handle('late', () => Promise.resolve())).toThrow('after the jobs were started');
  });
});

describe('ticks', () => {
  it('run once on several replicas', async () => {
    const ran: string[] = [];
    const minutes = new Set<string>();
    for (const name of ['one', 'two']) {
      const jobs = replica();
      const sendAndNote: JobRunner['send'] = async (job, data, options) => {
        minutes.add(JSON.stringify(data));
        await jobs.send(job, data, options);
      };
      const tick = { name: 'every-second', cron: '* * * * * *', run: async () => void ran.push(name) };
      const ticks = createTicks([tick], { ...jobs, send: sendAndNote }, silentLog);
      ticks.register();
      await jobs.start();
      ticks.start();
      runners.push({ ...jobs, drain: () => ticks.stop() });
    }
    await eventually(() => expect(ran.length).toBeGreaterThan(0));
    await eventually(() => expect(ran).toHaveLength(minutes.size));
  });

  it('refuse an expression that means nothing', () => {
    const tick = { name: 'never', cron: 'every now and then', run: () => Promise.resolve() };
    expect(() => createTicks([tick], replica(), silentLog)).toThrow('fields');
  });
});
