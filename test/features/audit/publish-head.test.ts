import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHeadFile } from '#adapters/observe/head-file.ts';
import { readHeads } from '#features/audit/heads.ts';
import { publishHead } from '#features/audit/publish-head.ts';
import { sealLog } from '#features/audit/seal-log.ts';
import { aSealedLog, tamper, write } from '../../support/audit-log.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/lead-builder.ts';

const db = useDatabase({ now: () => noon });
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heads-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  await rm(join(folder, 'data'), { recursive: true, force: true });
  file = join(folder, 'data', 'audit-heads.log');
  await aSealedLog(db, 3);
});

const publish = () => publishHead({ seals: db.database.seals, ledger: createHeadFile(file) }, noon);

describe('the newest seal', () => {
  it('is written down once, in a folder that is made if need be', async () => {
    const head = await db.database.seals.head();
    expect(await publish()).toEqual({ kind: 'published', head });
    expect(await publish()).toEqual({ kind: 'unchanged' });
    await write(db, 1, 4);
    await sealLog(db.database.seals);
    expect(await publish()).toMatchObject({ kind: 'published', head: { seq: 4 } });
    expect(await readFile(file, 'utf8')).toMatch(
      /^2026-03-02T12:00:00.000Z 3:[0-9a-f]{64}\n2026-03-02T12:00:00.000Z 4:[0-9a-f]{64}\n$/,
    );
  });

  it('is not written for an empty log', async () => {
    await aSealedLog(db, 0);
    expect(await publish()).toEqual({ kind: 'unchanged' });
    await expect(readFile(file)).rejects.toThrow('ENOENT');
  });

  it('is written on a line of its own after one that a crash cut short', async () => {
    await publish();
    await appendFile(file, '2026-03-02T12:00:01.000Z 4:ab');
    await write(db, 1, 4);
    await sealLog(db.database.seals);
    expect(await publish()).toMatchObject({ kind: 'published' });
    const { heads, unreadable } = readHeads(await readFile(file, 'utf8'));
    expect(heads.map(({ seq }) => seq)).toEqual([3, 4]);
    expect(unreadable).toEqual([2]);
  });
});

describe('a log that is not the one whose head was published', () => {
  it.each([
    ['was cut', `DELETE FROM audit WHERE id = 3; DELETE FROM audit_seal WHERE seq = 3`],
    ['was rewritten', `UPDATE audit_seal SET hash = sha256('x') WHERE seq = 3`],
  ])('because it %s is told, and what was published is kept as it is', async (_, statement) => {
    await publish();
    const before = await readFile(file, 'utf8');
    await tamper(db, statement);
    await write(db, 4, 10);
    await sealLog(db.database.seals);
    expect(await publish()).toMatchObject({ kind: 'disagrees', published: { seq: 3 } });
    expect(await readFile(file, 'utf8')).toBe(before);
  });
});
