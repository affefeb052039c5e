import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runAuditCommand } from '#cli/audit.ts';
import { headLine } from '#features/audit/heads.ts';
import { headText } from '#features/audit/seal.ts';
import { aSealedLog, tamper } from '../support/audit-log.ts';
import { useDatabase } from '../support/database.ts';
import { noon } from '../support/lead-builder.ts';

const db = useDatabase({ now: () => noon });
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'audit-cli-'));
  const settings = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', HUBSPOT_ACCESS_TOKEN: 'x' };
  for (const [name, value] of Object.entries({ ...settings, DATA_DIR: dataDir, DATABASE_URL: db.url })) {
    vi.stubEnv(name, value);
  }
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(dataDir, { recursive: true });
});
beforeEach(async () => {
  await rm(join(dataDir, 'audit-heads.log'), { force: true });
  await aSealedLog(db, 3);
});

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const printed = { out: '', err: '' };
  const code = await runAuditCommand(args, {
    out: (text) => (printed.out += `${text}\n`),
    err: (text) => (printed.err += `${text}\n`),
  });
  return { code, ...printed };
}

async function newest(): Promise<string> {
  const head = await db.database.seals.head();
  return head === null ? '' : headText(head);
}

describe('audit verify', () => {
  it('says that the log is sound, and what it cannot know without a published head', async () => {
    expect(await run('verify')).toEqual({
      code: 0,
      out: `The audit log is sound: 3 sealed entries, head ${await newest()}.\n`,
      err: expect.stringContaining('No published head was given') as string,
    });
  });

  it('takes the heads that the app published, that a file holds or that are given', async () => {
    const file = join(dataDir, 'audit-heads.log');
    const head = await db.database.seals.head();
    if (head !== null) await writeFile(file, `${headLine(head, noon)}\n${headLine(head, noon)}\nnothing\n`);
    const agreeing = { code: 0, out: expect.stringContaining('2 published heads agree') as string };
    expect(await run('verify')).toMatchObject({ ...agreeing, err: `${file}:3: no head, left out\n` });
    expect(await run('verify', '--heads', file)).toMatchObject(agreeing);
    await rm(file);
    const given = await run('verify', '--head', await newest());
    expect(given).toMatchObject({ code: 0, out: expect.stringContaining('1 published head agrees'), err: '' });
  });

  it('says what is wrong, where, and how to proceed', async () => {
    const head = await newest();
    await tamper(
      db,
      `UPDATE audit SET actor = 'person:U0BO' WHERE id = 2;
      DELETE FROM audit WHERE id = 3; DELETE FROM audit_seal WHERE seq = 3`,
    );
    const { code, out, err } = await run('verify', '--head', head);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('The audit log is NOT sound: 2 findings; 2 sealed entries');
    expect(err).toContain(`  - the log ends at seal 2, but head ${head} was published: its end was cut off`);
    expect(err).toContain('  - entry 2 (seal 2): edited after it was sealed');
    expect(err).toContain('How to proceed:\n  - Change nothing in the database.');
    expect(err).toContain('If the database was restored from a backup on purpose');
  });

  it.each([
    [['verify', '--heads', 'no-such-file'], 'The heads in no-such-file cannot be read'],
    [['verify', '--head', '3:abc'], '"3:abc" is not a head'],
    [['verify', '--hed', '3:abc'], 'usage:'],
    [['head', '--head', '3:abc'], 'usage:'],
    [['verfy'], 'usage:'],
    [[], 'usage:'],
  ])('cannot be run as %j', async (args, why) => {
    expect(await run(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(why) });
  });

  it('cannot be run without a database', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://127.0.0.1:1/none');
    const { code, err } = await run('verify');
    vi.stubEnv('DATABASE_URL', db.url);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('cannot be reached') as string });
  });
});

describe('audit head', () => {
  it('prints the newest seal, and fails where there is none', async () => {
    expect(await run('head')).toEqual({ code: 0, out: `${await newest()}\n`, err: '' });
    await aSealedLog(db, 0);
    expect(await run('head')).toEqual({ code: 2, out: '', err: 'No entry is sealed yet.\n' });
  });
});

describe('audit export', () => {
  it('prints what an outsider can verify with the few lines of the documentation', async () => {
    const { code, out } = await run('export');
    expect(code).toBe(0);
    const lines = out.trim().split('\n');
    const columns = JSON.parse(JSON.parse(lines[1] ?? '').entry);
    expect(columns).toEqual([
      '2',
      '2026-03-02T12:00:00',
      'lead.claimed',
      'person:U0ANA',
      'lead:2',
      '{"state": "open", "claimed_by": null}',
      '{"claimed_by": "U2"}',
      '3',
      'cause-1',
    ]);
    const file = join(dataDir, 'log.jsonl');
    await writeFile(file, out);
    expect(await documentedCheck(file)).toBe(`sound ${await newest()}\n`);
    await writeFile(file, out.replace('U0ANA', 'U0BO'));
    expect(await documentedCheck(file)).toBe('seal 1 does not fit\n');
  });
});

/** The script of docs/audit.md, as somebody would copy it. */
async function documentedCheck(file: string): Promise<string> {
  const script = /```js\n([^]*?)```/u.exec(await readFile('docs/audit.md', 'utf8'))?.[1] ?? '';
  const path = join(dataDir, 'check.mjs');
  await writeFile(path, script);
  const ran = await promisify(execFile)(process.execPath, [path, file]).catch((error: { stdout: string }) => error);
  return ran.stdout;
}
