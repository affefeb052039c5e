// The app's own database, for a command beside the app, whether that runs or not.
import { createLog } from '#adapters/observe/log.ts';
import { Fault } from '#kernel/errors.ts';
import { visitDatabase } from '../compose/database.ts';
import type { OpenDatabase } from '../compose/database.ts';
import { loadDotEnv, readConfig } from '../config.ts';
import type { Terminal } from './terminal.ts';

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

/** The app's database alone, as `visitApp` opens it. */
export async function visitAppDatabase(): Promise<OpenDatabase> {
  return (await visitApp()).database;
}

/** Works on a database and closes it. Resolves to the work's exit code; 2, and why on the terminal, when a Fault ends it. */
export async function runOn<Database extends Pick<OpenDatabase, 'close'>>(
  open: () => Promise<Database>,
  terminal: Terminal,
  work: (database: Database) => Promise<number>,
): Promise<number> {
  try {
    const database = await open();
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    terminal.err(error.message);
    return 2;
  }
}
