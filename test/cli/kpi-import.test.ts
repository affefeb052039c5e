import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createValueBook } from '#features/metrics/value-book.ts';
import { runImportCommand } from '../../src/cli/kpi-import.ts';
import { runKpiCommand } from '../../src/cli/kpi.ts';
import { aPlaybook } from '../features/playbook/builders.ts';
import { useDatabase } from '../support/database.ts';
import { emptyHistory, theRules } from '../support/history-rows.ts';

const SAMPLE = join(import.meta.dirname, '..', '..', 'examples', 'kpi-sample');

const clock = { now: () => new Date('2026-11-22T12:00:00Z') };
const db = useDatabase(clock);
const scratch = await mkdtemp(join(tmpdir(), 'signalbox-import-'));

afterAll(() => rm(scratch, { recursive: true }));
beforeEach(() => emptyHistory(db));

async function run(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
  const code = await runImportCommand(args, terminal, async () => ({
    ...db.database,
    rules: theRules,
    close: () => Promise.resolve(),
  }));
  return { code, out, err };
}

interface Told {
  readonly value: number | null;
  readonly parts: { readonly numerator: number; readonly denominator: number } | null;
  readonly groups: readonly { readonly name: string; readonly value: number | null }[];
}

async function told(question: string): Promise<Told> {
  const active = { playbook: aPlaybook(), version: 1 };
  const { metrics: store } = db.database;
  const deps = {
    store,
    playbook: () => active,
    clock,
    values: createValueBook({ store, playbook: () => active, clock }),
  };
  const out: string[] = [];
  const terminal = { out: (text: string) => out.push(text), err: (text: string) => out.push(text) };
  const code = await runKpiCommand([question, '--json'], terminal, () =>
    Promise.resolve({ deps, close: () => Promise.resolve() }),
  );
  if (code !== 0) throw new Error(out.join('\n'));
  return JSON.parse(out.join('\n')) as Told;
}

async function write(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(scratch, 'files-'));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return folder;
}

/**
 * The sample: a lead every third day from 5 January 2026 on, 60 in all. Every second one is an MQL five days later, every
 * sixth an SQL ten days after that, with a deal two days later that ends after 30 days: ten deals of 1,000 to 10,000, of
 * which numbers 1 to 4 and 9 were won, 5, 6 and 10 lost, 7 and 8 are open.
 */
const BY_HAND: readonly (readonly [question: string, value: number])[] = [
  ['leads 2026', 60],
  // 5 January + 28 x 3 days is 30 March.
  ['leads Q1 2026', 29],
  ['mqls 2026', 30],
  ['sqls 2026', 10],
  ['mql_to_sql 2026', 10 / 30],
  ['lead_to_mql 2026', 30 / 60],
  ['time_to_sql 2026', 10],
  ['win_rate 2026', 5 / 8],
  ['revenue 2026', 1000 + 2000 + 3000 + 4000 + 9000],
  ['average_deal_size 2026', 19_000 / 5],
  ['sales_cycle 2026', 30],
  // Open or won, and so not 5, 6 and 10.
  ['pipeline_sourced 2026', 55_000 - 21_000],
  // Campaigns 4,500 + 18,100 + 9,000, tools 1,200.
  ['cost_per_lead 2026', 32_800 / 60],
  // And half a desk in sales, over five customers.
  ['cac 2026', (32_800 + 3000) / 5],
];

describe('The sample', () => {
  it('gives the numbers that were worked out by hand', async () => {
    expect(await run(SAMPLE)).toEqual({
      code: 0,
      out: ['campaigns: 3', 'costs: 2', 'deals: 10', 'leads: 60', 'touches: 55'],
      err: [],
    });
    for (const [question, value] of BY_HAND) {
      const { value: found } = await told(question);
      expect([question, found]).toEqual([question, expect.closeTo(value, 6)]);
    }
    const bySource = await told('leads Q1 2026 by source');
    expect(new Map(bySource.groups.map(({ name, value }) => [name, value]))).toEqual(
      new Map([
        ['Webinar', 8],
        ['Paid Search', 7],
        ['Referral', 7],
        ['Trade Show', 7],
      ]),
    );
  });
});

describe('An import', () => {
  it('goes into a mirror without records, unless it is told to add', async () => {
    const folder = await write({ 'leads.csv': 'id,created_at\n1,2026-01-01\n' });
    expect((await run(folder)).code).toBe(0);
    const again = await run(folder);
    expect(again).toMatchObject({ code: 2, err: [expect.stringContaining('--add')] });
    const more = await write({ 'touches.csv': 'lead_id,at\n1,2026-01-02\n' });
    expect((await run(more, '--add')).code).toBe(0);
    expect(await db.rows('SELECT prospect_id IS NOT NULL AS known FROM touch')).toEqual([{ known: true }]);
  });

  it('takes nothing where something is wrong, and says what and where', async () => {
    const folder = await write({
      'leads.csv': 'id,created_at\n1,2026-01-01\n',
      'deals.csv': 'id,created_at,amount\n1,2026-01-01,ten\n',
    });
    const { code, err } = await run(folder);
    expect(code).toBe(1);
    expect(err).toEqual([
      'deals.csv:2 amount: “ten” is no amount: write it like 25000 or 25,000.00',
      'Nothing was taken in.',
    ]);
    expect(await db.rows('SELECT 1 FROM person_record')).toEqual([]);
  });

  it('takes nothing where the database refuses the last of it', async () => {
    const folder = await write({
      'leads.csv': 'id,created_at\n1,2026-01-01\n',
      'costs.csv': 'amount,from,campaign\n5,2026-01,nowhere\n',
    });
    const { code, err } = await run(folder);
    expect({ code, err }).toEqual({ code: 2, err: ['There is no campaign “nowhere”.'] });
    expect(await db.rows('SELECT 1 FROM person_record')).toEqual([]);
  });

  it('reads files of other names and columns with a mapping', async () => {
    const folder = await write({ 'Export 1.csv': 'Nr;Angelegt\n1;2026-01-01\n' });
    const mapping = join(folder, 'mapping.json');
    await writeFile(
      mapping,
      '{ "files": { "leads": "Export 1.csv" }, "leads": { "id": "Nr", "created_at": "Angelegt" } }',
    );
    expect(await run(folder, '--mapping', mapping)).toMatchObject({ code: 0, out: ['leads: 1'] });
    expect(await run(folder)).toMatchObject({ code: 2, err: [expect.stringContaining('There is none of leads.csv')] });
  });

  it.each([[[]], [['one', 'two']], [['--all', 'x']]])('does not run with %j', async (args) => {
    expect((await run(...args)).code).toBe(2);
  });
});
