// The database that the settings name, migrated and connected; without one, an embedded server of our own.
import { connectDatabase } from '#adapters/postgres/connect.ts';
import type { Database } from '#adapters/postgres/connect.ts';
import { startEmbedded, visitEmbedded } from '#adapters/postgres/embedded/start.ts';
import { migrate } from '#adapters/postgres/migrate.ts';
import type { Clock } from '#ports/clock.ts';
import type { Log } from '#ports/log.ts';
import type { AtEnd } from './closing.ts';

export interface OpenDatabase extends Database {
  readonly url: string;
}

export interface DatabaseSettings {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}

export interface DatabaseParts {
  readonly clock: Clock;
  readonly log: Log;
  /** An embedded database begins empty. */
  readonly fresh?: boolean;
}

const POOL_SIZE = 12;

/** `atEnd` is told how to end each part as soon as it runs. Throws Fault `not_configured` for what a person must mend. */
export async function openDatabase(
  settings: DatabaseSettings,
  parts: DatabaseParts,
  atEnd: AtEnd,
): Promise<OpenDatabase> {
  const { clock, log } = parts;
  const url = settings.databaseUrl ?? (await embedded(settings.dataDir, parts, atEnd));
  await migrate({ url, log });
  const database = connectDatabase({ url, log, clock, poolSize: POOL_SIZE });
  atEnd(() => database.close());
  // The embedded server has one owner: whoever held a lease there is dead.
  if (settings.databaseUrl === null) await Promise.all([database.inbox.reclaim(), database.outbox.reclaim()]);
  return { ...database, url };
}

/** The database for a command beside the app, which may run or not. Leaves the schema as it is. */
export async function visitDatabase(
  { databaseUrl, dataDir }: DatabaseSettings,
  { clock, log }: DatabaseParts,
): Promise<OpenDatabase> {
  const server = databaseUrl === null ? await visitEmbedded({ dataDir, log }) : null;
  const url = databaseUrl ?? server?.url ?? '';
  const database = connectDatabase({ url, log, clock, poolSize: 2 });
  return {
    ...database,
    url,
    async close() {
      await database.close();
      await server?.stop();
    },
  };
}

async function embedded(dataDir: string, { log, fresh = false }: DatabaseParts, atEnd: AtEnd): Promise<string> {
  const server = await startEmbedded({ dataDir, log, fresh });
  atEnd(() => server.stop());
  return server.url;
}
