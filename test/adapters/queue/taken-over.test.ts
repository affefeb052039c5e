// Jobs of a process that died without a word: another process has them within seconds. The dead one is a connection
// that took a job and never speaks again.
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createJobs } from '#adapters/queue/jobs.ts';
import type { JobRunner } from '#adapters/queue/jobs.ts';
import { freshDatabase } from '../../support/database.ts';
import type { FreshDatabase } from '../../support/database.ts';
import { silentLog } from '../../support/silent-log.ts';

let fresh: FreshDatabase;
let survivor: JobRunner;
const ran: string[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  survivor = createJobs({ url: fresh.url, log: silentLog });
  survivor.handleAlone('tick', async () => void ran.push('tick'));
  survivor.handle('job', async () => void ran.push('job'));
  await survivor.start();
});
afterAll(async () => {
  await survivor.drain(2000);
  await fresh.drop();
});

it('runs what a dead process held, a tick that nothing may run beside included', async () => {
  const client = new Client({ connectionString: fresh.url });
  await client.connect();
  try {
    // As a worker takes a job: active, with a heartbeat that was its last.
    await client.query(
      `INSERT INTO pgboss.job (name, state, started_on, heartbeat_on, heartbeat_seconds, retry_limit, retry_delay, policy)
       SELECT name, 'active', now(), now() - interval '9 seconds', heartbeat_seconds, retry_limit, retry_delay, policy
       FROM pgboss.queue WHERE name IN ('tick', 'job')`,
    );
    await vi.waitFor(() => expect(ran.toSorted()).toEqual(['job', 'tick']), { timeout: 15_000, interval: 50 });
    await survivor.send('tick', {});
    await vi.waitFor(() => expect(ran).toHaveLength(3), { timeout: 10_000, interval: 50 });
  } finally {
    await client.end();
  }
});
