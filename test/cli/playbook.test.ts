import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runPlaybookCommand } from '#cli/playbook.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playbook-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const printed = { out: '', err: '' };
  const code = await runPlaybookCommand(args, {
    out: (text) => (printed.out += `${text}\n`),
    err: (text) => (printed.err += `${text}\n`),
  });
  return { code, ...printed };
}

async function aFile(text: string): Promise<string> {
  const file = join(folder, 'playbook.yaml');
  await writeFile(file, text);
  return file;
}

const valid = 'version: 1\norganization: { timezone: UTC, currency: EUR }\nchannels: { ops: "#a", fallback: "#a" }\n';

describe('playbook check', () => {
  it('sums up a playbook that is right', async () => {
    const file = await aFile(`${valid}teams: [{ name: smb, members: [cy@acme.test] }]\n`);
    expect(await run('check', file)).toEqual({
      code: 0,
      out: `${file}: valid, 1 team, 0 rules, 0 scoring entries\n`,
      err: '',
    });
  });

  it('prints each problem with its line and fails', async () => {
    const file = await aFile(`${valid}scorng: []\nteams: 5\n`);
    const { code, err } = await run('check', file);
    expect(code).toBe(1);
    expect(err).toContain(`${file}:4:1  unknown key scorng - did you mean "scoring"?\n  scorng: []\n  ^\n`);
    expect(err).toContain(`${file}:5:8  expected a list, found a number`);
    expect(err).toContain('2 problems');
  });

  it('says that a file is not there', async () => {
    const file = join(folder, 'none.yaml');
    expect(await run('check', file)).toEqual({ code: 2, out: '', err: `cannot read ${file}: there is no such file\n` });
  });

  it('says that a folder is no file', async () => {
    expect(await run('check', folder)).toMatchObject({ code: 2, err: `cannot read ${folder}: it is a folder\n` });
  });
});

describe('the other commands', () => {
  it('print the schema as JSON', async () => {
    const { code, out } = await run('schema');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
  });

  it.each([[[]], [['check']], [['check', 'a', 'b']], [['chek', 'a']]])('explain themselves for %j', async (args) => {
    expect(await run(...args)).toMatchObject({ code: 2, err: expect.stringContaining('usage:') });
  });
});
