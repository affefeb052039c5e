import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { isAlive } from '#adapters/postgres/embedded/postmaster-file.ts';
import { startEmbedded } from '#adapters/postgres/embedded/start.ts';
import type { EmbeddedOptions, EmbeddedServer } from '#adapters/postgres/embedded/start.ts';
import { silentLog } from '../../../support/silent-log.ts';

const APP = join(import.meta.dirname, '../../../support/embedded-app.ts');
let home: string;
let dataDir: string;
const cleanUps: (() => Promise<void>)[] = [];

/** A stopped cluster to copy, for making one takes longer than all else here. */
let stopped: string;

beforeAll(async () => {
  stopped = await mkdtemp(join(tmpdir(), 'signalbox-stopped-'));
  const server = await startEmbedded({ dataDir: stopped, log: silentLog, settings: { fsync: 'off' } });
  await server.stop();
});
afterAll(() => rm(stopped, { recursive: true }));

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'signalbox-embedded-'));
  dataDir = join(home, 'data');
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
  await rm(home, { recursive: true });
});

/** Gives the test a data folder that has been used before. */
async function usedBefore(): Promise<void> {
  await mkdir(dataDir, { mode: 0o700 });
  await promisify(execFile)('cp', ['-R', join(stopped, 'postgres'), dataDir]); // ten times as fast as fs.cp
}

async function start(over: Partial<EmbeddedOptions> = {}): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir, log: silentLog, settings: { fsync: 'off' }, ...over });
  cleanUps.push(async () => server.stop());
  return server;
}

async function ask(url: string, statement: string): Promise<Record<string, unknown> | undefined> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows[0];
  } finally {
    await client.end();
  }
}

/** An app in a process of its own. */
function runApp(mode = 'run') {
  const app = spawn(process.execPath, [APP, dataDir, mode], { stdio: ['ignore', 'pipe', 'ignore'] });
  const exit = once(app, 'exit') as Promise<[number | null, string | null]>;
  cleanUps.push(async () => {
    app.kill('SIGKILL');
    await exit;
  });
  const ready = once(app.stdout, 'data').then(([line]) => JSON.parse(String(line)) as { url: string; pid: number });
  return { app, exit, ready };
}

const isGone = (pid: number) => vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 });

describe('an embedded server', () => {
  it('is a real PostgreSQL that knows Unicode, listens on a socket only, and keeps its data', async () => {
    const first = await start();
    const facts = await ask(
      first.url,
      `SELECT lower('ÄÖ') AS lower, current_setting('listen_addresses') AS listens, current_setting('timezone') AS zone`,
    );
    expect(facts).toEqual({ lower: 'äö', listens: '', zone: 'UTC' });
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await start();
    expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual({ answer: 42 });
  });

  it('works below a home that nobody else can enter, and makes its folder private', async () => {
    await chmod(home, 0o700);
    await usedBefore();
    const server = await start();
    expect(await ask(server.url, 'SELECT 1 AS one')).toEqual({ one: 1 });
    expect((await stat(dataDir)).mode & 0o077).toBe(0);
  });

  it('works where the path is too long for a socket', async () => {
    dataDir = join(home, 'd'.repeat(120));
    await usedBefore();
    const server = await start();
    expect(await ask(server.url, 'SELECT 1 AS one')).toEqual({ one: 1 });
  });

  it('listens on loopback with a password where sockets do not exist', async () => {
    const server = await start({ listen: 'tcp' });
    expect(server.url).toContain('@127.0.0.1:');
    expect(await ask(server.url, 'SELECT 1 AS one')).toEqual({ one: 1 });
    const guessed = server.url.replace(/:[0-9a-f]+@/, ':guess@');
    await expect(ask(guessed, 'SELECT 1')).rejects.toThrow('password');
    await server.stop();
    const again = await start({ listen: 'tcp' });
    expect(await ask(again.url, 'SELECT 1 AS one')).toEqual({ one: 1 });
  });

  it('refuses a second app on its folder, and says so', async () => {
    await usedBefore();
    const server = await start();
    const second = startEmbedded({ dataDir, log: silentLog });
    await expect(second).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining(`Another Signalbox (process ${process.pid}) is running on`) as string,
    });
    expect(await ask(server.url, 'SELECT 1 AS one')).toEqual({ one: 1 });
  });

  it('lets one of two apps win that start at once on a new folder', async () => {
    const apps = [runApp(), runApp()];
    const ready = await Promise.any(apps.map(async ({ ready }) => ready));
    const ends = await Promise.race(apps.map(async ({ exit }) => exit));
    expect(ends).toEqual([1, null]);
    expect(await ask(ready.url, 'SELECT 1 AS one')).toEqual({ one: 1 });
  });

  it('comes back by itself after its server was killed', async () => {
    await usedBefore();
    const server = await start();
    await ask(server.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(server.pid, 'SIGKILL');
    await vi.waitFor(async () => expect(await ask(server.url, 'SELECT answer FROM kept')).toEqual({ answer: 42 }), {
      timeout: 15_000,
    });
  });
});

describe('an app that dies', () => {
  it('by kill -9 leaves a server that the next app takes over', async () => {
    await usedBefore();
    const { app, exit, ready } = runApp();
    const { url, pid } = await ready;
    await ask(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    app.kill('SIGKILL');
    await exit;
    expect(isAlive(pid)).toBe(true);
    const next = await start();
    expect(next.pid).toBe(pid);
    expect(await ask(next.url, 'SELECT answer FROM kept')).toEqual({ answer: 42 });
    await next.stop();
    await isGone(pid);
  });

  it.each(['crash', 'exit-while-starting'])('by %s leaves no process behind', async (mode) => {
    if (mode === 'crash') await usedBefore(); // the other one dies while it makes the cluster
    const { exit } = runApp(mode);
    const [code] = await exit;
    expect(code).not.toBe(0);
    await vi.waitFor(async () => expect(await processesOn(dataDir)).toEqual([]), { timeout: 10_000 });
    const next = await start();
    expect(await ask(next.url, 'SELECT 1 AS one')).toEqual({ one: 1 });
  });

  it('by SIGTERM stops its server first', async () => {
    await usedBefore();
    const { app, exit, ready } = runApp();
    const { pid } = await ready;
    app.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    expect(isAlive(pid)).toBe(false);
  });
});

describe('a folder that cannot be used', () => {
  it.each([
    { when: 'it is a file', make: () => writeFile(dataDir, ''), says: dataDirIn },
    {
      when: 'its data is of another version',
      make: async () => {
        await mkdir(join(dataDir, 'postgres'), { recursive: true });
        await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '12\n');
      },
      says: () => 'PostgreSQL 12',
    },
  ])('is named when $when', async ({ make, says }) => {
    await make();
    const failing = startEmbedded({ dataDir, log: silentLog });
    await expect(failing).rejects.toMatchObject({
      code: 'not_configured',
      message: expect.stringContaining(says()) as string,
    });
  });

  function dataDirIn(): string {
    return dataDir;
  }
});

async function processesOn(folder: string): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(folder));
}
