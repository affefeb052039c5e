// One PostgreSQL server on one cluster: started or found running, waited for, and stopped without leaving a process.
import { execFile } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { Fault, messageOf } from '#kernel/errors.ts';
import type { Log } from '#ports/log.ts';
import type { Address } from './address.ts';
import { listenOptions, movedTo, urlOf } from './address.ts';
import type { Binaries } from './binaries.ts';
import type { Folders } from './folders.ts';
import { isAlive, mayBePostgres, postmasterFile, readPostmaster } from './postmaster-file.ts';
import type { RunAs } from './run-as.ts';
import { launch, plainEnvironment } from './run-as.ts';
import { startTrouble } from './trouble.ts';

/** What it takes to start the server again. */
export interface ServerPlan {
  readonly folders: Folders;
  readonly binaries: Binaries;
  readonly runAs: RunAs;
  readonly address: Address;
  /** Server settings beyond ours. */
  readonly settings: Readonly<Record<string, string>>;
  readonly log: Log;
}

export interface RunningServer {
  readonly pid: number;
  readonly address: Address;
  /** False when it was running already. */
  readonly started: boolean;
}

const READY_DEADLINE_MS = 5 * 60_000;
const FAST_SHUTDOWN_MS = 30_000;

/** Finds the server that runs on the cluster, or starts one; returns when it answers. */
export async function findOrStart(plan: ServerPlan): Promise<RunningServer> {
  const running = await findRunning(plan);
  return running ?? start(plan);
}

async function findRunning(plan: ServerPlan): Promise<RunningServer | null> {
  const { cluster } = plan.folders;
  const found = await readPostmaster(cluster);
  if (found === null) return null;
  const address = movedTo(plan.address, found.port, found.socketFolder);
  // Asked first, for in another container its process cannot be seen from here although its socket can.
  if (await answers(address)) return { pid: found.pid, address, started: false };
  if (!isAlive(found.pid)) return null; // PostgreSQL removes the stale file itself
  if (!mayBePostgres(found.pid)) {
    await rm(postmasterFile(cluster), { force: true });
    return null;
  }
  plan.log.info('another PostgreSQL server is starting or stopping on the data folder: waiting', { pid: found.pid });
  const ready = await waitUntilReady(address, () => isAlive(found.pid), plan.log);
  return ready ? { pid: found.pid, address, started: false } : findRunning(plan);
}

async function start(plan: ServerPlan): Promise<RunningServer> {
  const { folders, binaries, runAs, address, settings } = plan;
  await rename(folders.log, `${folders.log}.previous`).catch(() => undefined);
  const logFile = await open(folders.log, 'a', 0o600);
  const extra = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = ['-D', folders.cluster, ...listenOptions(address), '-c', 'timezone=UTC', '-c', 'log_timezone=UTC'];
  const child = launch(runAs, binaries.postgres, [...args, ...extra], {
    stdio: ['ignore', logFile.fd, logFile.fd],
    cwd: folders.dataDir,
    env: plainEnvironment(),
  });
  let failure: string | null = null;
  child.once('error', (error) => (failure = messageOf(error)));
  child.once('exit', (code, signal) => (failure ??= `PostgreSQL ended (${code ?? signal})`));
  stopOnExit(child);
  try {
    const ready = await waitUntilReady(address, () => failure === null, plan.log);
    if (ready && child.pid !== undefined) return { pid: child.pid, address, started: true };
    const faster = await waitForFaster(plan);
    if (faster) return faster;
    throw startTrouble(folders.cluster, `${await readFile(folders.log, 'utf8')}\n${failure ?? ''}`);
  } finally {
    await logFile.close();
  }
}

/** Two apps that start at once: PostgreSQL lets one server live, and the other app finds that one. */
async function waitForFaster(plan: ServerPlan): Promise<RunningServer | null> {
  const found = await readPostmaster(plan.folders.cluster);
  return found && isAlive(found.pid) && mayBePostgres(found.pid) ? findRunning(plan) : null;
}

/** However the app ends, short of kill -9, its server is told to end too. */
function stopOnExit(child: ChildProcess): void {
  const stop = (): void => void child.kill('SIGINT');
  process.once('exit', stop);
  child.once('exit', () => process.removeListener('exit', stop));
}

/** True when the server answers; false when `alive` says that it never will. */
async function waitUntilReady(address: Address, alive: () => boolean, log: Log): Promise<boolean> {
  const began = performance.now();
  let told = false;
  while (alive()) {
    if (await answers(address)) return true;
    const waited = performance.now() - began;
    if (waited > READY_DEADLINE_MS) {
      throw new Fault('unavailable', 'The embedded PostgreSQL runs but has not answered for five minutes.');
    }
    if (waited > 5000 && !told) {
      told = true;
      log.info('PostgreSQL is still starting; after a crash it first repairs its files');
    }
    await sleep(waited < 2000 ? 20 : 250);
  }
  return false;
}

async function answers(address: Address): Promise<boolean> {
  const client = new Client({ connectionString: urlOf(address, 'postgres'), connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined); // the connection is thrown away in any case
  try {
    await client.connect();
    return true;
  } catch {
    return false; // not there, or still recovering; who asks decides how long to wait
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Fast shutdown: open transactions are rolled back and everything is on disk when this returns. */
export async function stopServer(plan: ServerPlan, pid: number): Promise<void> {
  if (process.platform === 'win32') {
    await promisify(execFile)(plan.binaries.pgCtl, ['stop', '-D', plan.folders.cluster, '-m', 'fast', '-w']);
    return;
  }
  for (const { signal, waitMs } of [
    { signal: 'SIGINT', waitMs: FAST_SHUTDOWN_MS },
    { signal: 'SIGQUIT', waitMs: 5000 },
    { signal: 'SIGKILL', waitMs: 5000 },
  ] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    if (await ended(pid, waitMs)) return;
    plan.log.warn('PostgreSQL has not stopped in time', { signal, pid });
  }
}

async function ended(pid: number, waitMs: number): Promise<boolean> {
  const deadline = performance.now() + waitMs;
  while (performance.now() < deadline) {
    if (!isAlive(pid)) return true;
    await sleep(10);
  }
  return !isAlive(pid);
}
