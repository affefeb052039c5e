// Slack's SDK logs sentences of its own, with request bodies at debug level. Only its warnings and errors reach our log.
import { LogLevel } from '@slack/bolt';
import type { Logger } from '@slack/bolt';
import type { Log } from '#ports/log.ts';

/** What the SDK complains about comes back to us as an error too, which is logged where it is caught: hence `debug`. */
export function sdkLogger(log: Log): Logger {
  const say = (level: 'warn' | 'error', said: readonly unknown[]): void => {
    log.debug('the Slack SDK complains', { sdkLevel: level, said: said.map(String).join(' ') });
  };
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...said) => say('warn', said),
    error: (...said) => say('error', said),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
