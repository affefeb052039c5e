// Keeps a running sandbox on disk: each change in a journal, the whole soon after, and at the end. What changes without a
// word, as a value that was typed, is found by looking now and then.
import { createHash } from 'node:crypto';
import { messageOf } from '#kernel/errors.ts';
import type { Sandbox } from '../start-sandbox.ts';
import { openJournal } from './journal.ts';
import type { Entry } from './journal.ts';
import { worldFile, writeWorld } from './world-file.ts';

export interface KeepDeps {
  readonly sandbox: Pick<Sandbox, 'save' | 'onTouch' | 'onStartOver'>;
  readonly dataDir: string;
  /** Told once in a row of failures, with a sentence. */
  readonly onTrouble: (sentence: string) => void;
}

export interface Keeper {
  /** Saves now; resolves when it is on disk. Rejects where it cannot be written. */
  save(): Promise<void>;
  /** Saves for the last time. */
  close(): Promise<void>;
}

/** So long after the last change of several, */
const QUIET_MS = 1_000;
/** but no longer than this after the first. */
const LATEST_MS = 3_000;
const LOOK_EVERY_MS = 10_000;

/** Begins to keep it; the first whole save is the caller's to ask for. Rejects where the folder cannot be written. */
export async function keepSaved({ sandbox, dataDir, onTrouble }: KeepDeps): Promise<Keeper> {
  const file = worldFile(dataDir);
  const journal = await openJournal(dataDir);
  let written = '';
  let inTrouble = false;
  let timer: NodeJS.Timeout | null = null;
  let firstChangeAt = 0;
  let saving: Promise<void> = Promise.resolve();

  function changed(entry: Entry): void {
    try {
      journal.write(entry);
    } catch (error) {
      trouble(error);
    }
    const now = performance.now();
    if (timer === null) firstChangeAt = now;
    else clearTimeout(timer);
    timer = setTimeout(saveQuietly, Math.max(0, Math.min(QUIET_MS, firstChangeAt + LATEST_MS - now)));
  }

  function saveQuietly(): void {
    save().catch(trouble);
  }

  function trouble(error: unknown): void {
    if (!inTrouble) onTrouble(`The sandbox cannot be saved: ${messageOf(error)}`);
    inTrouble = true;
  }

  /** One after the other, each with the state of its turn. */
  function save(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    saving = saving.catch(() => undefined).then(write);
    return saving;
  }

  async function write(): Promise<void> {
    const bytes = sandbox.save();
    const digest = createHash('sha256').update(bytes).digest('base64');
    if (digest === written) return;
    // In the same turn: what changes from here on is in the new journal and not in these bytes.
    const number = journal.next();
    await writeWorld(file, bytes, number);
    written = digest;
    inTrouble = false;
    await journal.forgetBefore(number);
  }

  const stops = [sandbox.onTouch(changed), sandbox.onStartOver(saveQuietly)];
  const look = setInterval(saveQuietly, LOOK_EVERY_MS);
  return {
    save,
    async close() {
      clearInterval(look);
      for (const stop of stops) stop();
      try {
        await save();
      } finally {
        journal.close();
      }
    },
  };
}
