// What an error of the database means. Whatever it is thrown as (Prisma's, pg's, the socket's), the caller gets a Fault;
// what the database did not throw passes unchanged.
import { DatabaseError } from 'pg';
import { z } from 'zod';
import { Prisma } from '../../generated/prisma/client.ts';
import type { FaultCode } from '#kernel/errors.ts';
import { Fault, messageOf } from '#kernel/errors.ts';

interface Meaning {
  readonly code: FaultCode;
  readonly message: string;
}

const GONE: Meaning = { code: 'unavailable', message: 'The database cannot be reached' };
const BUSY: Meaning = { code: 'unavailable', message: 'The database has no connection free' };
const SLOW: Meaning = { code: 'unavailable', message: 'The database took too long to answer' };
const RACE: Meaning = { code: 'unavailable', message: 'Two transactions stood in each other’s way' };
const FULL: Meaning = { code: 'unavailable', message: 'The database has no disk space or memory left' };
const READ_ONLY: Meaning = { code: 'unavailable', message: 'The database takes no writes at the moment' };
const DENIED: Meaning = { code: 'unauthorized', message: 'The database refuses the user or password of DATABASE_URL' };
const MISSING: Meaning = { code: 'not_configured', message: 'The database that DATABASE_URL names does not exist' };

/** SQLSTATE (five characters), Prisma's codes, the driver adapter's kinds and Node's socket errors. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  ...meaning(GONE, 'P1001 P1002 P1017 57P01 57P02 57P03 57P05 DatabaseNotReachable ConnectionClosed'),
  ...meaning(GONE, 'ECONNREFUSED ECONNRESET ENOENT EPIPE ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH ETIMEDOUT'),
  ...meaning(BUSY, 'P2024 P2037 53300 TooManyConnections'),
  ...meaning(SLOW, 'P1008 P2028 57014 55P03 25P03 25P04 SocketTimeout'),
  ...meaning(RACE, 'P2034 40001 40P01 TransactionWriteConflict'),
  ...meaning(FULL, '53000 53100 53200'),
  ...meaning(READ_ONLY, '25006'),
  ...meaning(DENIED, 'P1000 P1010 28000 28P01 AuthenticationFailed DatabaseAccessDenied'),
  ...meaning(MISSING, 'P1003 3D000 DatabaseDoesNotExist'),
};

/** pg says these in words only. */
const LOST_CONNECTION =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|server closed the connection|Cannot use a pool after calling end/;

/** The Fault for an error of the database; any other error as it is. */
export function toFault(error: unknown): unknown {
  if (error instanceof Fault) return error;
  const known =
    codesOf(error).map(meaningOf).find(isKnown) ?? (LOST_CONNECTION.test(messageOf(error)) ? GONE : undefined);
  if (known) return new Fault(known.code, `${known.message}.`, { cause: error });
  return isDatabaseError(error) ? new Fault('internal', 'The database refused a statement.', { cause: error }) : error;
}

/** Whether the whole transaction may simply be run again: nothing of it was kept. */
export function lostARace(error: unknown): boolean {
  return codesOf(error instanceof Fault ? error.cause : error).some((code) => MEANINGS[code] === RACE);
}

/** Whether the database is away: out of reach, silent, or without a free connection. A refusal comes from one that is there. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Fault) || error.code !== 'unavailable') return false;
  const away = codesOf(error.cause).some((code) => [GONE, BUSY].includes(meaningOf(code) ?? RACE));
  return away || LOST_CONNECTION.test(messageOf(error.cause));
}

const AdapterError = z.object({
  driverAdapterError: z.object({
    cause: z.object({ kind: z.string(), originalCode: z.string().optional(), code: z.string().optional() }),
  }),
});

function codesOf(error: unknown): readonly string[] {
  if (typeof error !== 'object' || error === null) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  // pg-boss hands on a copy of an error, which is none any more.
  if (!(error instanceof Error)) return own;
  const adapter = AdapterError.safeParse('meta' in error ? error.meta : { driverAdapterError: error });
  if (!adapter.success) return [...own, ...codesOf(error.cause)];
  const { kind, originalCode, code } = adapter.data.driverAdapterError.cause;
  return [originalCode, code, kind, ...own].filter((value) => value !== undefined);
}

function meaningOf(code: string): Meaning | undefined {
  return MEANINGS[code] ?? (/^08[0-9A-Z]{3}$/.test(code) ? GONE : undefined);
}

function isKnown(found: Meaning | undefined): found is Meaning {
  return found !== undefined;
}

function isDatabaseError(error: unknown): boolean {
  return (
    error instanceof DatabaseError ||
    error instanceof Prisma.PrismaClientKnownRequestError ||
    error instanceof Prisma.PrismaClientUnknownRequestError ||
    error instanceof Prisma.PrismaClientInitializationError ||
    error instanceof Prisma.PrismaClientValidationError ||
    error instanceof Prisma.PrismaClientRustPanicError
  );
}

function meaning(what: Meaning, codes: string): Record<string, Meaning> {
  return Object.fromEntries(codes.split(' ').map((code) => [code, what]));
}
