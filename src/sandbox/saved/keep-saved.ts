// Keeps a running sandbox on disk: soon after each change, and at the end. What changes without a word, as a mark of what
// was read or a value that was typed, is found by looking now and then.
import { createHash } from 'node:crypto';
import { messageOf } from '#kernel/errors.ts';
import type { Sandbox } from '../start-sandbox.ts';
import { worldFile, writeWorld } from './world-file.ts';

export interface KeepDeps {
  readonly sandbox: Pick<Sandbox, 'save' | 'slack' | 'hubspot' | 'salesforce' | 'clock' | 'tour'>;
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

export function keepSaved({ sandbox, dataDir, onTrouble }: KeepDeps): Keeper {
  const file = worldFile(dataDir);
  let written = '';
  let inTrouble = false;
  let timer: NodeJS.Timeout | null = null;
  let firstChangeAt = 0;
  let saving: Promise<void> = Promise.resolve();

  function changed(): void {
    const now = performance.now();
    if (timer === null) firstChangeAt = now;
    else clearTimeout(timer);
    timer = setTimeout(saveQuietly, Math.max(0, Math.min(QUIET_MS, firstChangeAt + LATEST_MS - now)));
  }

  function saveQuietly(): void {
    save().catch((error: unknown) => {
      if (!inTrouble) onTrouble(`The sandbox cannot be saved: ${messageOf(error)}`);
      inTrouble = true;
    });
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
    await writeWorld(file, bytes);
    written = digest;
    inTrouble = false;
  }

  const stops = [
    sandbox.slack.workspace.onChange(changed),
    sandbox.hubspot.onChange(changed),
    sandbox.salesforce.onChange(changed),
    sandbox.tour.onChange(changed),
    // An app that lived in a later time must not come back to an earlier one.
    sandbox.clock.onMove(saveQuietly),
  ];
  const look = setInterval(saveQuietly, LOOK_EVERY_MS);
  return {
    save,
    async close() {
      clearInterval(look);
      for (const stop of stops) stop();
      await save();
    },
  };
}
