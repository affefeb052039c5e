// The folders of an embedded server: its data, its log, and a place for its socket that is short and private.
import { createHash } from 'node:crypto';
import { chown, lstat, mkdir, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Fault } from '#kernel/errors.ts';
import type { RunAs } from './run-as.ts';
import { startTrouble } from './trouble.ts';

export interface Folders {
  readonly dataDir: string;
  readonly cluster: string;
  readonly log: string;
}

/** A Unix socket's path holds 107 bytes, of which `/.s.PGSQL.5432` takes 14. */
const SOCKET_FOLDER_BYTES = 107 - '/.s.PGSQL.5432'.length;

/** Makes the data folder where it is missing. Throws Fault `not_configured` when it cannot be made. */
export async function prepareFolders(dataDir: string): Promise<Folders> {
  try {
    await mkdir(resolve(dataDir), { recursive: true, mode: 0o700 });
    const real = await realpath(resolve(dataDir));
    return { dataDir: real, cluster: join(real, 'postgres'), log: join(real, 'postgres.log') };
  } catch (error) {
    throw startTrouble(resolve(dataDir), String(error), error);
  }
}

/**
 * Where the socket lives: in the data folder, so that a second app in another container with the same volume meets it
 * there, or below the temporary folder when that path is too long for a socket.
 */
export async function prepareSocketFolder(dataDir: string, runAs: RunAs): Promise<string> {
  const near = join(dataDir, 'run');
  const folder = Buffer.byteLength(near) <= SOCKET_FOLDER_BYTES ? near : join(tmpdir(), `signalbox-${digest(dataDir)}`);
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw startTrouble(folder, String(error), error);
  });
  if (runAs.kind === 'user') await chown(folder, runAs.uid, runAs.gid);
  const found = await lstat(folder);
  const ours = [process.getuid?.(), runAs.kind === 'user' ? runAs.uid : undefined];
  if (!found.isDirectory() || (process.getuid && !ours.includes(found.uid)) || (found.mode & 0o077) !== 0) {
    throw new Fault('not_configured', `${folder} exists but is not a private folder of this user. Remove it.`);
  }
  return folder;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
