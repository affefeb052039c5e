// The log: one JSON object a line through pino, everything in it redacted by our own list first.
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { Log, LogFields } from '#ports/log.ts';
import { readable } from './readable.ts';
import { redact } from './redact.ts';

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Lines for people in place of JSON. */
  readonly pretty?: boolean;
  /** Default: standard output, written at once so that nothing is lost at exit. */
  readonly destination?: DestinationStream;
}

/** Lines that a full disk does not take are kept up to this size, and then lost. */
const KEPT_BYTES = 64 * 1024;

/** A file to write to, made with its folder if need be. */
export function logFile(path: string): DestinationStream {
  return lasting({ dest: path, mkdir: true });
}

/** Written at once, so that nothing is lost at exit. A log that cannot be written must not end the app. */
function lasting(where: { readonly dest: string | number; readonly mkdir?: boolean }): DestinationStream {
  const destination = pino.destination({ ...where, sync: true, maxLength: KEPT_BYTES });
  destination.on('error', () => undefined);
  return destination;
}

/** The time in it is the machine's own, never the clock that business sees. */
export function createLog(options: LogOptions): Log {
  const destination = options.destination ?? lasting({ dest: 1 });
  const logger = pino(
    {
      level: options.level,
      base: null,
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.pretty === true ? readable(destination) : destination,
  );
  return over(logger);
}

function over(logger: Logger): Log {
  return {
    debug: (message, fields) => {
      // Redacting takes longer than a webhook does, and this level is mostly off.
      if (logger.isLevelEnabled('debug')) logger.debug(safe(fields), message);
    },
    info: (message, fields) => logger.info(safe(fields), message),
    warn: (message, fields) => logger.warn(safe(fields), message),
    error: (message, fields) => logger.error(safe(fields), message),
    with: (fields) => over(logger.child(safe(fields))),
  };
}

function safe(fields: LogFields | undefined): object {
  return fields === undefined ? {} : (redact(fields) as object);
}
