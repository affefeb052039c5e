// A database of its own for each test file: a copy of the migrated template, dropped when the file is done.
import { randomUUID } from 'node:crypto';
import { Client, DatabaseError, Pool } from 'pg';
import type { QueryResultRow } from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import type { Clock } from '#ports/clock.ts';
import { connectDatabase } from '#adapters/postgres/connect.ts';
import type { Database } from '#adapters/postgres/connect.ts';
import { TEMPLATE } from './postgres-server.ts';
import { silentLog } from './silent-log.ts';

/** SQLSTATE of a database that somebody is connected to. */
const IN_USE = '55006';

export interface FreshDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** @param template false: without any table of ours. */
export async function freshDatabase({ template = true } = {}): Promise<FreshDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${template ? TEMPLATE : 'template0'}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => dropped(name) };
}

/**
 * A pool says that it has ended while its connections still say goodbye; to cut those off is an error that nobody
 * catches. PostgreSQL waits five seconds for them by itself, and what is left then belongs to a process that was killed.
 */
async function dropped(name: string): Promise<void> {
  try {
    await administer(`DROP DATABASE ${name}`);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== IN_USE) throw error;
    await administer(`DROP DATABASE ${name} WITH (FORCE)`);
  }
}

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** Rows of any statement, past the stores. */
  rows<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/**
 * For the top of a test file: a connected database for its tests, closed and dropped after them.
 * @param poolSize enough for what a test does at once, so that a busy machine makes nobody wait for a connection.
 */
export function useDatabase(clock: Clock = { now: () => new Date() }, poolSize = 10): TestDatabase {
  let fresh: FreshDatabase;
  let database: Database;
  let pool: Pool;
  beforeAll(async () => {
    fresh = await freshDatabase();
    database = connectDatabase({ url: fresh.url, log: silentLog, clock, poolSize });
    pool = new Pool({ connectionString: fresh.url, max: 2 });
  });
  afterAll(async () => {
    await database.close();
    await pool.end();
    await fresh.drop();
  });
  return {
    get url() {
      return fresh.url;
    },
    get database() {
      return database;
    },
    rows: async (text, values = []) => (await pool.query(text, [...values])).rows,
  };
}

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
