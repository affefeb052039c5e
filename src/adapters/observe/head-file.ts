// The file of published heads: lines are added at its end and never changed.
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FileHandle } from 'node:fs/promises';
import type { HeadLedger } from '#features/audit/store.ts';

/** Holds the last line of any file of heads. */
const TAIL = 1024;

export function createHeadFile(path: string): HeadLedger {
  return {
    async last() {
      const file = await openIfThere(path);
      if (file === null) return null;
      try {
        const lines = (await tailOf(file)).split('\n');
        // What follows the last line break was cut short by a crash.
        return lines.slice(0, -1).findLast((line) => line.trim() !== '') ?? null;
      } finally {
        await file.close();
      }
    },
    async append(line) {
      await mkdir(dirname(path), { recursive: true });
      const file = await open(path, 'a+');
      try {
        const tail = await tailOf(file);
        const torn = tail !== '' && !tail.endsWith('\n');
        await file.write(`${torn ? '\n' : ''}${line}\n`);
        await file.datasync();
      } finally {
        await file.close();
      }
    },
  };
}

async function tailOf(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read({
    buffer: Buffer.alloc(Math.min(TAIL, size)),
    position: Math.max(0, size - TAIL),
  });
  return buffer.subarray(0, bytesRead).toString('utf8');
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
