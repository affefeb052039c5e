// What `npm start` finds of an earlier sandbox: the world and the app's database belong together, both or neither.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Fault, messageOf } from '#kernel/errors.ts';
import { readJournals } from './journal.ts';
import type { Entry } from './journal.ts';
import type { SavedSandbox } from './saved-sandbox.ts';
import { readWorld, setAside, worldFile } from './world-file.ts';

export interface FindInput {
  /** The sandbox's own. */
  readonly dataDir: string;
  /** Whether somebody asked for a new one. */
  readonly fresh: boolean;
}

export interface Earlier {
  /** Null: begin anew, with an empty database. */
  readonly saved: SavedSandbox | null;
  /** What changed after it was saved. */
  readonly since: readonly Entry[];
  /** A sentence for whoever started it; null where there is nothing to say. */
  readonly said: string | null;
}

/** Throws Fault `not_configured` where the file can neither be read nor be set aside. */
export async function findSaved({ dataDir, fresh }: FindInput): Promise<Earlier> {
  const file = worldFile(dataDir);
  try {
    const found = await readWorld(file);
    if (found.kind === 'none') return anew(null);
    if (fresh) {
      await setAside(file);
      return anew('Beginning anew, as you asked.');
    }
    if (found.kind === 'found' && existsSync(join(dataDir, 'postgres', 'PG_VERSION'))) {
      const since = await readJournals(dataDir, found.journal);
      return { saved: found.saved, since, said: 'Going on where you left off; npm start -- --fresh begins anew.' };
    }
    const because = found.kind === 'unusable' ? found.because : 'its database is gone';
    const aside = await setAside(file);
    return anew(`The sandbox begins anew: ${file} cannot be gone on with, ${because}. It is kept as ${aside}.`);
  } catch (error) {
    const message = `The sandbox of an earlier start, ${file}, cannot be used: ${messageOf(error)}. Delete it to begin anew.`;
    throw new Fault('not_configured', message, { cause: error });
  }
}

function anew(said: string | null): Earlier {
  return { saved: null, since: [], said };
}
