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

/** A file to write to, made with its folder if need be. */
export function logFile(path: string): DestinationStream {
  return pino.destination({ dest: path, mkdir: true, sync: true });
}

/** The time in it is the machine's own, never the clock that business sees. */
export function createLog(options: LogOptions): Log {
  const destination = options.destination ?? pino.destination({ dest: 1, sync: true });
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
