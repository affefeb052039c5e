// The one pool of connections and Prisma's client over it. Every error that leaves here has a Fault's meaning.
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import type { ClientBase } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '#kernel/errors.ts';
import type { Log } from '#ports/log.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { PrismaClient } from '../../generated/prisma/client.ts';
import { lostARace, toFault } from './faults.ts';

/** What a store needs: the models and raw SQL, inside or outside of a transaction. */
export type Queries = Prisma.TransactionClient;

export interface Client {
  readonly pool: Pool;
  /** Each call commits on its own. */
  readonly queries: Queries;
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface ClientOptions {
  readonly url: string;
  readonly log: Log;
  readonly poolSize: number;
  /** A connection that says nothing for this long is given up (default 12 s). */
  readonly silenceMs?: number;
}

/** Whoever clicks is told within this time that nothing was recorded. */
const CONNECT_MS = 2000;
const STATEMENT_MS = 10_000;
const TRANSACTION_MS = 15_000;
/** The server ends a statement before that. Who still hears nothing talks to a host that is gone, which TCP finds out after a quarter of an hour. */
const SILENCE_MS = STATEMENT_MS + 2000;
const RACE_TRIES = 4;

// Prisma's adapter drops the offset of a timestamptz, so every session must speak UTC.
const SESSION = `SET TIME ZONE 'UTC'; SET statement_timeout = ${STATEMENT_MS};
  SET idle_in_transaction_session_timeout = ${2 * TRANSACTION_MS}`;

/** Opens nothing yet: the first query does. */
export function createClient({ url, log, poolSize, silenceMs = SILENCE_MS }: ClientOptions): Client {
  const pool = new Pool({
    connectionString: url,
    application_name: 'signalbox',
    max: poolSize,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    query_timeout: silenceMs,
    onConnect: prepareSession,
  });
  pool.on('error', (error) => log.warn('an idle database connection was lost', { error: messageOf(error) }));
  // The pool lets go of a connection before its socket is closed; an error in between would be nobody's and end the app.
  pool.on('connect', (connection) => connection.on('error', () => undefined));
  const onConnectionError = (error: Error): void => {
    log.warn('a database connection was lost', { error: messageOf(error) });
  };
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { onConnectionError }), errorFormat: 'minimal' });
  const queries = withFaults(prisma);
  return {
    pool,
    queries,
    transaction: (work) => transaction(queries, work),
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

async function prepareSession(client: ClientBase): Promise<void> {
  await client.query(SESSION);
}

/** Work that lost a race is run again from its start: all it wrote was rolled back. */
async function transaction<T>(prisma: PrismaClient, work: (queries: Queries) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await prisma.$transaction(work, { maxWait: CONNECT_MS, timeout: TRANSACTION_MS });
    } catch (error) {
      const fault = toFault(error);
      if (!lostARace(fault) || tries === RACE_TRIES) throw fault;
      await sleep(Math.random() * 50 * tries);
    }
  }
}

// An extension that adds nothing to the client's type: same models, same methods, other errors.
function withFaults(prisma: PrismaClient): PrismaClient {
  return prisma.$extends({
    query: {
      async $allOperations({ args, query }) {
        try {
          return await query(args);
        } catch (error) {
          throw toFault(error);
        }
      },
    },
  }) as unknown as PrismaClient;
}
