// Brings a database to this version's schema, as `prisma migrate deploy` would, without its engine binary. Refuses a
// database that a newer version wrote or whose history is not ours.
import { createHash, randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { Fault } from '#kernel/errors.ts';
import type { Log } from '#ports/log.ts';
import { toFault } from './faults.ts';

export interface MigrateOptions {
  readonly url: string;
  readonly log: Log;
  /** Folder of folders with a migration.sql each; by default this version's own. */
  readonly folder?: string;
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

const OWN_FOLDER = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));

/** The key that Prisma's own engine locks, so that the two exclude each other. */
const PRISMA_LOCK = 72_707_369;
const LOCK_WAIT_MS = 5 * 60_000;

/** As Prisma's engine makes it. */
const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Applies the migrations that the database lacks, each in a transaction, while holding a lock that other replicas wait
 * for. Returns the names of those it applied.
 * @throws Fault `not_configured` when the database is newer than the app, was migrated otherwise, or holds a failed
 *   migration; `unavailable` when it cannot be reached; `internal` when a migration fails.
 */
export async function migrate({ url, log, folder = OWN_FOLDER }: MigrateOptions): Promise<readonly string[]> {
  const migrations = await readMigrations(folder);
  const client = new Client({ connectionString: url, application_name: 'signalbox-migrate' });
  client.on('error', () => undefined); // the statement under way fails with it
  try {
    await client.connect();
    await client.query(`SET statement_timeout = ${LOCK_WAIT_MS}`);
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
    await client.query('SET statement_timeout = 0');
    await client.query(HISTORY_TABLE);
    const missing = await missingMigrations(client, migrations);
    for (const migration of missing) {
      await apply(client, migration);
      log.info('migration applied', { migration: migration.name });
    }
    return missing.map(({ name }) => name);
  } catch (error) {
    throw toFault(error);
  } finally {
    await client.end(); // gives the lock back
  }
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.toSorted().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function missingMigrations(client: Client, ours: readonly Migration[]): Promise<readonly Migration[]> {
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM "_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  );
  const failed = rows.find(({ finished }) => !finished);
  if (failed) {
    throw new Fault(
      'not_configured',
      `The migration ${failed.name} has failed on this database earlier. Mend it and mark it with prisma migrate resolve.`,
    );
  }
  const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  const unknown = rows.find(({ name }) => !ours.some((migration) => migration.name === name));
  if (unknown) {
    throw new Fault(
      'not_configured',
      `The database is newer than this version of Signalbox: it has the migration ${unknown.name}. Start the newer version.`,
    );
  }
  for (const { name, checksum } of ours) {
    if (applied.has(name) && applied.get(name) !== checksum) {
      throw new Fault(
        'not_configured',
        `The migration ${name} was applied to this database with another content. Restore its file as it was.`,
      );
    }
  }
  return ours.filter(({ name }) => !applied.has(name));
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    throw new Fault('internal', `The migration ${name} failed and was rolled back.`, { cause });
  }
}
