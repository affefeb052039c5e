import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findBinaries } from '#adapters/postgres/embedded/binaries.ts';
import { chooseRunAs } from '#adapters/postgres/embedded/run-as.ts';
import { startTrouble } from '#adapters/postgres/embedded/trouble.ts';

const isRoot = process.getuid?.() === 0;

describe('where there is no embedded PostgreSQL', () => {
  it('says that DATABASE_URL is the way', () => {
    expect(() => findBinaries('sunos', 'sparc')).toThrow(/no embedded PostgreSQL for sunos on sparc.*DATABASE_URL/);
    expect(() => findBinaries('linux', 'loong64')).toThrow(/DATABASE_URL/);
  });
});

describe('what went wrong', () => {
  it.each([
    { output: 'initdb: error: could not write file: No space left on device', says: 'disk that holds /data is full' },
    { output: 'FATAL: could not open file "x": Permission denied', says: '/data cannot be written' },
    { output: 'error while loading shared libraries: libicuuc.so.60', says: 'libraries are missing' },
    { output: 'FATAL:  data directory "/data" has wrong ownership', says: 'belong to another user' },
    { output: 'FATAL:  could not create shared memory segment: Cannot allocate memory', says: 'too little memory' },
    { output: 'LOG:  hm\nFATAL:  something new\n', says: 'did not start: FATAL:  something new' },
    { output: '', says: 'it said nothing' },
  ])('is told in plain words: $says', ({ output, says }) => {
    expect(startTrouble('/data', output)).toMatchObject({
      code: 'not_configured',
      message: expect.stringContaining(says) as string,
    });
  });
});

describe('as whom the server runs', () => {
  const { postgres } = findBinaries();
  const folder = async () => {
    const made = await mkdtemp(join(tmpdir(), 'signalbox-run-as-'));
    onTestFinished(() => rm(made, { recursive: true }));
    return made;
  };
  const namespaces = (work: boolean) => () => Promise.resolve(work);

  it.skipIf(isRoot)('is ourselves for an ordinary user', async () => {
    const dataDir = await folder();
    expect(await chooseRunAs(dataDir, dataDir, postgres)).toEqual({ kind: 'self' });
  });

  it.runIf(isRoot)('is a user of a namespace for root', async () => {
    const dataDir = await folder();
    expect(await chooseRunAs(dataDir, dataDir, postgres, namespaces(true))).toEqual({ kind: 'namespace' });
  });

  it.runIf(isRoot)('is nobody, who is given the folder, where root has no namespaces', async () => {
    const dataDir = await folder();
    // Stands for a server program that everybody can reach, which this checkout may not be.
    const program = '/bin/true';
    const runAs = await chooseRunAs(dataDir, join(dataDir, 'postgres'), program, namespaces(false));
    expect(runAs).toEqual({ kind: 'user', uid: 65_534, gid: 65_534 });
    expect((await stat(dataDir)).uid).toBe(65_534);
  });

  it.runIf(isRoot)('is nobody who could: says DATABASE_URL', async () => {
    const home = await folder(); // 0700 and root's own
    const dataDir = join(home, 'data');
    await mkdir(dataDir);
    await expect(chooseRunAs(dataDir, join(dataDir, 'postgres'), postgres, namespaces(false))).rejects.toMatchObject({
      code: 'not_configured',
      message: expect.stringContaining('DATABASE_URL') as string,
    });
  });
});
