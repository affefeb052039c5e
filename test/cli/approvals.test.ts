import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runApprovalsCommand } from '#cli/approvals.ts';
import type { Approval } from '#features/approvals/approval.ts';
import { recallVote } from '#features/approvals/recall-vote.ts';
import { DAY_MS } from '#kernel/time.ts';
import { correlationId } from '../support/builders.ts';
import { fay, nora, useApprovalHouse, vera } from '../support/approval-house.ts';

const house = useApprovalHouse();
let folder: string;
let first: Approval;
let second: Approval;

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const printed = { out: '', err: '' };
  const terminal = {
    out: (text: string) => void (printed.out += `${text}\n`),
    err: (text: string) => void (printed.err += `${text}\n`),
  };
  const open = async (): Promise<{ stores: typeof house.stores; close: () => Promise<void> }> => ({
    stores: house.stores,
    close: async () => undefined,
  });
  const code = await runApprovalsCommand(args, terminal, open);
  return { code, ...printed };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'approvals-cli-'));
  first = await house.ask({ title: '=HYPERLINK("http://evil")' });
  for (const person of [nora, vera, fay]) {
    house.clock.pass(1000);
    await house.press(first, person, 'approve', person === vera ? 'Fine, "go"' : null);
  }
  house.clock.pass(1000);
  await house.spend(first, first.content);
  house.clock.pass(DAY_MS);
  second = await house.ask();
  await house.press(second, nora);
  await recallVote(house.desk, { approval: second.id, by: nora, channel: null, correlationId });
});
afterAll(() => rm(folder, { recursive: true }));

describe('approvals export', () => {
  it('prints a line for each thing that somebody did, and nothing that a spreadsheet would run', async () => {
    const { code, out } = await run('export');
    expect(code).toBe(0);
    const [header, ...lines] = out.trimEnd().split('\n');
    expect(header).toMatch(/^approval,gate,subject,title,policy,state,revision,event,at,who/u);
    const own = lines.filter((line) => line.startsWith(`A-${first.id},`));
    expect(own.map((line) => /,1,(\w+),/u.exec(line)?.[1])).toEqual([
      'asked',
      'approve',
      'approve',
      'approve',
      'approved',
      'used',
    ]);
    expect(own.every((line) => line.includes(`,"'=HYPERLINK(""http://evil"")",`))).toBe(true);
    expect(own[2]).toContain(`,Vera,${vera.id},,2,"Fine, ""go""",,${first.hash},true`);
    expect(lines.filter((line) => line.startsWith(`A-${second.id},`)).map((line) => line.split(',')[7])).toEqual([
      'asked',
      'approve',
      'recalled',
    ]);
  });

  it('writes JSON to a file, with content, votes, story, and whether the content is intact', async () => {
    const file = join(folder, 'evidence.json');
    expect(await run('export', '--format', 'json', '--out', file)).toMatchObject({ code: 0, out: '' });
    const [newest, oldest] = JSON.parse(await readFile(file, 'utf8')) as [object, object];
    expect(newest).toMatchObject({ approval: `A-${second.id}`, state: 'pending' });
    expect(oldest).toMatchObject({
      approval: `A-${first.id}`,
      state: 'used',
      requested_by: { name: 'Zoe' },
      policy: {
        name: 'campaign-budget',
        steps: [{ takes: 'any', of: ['group:marketing-managers'] }, { takes: 'all' }],
      },
      revisions: [
        {
          content: { budget: 25_000 },
          intact: true,
          outcome: 'approved',
          votes: [{ by: { name: 'Nora' } }, { by: { name: 'Vera' }, comment: 'Fine, "go"' }, { by: { name: 'Fay' } }],
        },
      ],
      story: expect.arrayContaining([{ at: expect.any(String), text: 'Nora approved revision 1 in step 1' }]),
    });
    // What is there already is not overwritten.
    expect(await run('export', '--out', file)).toMatchObject({ code: 2, err: expect.stringContaining('cannot write') });
  });

  it('shows content that was changed behind its hash', async () => {
    await house.db.rows(`UPDATE approval_revision SET content = '{"budget": 99000}' WHERE approval_id = $1`, [
      first.id,
    ]);
    const { out } = await run('export', '--format', 'json');
    expect(JSON.parse(out)).toContainEqual(
      expect.objectContaining({ revisions: [expect.objectContaining({ intact: false })] }),
    );
  });

  it('leaves out what was asked for before a day', async () => {
    const { out } = await run('export', '--since', second.requestedAt.toISOString());
    expect(
      new Set(
        out
          .trimEnd()
          .split('\n')
          .slice(1)
          .map((line) => line.split(',')[0]),
      ),
    ).toEqual(new Set([`A-${second.id}`]));
    expect((await run('export', '--since', '2100-01-01', '--format', 'json')).out).toBe('[]\n');
  });

  it.each([
    { args: [], says: 'say what to do' },
    { args: ['delete'], says: 'there is no delete' },
    { args: ['export', '--since', 'yesterday'], says: 'is no day' },
    { args: ['export', '--format', 'xml'], says: 'csv or json' },
    { args: ['export', '--all'], says: '--all' },
  ])('says what is wrong with $args', async ({ args, says }) => {
    const { code, err } = await run(...args);
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(err).toContain('usage:');
  });

  it('helps', async () => {
    expect(await run('help')).toMatchObject({ code: 0, out: expect.stringContaining('usage:') });
  });
});
