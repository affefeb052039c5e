// The sandbox of `npm start`: goes on with the earlier one where it can, begins anew where it cannot, and says which.
import { messageOf } from '#kernel/errors.ts';
import { startSandbox } from '../start-sandbox.ts';
import type { Sandbox, SandboxOptions } from '../start-sandbox.ts';
import { findSaved } from './find-saved.ts';
import { setAside, worldFile } from './world-file.ts';

export interface KeptSandbox {
  readonly sandbox: Sandbox;
  /** Whether the app must begin with an empty database: exactly when the world is a new one. */
  readonly fresh: boolean;
  /** A sentence for whoever started it; null where there is nothing to say. */
  readonly said: string | null;
}

export interface StartKeptOptions extends SandboxOptions {
  readonly dataDir: string;
  /** Somebody asked for a new one. */
  readonly fresh: boolean;
}

/** Throws as `startSandbox` does, and Fault `not_configured` for a file that can neither be read nor be set aside. */
export async function startKept({ fresh, ...options }: StartKeptOptions): Promise<KeptSandbox> {
  const { dataDir } = options;
  const { saved, since, said } = await findSaved({ dataDir, fresh });
  if (saved === null) return { sandbox: await startSandbox(options), fresh: true, said };
  try {
    return { sandbox: await startSandbox({ ...options, saved, since }), fresh: false, said };
  } catch (error) {
    // Whatever is wrong with the servers themselves shows again.
    const sandbox = await startSandbox(options);
    const aside = await setAside(worldFile(dataDir));
    const why = `what was kept cannot be gone on with (${messageOf(error)}). It is kept as ${aside}.`;
    return { sandbox, fresh: true, said: `The sandbox begins anew: ${why}` };
  }
}
