// The heads that a log is verified against: from files, from the command line, else from where the app publishes them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublishedHead } from '#features/audit/findings.ts';
import { readHeads } from '#features/audit/heads.ts';
import { readHead } from '#features/audit/seal.ts';
import { Fault, messageOf } from '#kernel/errors.ts';
import { HEADS_FILE } from '../compose/sealing.ts';

export interface GivenHeads {
  /** `SEQ:HASH` each. */
  readonly heads: readonly string[];
  readonly files: readonly string[];
  readonly dataDir: string;
}

export interface FoundHeads {
  readonly heads: readonly PublishedHead[];
  /** What a person should know about them. */
  readonly notes: readonly string[];
}

/** Throws Fault `invalid_input` for a head or a file that cannot be read. */
export async function publishedHeads({ heads, files, dataDir }: GivenHeads): Promise<FoundHeads> {
  const given = heads.map(headFrom);
  if (files.length > 0) {
    const found = await Promise.all(files.map(async (file) => headsFrom(file, await textOf(file))));
    return { heads: [...given, ...found.flatMap((one) => one.heads)], notes: found.flatMap((one) => one.notes) };
  }
  const own = join(dataDir, HEADS_FILE);
  const text = await textOf(own).catch((error: unknown) => {
    if (error instanceof Fault && isMissing(error.cause)) return null;
    throw error;
  });
  if (text !== null) {
    const found = headsFrom(own, text);
    return { ...found, heads: [...given, ...found.heads] };
  }
  const notes =
    given.length > 0
      ? []
      : [
          `No published head was given, and there is no ${own}: a cut end, or a log that was rewritten with a new chain, ` +
            'is not found this way.',
        ];
  return { heads: given, notes };
}

function headFrom(text: string): PublishedHead {
  const head = readHead(text);
  if (head === null)
    throw new Fault('invalid_input', `"${text}" is not a head: its number, a colon and 64 hex digits.`);
  return { ...head, at: null };
}

function headsFrom(file: string, text: string): FoundHeads {
  const { heads, unreadable } = readHeads(text);
  const notes = unreadable.map((line) => `${file}:${line}: no head, left out`);
  return { heads, notes };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Fault('invalid_input', `The heads in ${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
