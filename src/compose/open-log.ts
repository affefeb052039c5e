// Where the app's log goes: to a file where it is told one, else to standard output.
import { createLog, logFile } from '#adapters/observe/log.ts';
import type { Log } from '#ports/log.ts';
import type { Config } from '../config.ts';

export function openLog({ logLevel }: Config, file: string | undefined): Log {
  if (file === undefined) return createLog({ level: logLevel, pretty: process.stdout.isTTY });
  return createLog({ level: logLevel, destination: logFile(file) });
}
