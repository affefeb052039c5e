// The app's own database, for a command beside the app, whether that runs or not.
import { createLog } from '#adapters/observe/log.ts';
import { visitDatabase } from '../compose/database.ts';
import type { OpenDatabase } from '../compose/database.ts';
import { loadDotEnv, readConfig } from '../config.ts';

export const CLOCK = { now: () => new Date() };

export interface Visit {
  readonly database: OpenDatabase;
  /** The playbook's file, as the settings name it. */
  readonly playbook: string;
}

/** Close the database after use. Throws Fault for settings that do not work, and where the app has never run. */
export async function visitApp(): Promise<Visit> {
  loadDotEnv();
  const settings = readConfig();
  const databaseUrl = settings.kind === 'real' ? settings.config.databaseUrl : null;
  const { dataDir, playbook } = settings.config;
  const log = createLog({ level: 'error' });
  return { database: await visitDatabase({ databaseUrl, dataDir }, { clock: CLOCK, log }), playbook };
}
