// What changed since the sandbox was saved, written down at each change, before anybody hears of it: a process that is
// killed loses nothing. A journal belongs to the save of its number, and to those before it.
import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { HubspotPut } from '../hubspot/touched.ts';
import type { SalesforcePut } from '../salesforce/saved-org.ts';
import type { SlackPut } from '../slack/world/touched.ts';
import type { SavedTour } from '../tour/tour.ts';
import type { Drought } from '../world/living/life.ts';
import type { StoriesSoFar } from '../world/stories.ts';

export type Entry =
  | { readonly slack: SlackPut }
  | { readonly hubspot: HubspotPut }
  | { readonly salesforce: SalesforcePut }
  | { readonly aheadMs: number }
  | { readonly stories: StoriesSoFar }
  | { readonly tour: SavedTour }
  | { readonly droughts: readonly Drought[] };

export interface Journal {
  /** Throws what the file system throws. */
  write(entry: Entry): void;
  /** Begins the next one; answers its number. What is written from now on goes there. */
  next(): number;
  /** Those before this number are not needed any more. */
  forgetBefore(number: number): Promise<void>;
  close(): void;
}

const NAME = /^world\.(\d+)\.log$/u;
const LENGTH_BYTES = 4;

/** Begins one after all that are there. */
export async function openJournal(dataDir: string): Promise<Journal> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  let number = Math.max(0, ...(await journalsIn(dataDir))) + 1;
  let file = open();

  function open(): number {
    return openSync(fileOf(dataDir, number), 'a', 0o600);
  }

  return {
    write(entry) {
      const bytes = serialize(entry);
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32BE(bytes.length);
      writeSync(file, Buffer.concat([length, bytes]));
    },
    next() {
      closeSync(file);
      number += 1;
      file = open();
      return number;
    },
    async forgetBefore(before) {
      const old = (await journalsIn(dataDir)).filter((each) => each < before);
      await Promise.all(old.map((each) => rm(fileOf(dataDir, each), { force: true })));
    },
    close: () => closeSync(file),
  };
}

/** Everything written since the save of this number, oldest first; what a crash cut off at an end is left out. */
export async function readJournals(dataDir: string, from: number): Promise<readonly Entry[]> {
  const numbers = (await journalsIn(dataDir)).filter((each) => each >= from).toSorted((a, b) => a - b);
  const contents = await Promise.all(numbers.map((number) => readFile(fileOf(dataDir, number))));
  return contents.flatMap(entriesOf);
}

function entriesOf(content: Buffer): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + LENGTH_BYTES <= content.length;) {
    const end = at + LENGTH_BYTES + content.readUInt32BE(at);
    if (end > content.length) break;
    const entry = entryIn(content.subarray(at + LENGTH_BYTES, end));
    if (entry === null) break;
    entries.push(entry);
    at = end;
  }
  return entries;
}

/** Null for what was never written whole: a file that lost its end in a power cut may be filled up with zeroes. */
function entryIn(bytes: Buffer): Entry | null {
  try {
    return deserialize(bytes) as Entry;
  } catch {
    return null;
  }
}

async function journalsIn(dataDir: string): Promise<readonly number[]> {
  const names = await readdir(dataDir);
  return names.flatMap((name) => {
    const number = NAME.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

function fileOf(dataDir: string, number: number): string {
  return join(dataDir, `world.${number}.log`);
}
