// One PostgreSQL server a run of vitest, with one migrated template that each test file copies. It ends with the run,
// however that ends: a shell waits on a pipe that only this process holds open.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '#adapters/postgres/embedded/start.ts';
import { migrate } from '#adapters/postgres/migrate.ts';
import { createJobs } from '#adapters/queue/jobs.ts';
import { silentLog } from './silent-log.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the database `signalbox`, which no test writes to. */
    postgresUrl: string;
  }
}

export const TEMPLATE = 'signalbox_template';

const UNSAFE_BUT_FAST = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
};
/** Tests end before it would be of use. What runs for longer needs its figures of the tables, or is slow by bad plans. */
const NO_VACUUM = { autovacuum: 'off' };

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'signalbox-test-'));
  const server = await startEmbedded({
    dataDir,
    log: silentLog,
    settings: { ...UNSAFE_BUT_FAST, ...(isLong(project) ? {} : NO_VACUUM) },
  });
  const watch = watchOver(server.pid, dataDir);
  await makeTemplate(server.url);
  project.provide('postgresUrl', server.url);
  return async () => {
    await server.stop();
    watch.end();
    await rm(dataDir, { recursive: true, force: true });
  };
}

function isLong(project: TestProject): boolean {
  return 'scenario' in project.getProvidedContext();
}

function watchOver(pid: number, dataDir: string): { end(): void } {
  const script =
    'read -r line; kill -INT "$0" 2>/dev/null; while kill -0 "$0" 2>/dev/null; do sleep 0.1; done; rm -rf "$1"';
  const shell = spawn('/bin/sh', ['-c', script, String(pid), dataDir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  return { end: () => void shell.stdin.end() };
}

async function makeTemplate(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  const template = new URL(url);
  template.pathname = `/${TEMPLATE}`;
  await migrate({ url: template.href, log: silentLog });
  // Each app would make the job queue's tables otherwise, which is a good part of its start.
  const jobs = createJobs({ url: template.href, log: silentLog, poolSize: 1 });
  await jobs.start();
  await jobs.drain(1000);
}
