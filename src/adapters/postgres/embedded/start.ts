// The database of an app without DATABASE_URL: a real PostgreSQL of its own, kept in the data folder, reached by nobody
// else. Refuses a folder that another app uses.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { Fault, messageOf } from '#kernel/errors.ts';
import type { Log } from '#ports/log.ts';
import type { Address } from './address.ts';
import { chooseAddress, urlOf } from './address.ts';
import { findBinaries, linkLibraries } from './binaries.ts';
import { prepareFolders } from './folders.ts';
import { ensureCluster } from './initialise.ts';
import type { OwnerLock } from './owner-lock.ts';
import { takeOwnership } from './owner-lock.ts';
import { chooseRunAs } from './run-as.ts';
import type { RunningServer, ServerPlan } from './server.ts';
import { findOrStart, stopServer } from './server.ts';

const DATABASE = 'signalbox';

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: Log;
  /** Server settings, for example `fsync=off` in tests. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Begin with an empty database, whatever was kept here before. */
  readonly fresh?: boolean;
  /** What to listen on; by default a Unix socket, and TCP on Windows. */
  readonly listen?: Address['kind'];
}

export interface EmbeddedServer {
  readonly url: string;
  /** The server's process, for those who must end it by other means. */
  readonly pid: number;
  /** Shuts the server down and returns when its process is gone. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL, or takes over the one that a killed app left running, and keeps it running.
 * @throws Fault `refused` when another app runs on this folder, `not_configured` for what a person must mend (no such
 *   platform, permissions, full disk): the message says what, and names DATABASE_URL where that is the way out.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const plan = await planServer(options);
  const { log } = plan;
  let server = await findOrStart(plan);
  if (!server.started) log.info('took over a PostgreSQL server that was running', { pid: server.pid });
  const state = { stopping: false };
  let recovery: Promise<void> | null = null;
  let lock = await own(server);
  await stopIfFails(() => ensureDatabase(server.address, options.fresh ?? false));
  return {
    url: urlOf(server.address, DATABASE),
    pid: server.pid,
    async stop() {
      state.stopping = true;
      await recovery;
      await lock.release();
      await stopServer(plan, server.pid);
      await removeSocketFolder(plan);
    },
  };

  function own(held: RunningServer): Promise<OwnerLock> {
    return takeOwnership(urlOf(held.address, 'postgres'), plan.folders.dataDir, () => {
      recovery ??= recover().finally(() => (recovery = null));
    });
  }

  // The server restarted its sessions after a crash of one of them, or is gone altogether: bring it back.
  async function recover(): Promise<void> {
    log.error('lost the connection to the embedded PostgreSQL: bringing it back');
    while (!state.stopping) {
      try {
        server = await findOrStart({ ...plan, address: server.address });
        lock = await own(server);
        log.info('the embedded PostgreSQL is back', { pid: server.pid });
        return;
      } catch (error) {
        log.error('the embedded PostgreSQL does not come back', { error: messageOf(error) });
        await sleep(1000);
      }
    }
  }

  async function stopIfFails(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      state.stopping = true;
      await lock.release();
      await stopServer(plan, server.pid);
      throw error;
    }
  }
}

/** A socket folder outside of the data folder would outlive it. */
async function removeSocketFolder({ address, folders }: ServerPlan): Promise<void> {
  if (address.kind === 'socket' && !address.folder.startsWith(folders.dataDir)) {
    await rm(address.folder, { recursive: true, force: true });
  }
}

/**
 * For a command beside the app: the server that runs, or one for as long as the visit lasts. Owns nothing.
 * Throws Fault `not_configured` where the app has never run.
 */
export async function visitEmbedded(options: EmbeddedOptions): Promise<Pick<EmbeddedServer, 'url' | 'stop'>> {
  if (!existsSync(join(options.dataDir, 'postgres', 'PG_VERSION'))) {
    throw new Fault('not_configured', `There is no database in ${options.dataDir} yet. Start Signalbox there first.`);
  }
  const plan = await planServer(options);
  const server = await findOrStart(plan);
  return {
    url: urlOf(server.address, DATABASE),
    async stop() {
      if (server.started) await stopServer(plan, server.pid);
    },
  };
}

async function planServer(options: EmbeddedOptions): Promise<ServerPlan> {
  const binaries = findBinaries();
  await linkLibraries(binaries);
  const folders = await prepareFolders(options.dataDir);
  const runAs = await chooseRunAs(folders.dataDir, folders.cluster, binaries.postgres);
  const address = await chooseAddress(folders.dataDir, runAs, options.listen);
  await ensureCluster(folders, binaries, runAs, address);
  return { folders, binaries, runAs, address, settings: options.settings ?? {}, log: options.log };
}

async function ensureDatabase(address: Address, fresh: boolean): Promise<void> {
  const client = new Client({ connectionString: urlOf(address, 'postgres') });
  client.on('error', () => undefined); // the query under way fails with it
  await client.connect();
  try {
    if (fresh) await client.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}
