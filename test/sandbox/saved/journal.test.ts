// What is written down between two saves, and what a crash in the middle of a line leaves of it.
import { appendFile, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openJournal, readJournals } from '#sandbox/saved/journal.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'signalbox-journal-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

it('is read in the order in which it was written, over all journals since a save', async () => {
  const journal = await openJournal(dataDir);
  journal.write({ aheadMs: 1 });
  const second = journal.next();
  journal.write({ aheadMs: 2 });
  journal.close();
  const afterRestart = await openJournal(dataDir);
  afterRestart.write({ aheadMs: 3 });
  afterRestart.close();
  expect(await readJournals(dataDir, 1)).toEqual([{ aheadMs: 1 }, { aheadMs: 2 }, { aheadMs: 3 }]);
  expect(await readJournals(dataDir, second)).toEqual([{ aheadMs: 2 }, { aheadMs: 3 }]);
});

it('leaves out what was cut off or filled up at its end, and goes on in a journal of its own', async () => {
  const journal = await openJournal(dataDir);
  journal.write({ aheadMs: 1 });
  journal.write({ aheadMs: 2 });
  journal.close();
  const [name = ''] = await readdir(dataDir);
  const file = join(dataDir, name);
  await truncate(file, (await stat(file)).size - 3);
  const filled = join(dataDir, 'world.2.log');
  await writeFile(filled, Buffer.alloc(64));
  const next = await openJournal(dataDir);
  next.write({ aheadMs: 3 });
  next.close();
  expect(await readJournals(dataDir, 1)).toEqual([{ aheadMs: 1 }, { aheadMs: 3 }]);
});

it('forgets what a save has made needless, and nothing that is not its own', async () => {
  await appendFile(join(dataDir, 'world.bin'), 'the world');
  const journal = await openJournal(dataDir);
  await journal.forgetBefore(journal.next());
  journal.close();
  expect(await readdir(dataDir)).toEqual(['world.2.log', 'world.bin']);
});
