// The file that a sandbox is kept in: a line that says what it is, then its bytes. Replaced whole or not at all.
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf } from '#kernel/errors.ts';
import { CHANNELS, GROUPS, PEOPLE, QUEUE } from '../world/acme.ts';
import { readParts } from './saved-sandbox.ts';
import type { SavedSandbox } from './saved-sandbox.ts';

/** Counts up with every change to what the parts save: a file of another number begins anew. */
const FORMAT = 3;
const HEADER = /^signalbox sandbox (\d+) ([0-9a-f]{16}) ([0-9a-f]{64}) (\d+)$/u;

export type Found =
  /** `journal`: the first one that tells what changed since. */
  | { readonly kind: 'found'; readonly saved: SavedSandbox; readonly journal: number }
  | { readonly kind: 'none' }
  /** `because` ends a sentence. */
  | { readonly kind: 'unusable'; readonly because: string };

export function worldFile(dataDir: string): string {
  return join(dataDir, 'world.bin');
}

/** Rejects where the file is there and cannot be read at all. */
export async function readWorld(file: string): Promise<Found> {
  const content = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (content === null) return { kind: 'none' };
  const end = content.indexOf('\n');
  const [, format, company, hash, journal] =
    HEADER.exec(content.subarray(0, Math.max(end, 0)).toString('latin1')) ?? [];
  if (hash === undefined) return { kind: 'unusable', because: 'it is no file of a sandbox' };
  if (Number(format) !== FORMAT) return { kind: 'unusable', because: 'it was kept by another version of Signalbox' };
  if (company !== companyHash()) return { kind: 'unusable', because: 'the company in it is another one by now' };
  const bytes = content.subarray(end + 1);
  if (sha256(bytes) !== hash) return { kind: 'unusable', because: 'it is damaged' };
  try {
    return { kind: 'found', saved: readParts(bytes), journal: Number(journal) };
  } catch (error) {
    return { kind: 'unusable', because: `it cannot be read (${messageOf(error)})` };
  }
}

/** Writes beside the file and puts that in its place, so that a crash leaves the old one or the new one. */
export async function writeWorld(file: string, bytes: Buffer, journal: number): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.new`;
  const handle = await open(beside, 'w', 0o600);
  try {
    await handle.write(`signalbox sandbox ${FORMAT} ${companyHash()} ${sha256(bytes)} ${journal}\n`);
    await handle.write(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}

/** Out of the way, but there for whoever wants to look. Answers where it is now. */
export async function setAside(file: string): Promise<string> {
  const aside = `${file}.old`;
  await rename(file, aside);
  return aside;
}

/** Of the people, channels and groups that every part is seeded with. */
function companyHash(): string {
  return sha256(Buffer.from(JSON.stringify([PEOPLE, CHANNELS, GROUPS, QUEUE]))).slice(0, 16);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
