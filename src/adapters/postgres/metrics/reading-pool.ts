// Connections for questions about numbers, apart from those that decide and write: few, and each statement may take only
// so long. Read-only. Throws Fault as the rest of the database does; a question that takes too long is `unavailable`.
import { Pool } from 'pg';
import type { ClientBase } from 'pg';
import type { Breaker } from '#adapters/breaker/breaker.ts';
import { messageOf } from '#kernel/errors.ts';
import type { Log } from '#ports/log.ts';
import { toFault } from '../faults.ts';
import type { Sql } from '../statements.ts';

export interface ReadingPool extends Sql {
  close(): Promise<void>;
}

/** A scoreboard asks a dozen things at once; more of them would not be ready sooner. */
const CONNECTIONS = 4;
const CONNECT_MS = 2000;
/** Nobody waits longer in Slack. */
const STATEMENT_MS = 8000;
/** A statement that waits for one of the few connections must not be lost to that. */
const WAIT_MS = CONNECT_MS + STATEMENT_MS;

// Grouping and sorting a million rows in memory takes tens of megabytes. To compile a statement costs more than it saves.
// Disks have no arm to move any more: indexes that hold all that is asked for are read instead of their table.
const SESSION = `SET TIME ZONE 'UTC'; SET default_transaction_read_only = on; SET statement_timeout = ${STATEMENT_MS};
  SET work_mem = '64MB'; SET jit = off; SET random_page_cost = 1.1`;

/** Opens nothing yet: the first question does. */
export function createReadingPool(options: {
  readonly url: string;
  readonly log: Log;
  readonly breaker: Breaker;
}): ReadingPool {
  const { url, log, breaker } = options;
  const pool = new Pool({
    connectionString: url,
    application_name: 'signalbox-numbers',
    max: CONNECTIONS,
    connectionTimeoutMillis: WAIT_MS,
    keepAlive: true,
    query_timeout: WAIT_MS,
    onConnect: prepareSession,
  });
  pool.on('error', (error) => log.warn('an idle database connection was lost', { error: messageOf(error) }));
  pool.on('connect', (connection) => connection.on('error', () => undefined));
  return {
    query: (text, values) => breaker.run(() => asked(() => pool.query(text, values))),
    close: () => pool.end(),
  };
}

async function prepareSession(client: ClientBase): Promise<void> {
  await client.query(SESSION);
}

async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toFault(error);
  }
}
