// The one pool of connections and Prisma's client over it. Every error that leaves here has a Fault's meaning.
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import type { ClientBase } from 'pg';
import type { Breaker } from '#adapters/breaker/breaker.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '#kernel/errors.ts';
import type { Log } from '#ports/log.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { PrismaClient } from '../../generated/prisma/client.ts';
import { lostARace, toFault } from './faults.ts';
import { prepared } from './statements.ts';
import type { Sql } from './statements.ts';

/** What a store needs: the models and raw SQL, inside or outside of a transaction. */
export type Queries = Prisma.TransactionClient;

export interface Client {
  readonly pool: Sql;
  /** Each call commits on its own. */
  readonly queries: Queries;
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /** One that may take an hour, for commands. */
  longTransaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface ClientOptions {
  readonly url: string;
  readonly log: Log;
  readonly poolSize: number;
  /** Keeps calls from waiting for a database that is away. */
  readonly breaker: Breaker;
  /** A connection that says nothing for this long is given up (default 12 s). */
  readonly silenceMs?: number;
}

/** Whoever clicks is told within this time that nothing was recorded. */
const CONNECT_MS = 2000;
const STATEMENT_MS = 10_000;
const TRANSACTION_MS = 15_000;
/** The server ends a statement before that. Who still hears nothing talks to a host that is gone, which TCP finds out after a quarter of an hour. */
const SILENCE_MS = STATEMENT_MS + 2000;
const LONG_TRANSACTION_MS = 3_600_000;
const RACE_TRIES = 4;
const LIMITS = { maxWait: CONNECT_MS, timeout: TRANSACTION_MS };
const LONG_LIMITS = { maxWait: CONNECT_MS, timeout: LONG_TRANSACTION_MS };

// Prisma's adapter drops the offset of a timestamptz, so every session must speak UTC.
const SESSION = `SET TIME ZONE 'UTC'; SET statement_timeout = ${STATEMENT_MS};
  SET idle_in_transaction_session_timeout = ${2 * TRANSACTION_MS}`;

/** Opens nothing yet: the first query does. */
export function createClient({ url, log, poolSize, breaker, silenceMs = SILENCE_MS }: ClientOptions): Client {
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
  const guarded = <T>(work: () => Promise<T>): Promise<T> => breaker.run(() => asFaults(work));
  const within = extended(prisma, asFaults);
  return {
    pool: { query: (text, values) => guarded(() => pool.query(prepared(text, values))) },
    queries: extended(prisma, guarded),
    transaction: (work) => transaction((unit) => guarded(() => within.$transaction(unit, LIMITS)), work),
    longTransaction: (work) => transaction((unit) => guarded(() => within.$transaction(unit, LONG_LIMITS)), work),
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
async function transaction<T>(
  begin: (work: (queries: Queries) => Promise<T>) => Promise<T>,
  work: (queries: Queries) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await begin(work);
    } catch (error) {
      if (!lostARace(error) || tries === RACE_TRIES) throw error;
      await sleep(Math.random() * 50 * tries);
    }
  }
}

async function asFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toFault(error);
  }
}

// An extension that adds nothing to the client's type: same models, same methods, each run by `run`.
function extended(prisma: PrismaClient, run: <T>(work: () => Promise<T>) => Promise<T>): PrismaClient {
  return prisma.$extends({
    query: {
      $allOperations: ({ args, query }) => run(() => query(args)),
    },
  }) as unknown as PrismaClient;
}
