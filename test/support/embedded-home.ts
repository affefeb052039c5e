// A temporary home for tests of the embedded server: a data folder, servers that are stopped and apps that are ended
// after each test.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { startEmbedded } from '#adapters/postgres/embedded/start.ts';
import type { EmbeddedOptions, EmbeddedServer } from '#adapters/postgres/embedded/start.ts';
import { silentLog } from './silent-log.ts';

const APP = join(import.meta.dirname, 'embedded-app.ts');

export interface EmbeddedHome {
  readonly home: string;
  readonly dataDir: string;
  /** Gives the test a data folder that has been used before: making one takes longer than all else. */
  usedBefore(dataDir?: string): Promise<void>;
  start(over?: Partial<EmbeddedOptions>): Promise<EmbeddedServer>;
  /** An app in a process of its own, see embedded-app.ts. */
  runApp(mode?: 'run' | 'crash' | 'exit-while-starting'): RunningApp;
}

interface RunningApp {
  kill(signal: NodeJS.Signals): void;
  /** Code and signal. */
  readonly exit: Promise<readonly [number | null, string | null]>;
  readonly ready: Promise<{ readonly url: string; readonly pid: number }>;
}

/** For the top of a test file. */
export function useEmbeddedHome(): EmbeddedHome {
  const cleanUps: (() => Promise<void>)[] = [];
  let stopped: string;
  let home: string;

  beforeAll(async () => {
    stopped = await mkdtemp(join(tmpdir(), 'signalbox-stopped-'));
    const server = await startEmbedded({ dataDir: stopped, log: silentLog, settings: { fsync: 'off' } });
    await server.stop();
  });
  afterAll(() => rm(stopped, { recursive: true }));
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'signalbox-embedded-'));
  });
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
    await rm(home, { recursive: true });
  });

  return {
    get home() {
      return home;
    },
    get dataDir() {
      return join(home, 'data');
    },
    async usedBefore(dataDir = join(home, 'data')) {
      await mkdir(dataDir, { mode: 0o700 });
      await promisify(execFile)('cp', ['-R', join(stopped, 'postgres'), dataDir]); // ten times as fast as fs.cp
    },
    async start(over = {}) {
      const server = await startEmbedded({
        dataDir: join(home, 'data'),
        log: silentLog,
        settings: { fsync: 'off' },
        ...over,
      });
      cleanUps.push(async () => server.stop());
      return server;
    },
    runApp(mode = 'run') {
      const app = spawn(process.execPath, [APP, join(home, 'data'), mode], { stdio: ['ignore', 'pipe', 'ignore'] });
      const exit = once(app, 'exit') as Promise<[number | null, string | null]>;
      cleanUps.push(async () => {
        app.kill('SIGTERM');
        await exit;
      });
      const ready = once(app.stdout, 'data').then(([line]) => JSON.parse(String(line)) as { url: string; pid: number });
      return { kill: (signal) => void app.kill(signal), exit, ready };
    },
  };
}

/** The first row of an answer, on a connection of its own. */
export async function ask(url: string, statement: string): Promise<Record<string, unknown> | undefined> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows[0];
  } finally {
    await client.end();
  }
}

/** Command lines that name the folder; none where the machine does not list its processes in /proc. */
export async function processesOn(folder: string): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(folder));
}
