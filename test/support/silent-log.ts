// Logs for tests: one that nobody looks at, and one that hands on errors.
import { inspect } from 'node:util';
import type { Log } from '#ports/log.ts';

export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  with: () => silentLog,
};

/** Silent too, but hands on the lines that should never be: each error with its fields. */
export function listeningLog(onError: (line: string) => void): Log {
  const log: Log = {
    ...silentLog,
    error: (message, fields) => onError(`${message} ${inspect(fields)}`),
    with: () => log,
  };
  return log;
}
