// What a start finds of an earlier one, what it says about it, and that world and database go together: both or neither.
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWorld, worldFile, writeWorld } from '#sandbox/saved/world-file.ts';
import { startKept } from '#sandbox/saved/start-kept.ts';
import type { KeptSandbox } from '#sandbox/saved/start-kept.ts';
import { aSandbox } from '../../support/sandbox.ts';

let dataDir: string;
let last: KeptSandbox | null = null;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'signalbox-kept-'));
});
afterEach(async () => {
  await last?.sandbox.close();
  last = null;
  await rm(dataDir, { recursive: true });
});

async function start({ fresh = false } = {}): Promise<KeptSandbox> {
  last = await startKept({ dataDir, fresh, baseline: false });
  return last;
}

async function aDatabase(): Promise<void> {
  await mkdir(join(dataDir, 'postgres'));
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '17');
}

async function anEarlierWorld(): Promise<void> {
  const sandbox = await aSandbox();
  sandbox.slack.workspace.as('ana').say('general', 'From before');
  await writeWorld(worldFile(dataDir), sandbox.save(), 1);
  await sandbox.close();
}

const said = ({ sandbox }: KeptSandbox): readonly string[] =>
  sandbox.slack.workspace.messages('general').map(({ text }) => text);

describe('npm start', () => {
  it('begins anew where there is nothing, without a word', async () => {
    await aDatabase();
    expect(await start()).toMatchObject({ fresh: true, said: null });
  });

  it('goes on where it was, with its database', async () => {
    await aDatabase();
    await anEarlierWorld();
    const kept = await start();
    expect(kept).toMatchObject({ fresh: false, said: expect.stringContaining('Going on where you left off') });
    expect(said(kept)).toEqual(['From before']);
  });

  it('begins anew when it is asked to, and keeps the earlier one aside', async () => {
    await aDatabase();
    await anEarlierWorld();
    const kept = await start({ fresh: true });
    expect(kept).toMatchObject({ fresh: true, said: 'Beginning anew, as you asked.' });
    expect(said(kept)).toEqual([]);
    expect((await readWorld(`${worldFile(dataDir)}.old`)).kind).toBe('found');
  });

  it('begins anew with a sentence when the database is gone', async () => {
    await anEarlierWorld();
    const kept = await start();
    expect(kept).toMatchObject({ fresh: true, said: expect.stringContaining('its database is gone') });
    expect(said(kept)).toEqual([]);
  });

  it('begins anew with a sentence when the file is damaged', async () => {
    await aDatabase();
    await anEarlierWorld();
    const file = worldFile(dataDir);
    await writeFile(file, (await readFile(file)).subarray(0, -100));
    const kept = await start();
    expect(kept).toMatchObject({ fresh: true, said: expect.stringContaining('it is damaged. It is kept as') });
    expect(await readdir(dataDir)).toContain('world.bin.old');
  });

  it('begins anew with a sentence when a part cannot make anything of what was kept', async () => {
    await aDatabase();
    const sandbox = await aSandbox();
    const parts = { ...(deserialize(sandbox.save()) as object), hubspot: null };
    await sandbox.close();
    await writeWorld(worldFile(dataDir), serialize(parts), 1);
    const kept = await start();
    expect(kept).toMatchObject({ fresh: true, said: expect.stringContaining('cannot be gone on with') });
    expect(said(kept)).toEqual([]);
  });

  it('says what to do when the file cannot be read at all', async () => {
    await mkdir(worldFile(dataDir));
    await expect(start()).rejects.toMatchObject({
      code: 'not_configured',
      message: expect.stringContaining('Delete it'),
    });
  });
});
