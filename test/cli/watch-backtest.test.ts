// `npm run watch -- backtest`: what it prints, and how it ends.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runBackTest } from '../../src/cli/watch-backtest.ts';
import { aBackTestHouse, FALL_DAY } from '../support/judging-house.ts';

const SINCE = ['--since', '31d'];
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtest-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function run(...args: readonly string[]) {
  const printed: string[] = [];
  const complained: string[] = [];
  const terminal = { out: (text: string) => printed.push(text), err: (text: string) => complained.push(text) };
  const house = aBackTestHouse({
    events: [{ name: 'Price \u001b[31mchange', from: FALL_DAY, to: FALL_DAY, metrics: ['mqls'] }],
  });
  const code = await runBackTest(args, terminal, () =>
    Promise.resolve({ deps: house, close: () => Promise.resolve() }),
  );
  return { code, printed: printed.join('\n'), complained: complained.join('\n') };
}

it('prints how often it would have told, what by chance, and each alarm', async () => {
  const { code, printed } = await run('leads', ...SINCE);
  expect(code).toBe(0);
  expect(printed).toContain('Leads, 31 days from 2026-08-01 to 2026-08-31 (Europe/Berlin)');
  expect(printed).toContain('It would have told 11.8 times a year.');
  expect(printed).toContain('about one false alarm a year for each number');
  expect(printed).toMatch(/What it can see at all: a fall by \d+% within a week\./);
  expect(printed).toMatch(
    new RegExp(`^${FALL_DAY} .*\\(all\\) +3 +\\d+ +▼ \\d+% +1 in [\\d,]+ +the day itself$`, 'mu'),
  );
});

it('prints JSON for scripts: what was known of each day', async () => {
  const { printed } = await run('leads', ...SINCE, '--json');
  const parsed = JSON.parse(printed) as { series: { days: object[]; alarms: object[] }[] };
  expect(parsed).toMatchObject({ kpi: 'leads', kind: 'count', from: '2026-08-01', stated: { a_year: 1 } });
  expect(parsed.series[0]?.days).toHaveLength(31);
  expect(parsed.series[0]?.alarms).toMatchObject([{ told: FALL_DAY, value: 3, direction: 'down' }]);
});

it('tells of limits, and of events without what a terminal would obey', async () => {
  expect((await run('leads', ...SINCE, '--below', '5')).printed).toContain('beyond the limit');
  const { printed } = await run('mqls', '--since', '2026-08-10');
  expect(printed).toContain('It would have told nothing.');
  expect(printed).toContain(`${FALL_DAY}  Price  [31mchange`);
});

it('draws the whole into a file', async () => {
  const file = join(folder, 'leads.png');
  expect((await run('leads', ...SINCE, '--chart', file)).code).toBe(0);
  expect((await readFile(file)).subarray(1, 4).toString()).toBe('PNG');
  const nowhere = await run('leads', ...SINCE, '--chart', join(folder, 'none', 'leads.png'));
  expect(nowhere.code).toBe(2);
  expect(nowhere.complained).toMatch(/The chart cannot be written to .*Name a file in a folder that is there/);
});

it('refuses what it does not understand, with what may be meant', async () => {
  const { code, complained } = await run('leeds', ...SINCE);
  expect(code).toBe(1);
  expect(complained).toContain('Did you mean:');
  const refused = await run('leeds', ...SINCE, '--json');
  expect(JSON.parse(refused.printed)).toMatchObject({ error: 'refused' });
});

it.each([
  { when: 'no KPI is named', args: [], says: 'Say which KPI' },
  { when: 'the span is not one', args: ['leads', '--since', 'ages'], says: '--since ages: write days as 365d' },
  { when: 'it is too long', args: ['leads', '--since', '900d'], says: '--since 900d: at most 730d' },
  { when: 'there is no such eagerness', args: ['leads', '--sensitivity', 'x'], says: 'it is quiet, normal or eager' },
  { when: 'there is no such direction', args: ['leads', '--direction', 'x'], says: 'it is both, down or up' },
  { when: 'there is no such dimension', args: ['leads', '--by', 'x'], says: '--by x: it is one of source' },
  { when: 'a limit is no number', args: ['leads', '--below', 'x'], says: '--below x: it is a number' },
  { when: 'a share is none', args: ['leads', '--behind', '20'], says: 'it is a share, such as 0.2' },
  { when: 'there are two limits', args: ['leads', '--below', '2', '--above', '4'], says: 'choose one of them' },
  { when: 'an option is not ours', args: ['leads', '--wat'], says: "Unknown option '--wat'" },
])('says how to mend it when $when', async ({ args, says }) => {
  const { code, complained } = await run(...args);
  expect(code).toBe(2);
  expect(complained).toContain(says);
  expect(complained).toContain('usage:');
});
