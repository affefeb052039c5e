import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawRatio } from '../support/daily-draws.ts';
import { runWatchCommand } from '../../src/cli/watch.ts';

interface Line {
  readonly series: string;
  readonly ts: string;
  readonly value: number | null;
  readonly num?: number;
  readonly den?: number;
}
interface Scored {
  readonly series: string;
  readonly ts: string;
  readonly score: number;
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watch-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(text: string, ...options: string[]) {
  const [input, output] = [join(folder, 'in.jsonl'), join(folder, 'out.jsonl')];
  await writeFile(input, text);
  const said: string[] = [];
  const terminal = { out: (line: string) => said.push(line), err: (line: string) => said.push(line) };
  const code = await runWatchCommand(['detect', input, output, ...options], terminal);
  const written = code === 0 ? await readFile(output, 'utf8') : '';
  const scores = written.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Scored]));
  return { code, said: said.join('\n'), scores };
}

function daily(series: string, values: readonly (number | null)[], first = Date.UTC(2025, 0, 6)): Line[] {
  return values.map((value, n) => ({ series, ts: new Date(first + n * 86_400_000).toISOString().slice(0, 10), value }));
}

function textOf(lines: readonly Line[]): string {
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

function numbers(count: number, at: (n: number) => number | null): (number | null)[] {
  return Array.from({ length: count }, (_, n) => at(n));
}

describe('npm run watch -- detect', () => {
  it('answers each row in its order with a score, and calls an outage an alarm', async () => {
    const lines = [
      ...daily(
        'calm',
        numbers(80, (n) => 20 + (n % 7)),
      ),
      ...daily(
        'out',
        numbers(80, (n) => (n === 70 ? 0 : 30)),
      ),
    ];
    const { code, scores } = await run(textOf(lines));
    expect(code).toBe(0);
    expect(scores.map(({ series, ts }) => [series, ts])).toEqual(lines.map(({ series, ts }) => [series, ts]));
    expect(scores.filter(({ score }) => score >= 0.5).map(({ series, ts }) => [series, ts])).toEqual([
      ['out', '2025-03-17'],
    ]);
  });

  it.each([
    { when: 'constant', at: () => 7 },
    { when: 'zero', at: () => 0 },
    { when: 'missing now and then', at: (n: number) => (n % 11 === 0 ? null : 10 + (n % 7)) },
    { when: 'negative', at: (n: number) => -50 + (n % 7) * 10 },
    { when: 'huge', at: (n: number) => 1e12 * (1 + (n % 7) / 10) },
    { when: 'tiny', at: (n: number) => 1e-9 * (1 + (n % 7) / 10) },
    { when: 'none at weekends', at: (n: number) => (n % 7 > 4 ? 0 : 40 + ((n * 37) % 5)) },
    { when: 'alone', at: (n: number) => (n === 0 ? 5 : null) },
  ])('raises nothing of values that are $when', async ({ at }) => {
    const { code, scores } = await run(textOf(daily('edge', numbers(200, at))));
    expect(code).toBe(0);
    expect(scores).toHaveLength(200);
    expect(scores.every(({ score }) => score >= 0 && score < 0.5)).toBe(true);
  });

  it('judges ratios by numerator and denominator', async () => {
    const { days } = drawRatio(4, { level: 300, p: 0.2, eventful: false, days: 120 });
    const lines = days.map(({ date, value, cases }, n): Line => {
      const num = n === days.length - 1 ? Math.round(value / 4) : value;
      return { series: 'rate', ts: date, value: cases > 0 ? num / cases : null, num, den: cases };
    });
    const { scores } = await run(textOf(lines));
    expect(scores.at(-1)?.score).toBeGreaterThanOrEqual(0.5);
    expect(scores.filter(({ score }) => score >= 0.5).length).toBeLessThanOrEqual(3);
  });

  it('leaves the holidays of the countries alone, and those of others not', async () => {
    // 30 values up to 2 October 2025, then nothing on German Unity Day.
    const lines = daily(
      'leads',
      numbers(61, (n) => (n === 60 ? 0 : 40)),
      Date.UTC(2025, 7, 4),
    );
    expect(lines.at(-1)?.ts).toBe('2025-10-03');
    expect((await run(textOf(lines), '--countries', 'DE')).scores.at(-1)?.score).toBe(0);
    expect((await run(textOf(lines))).scores.at(-1)?.score).toBeGreaterThanOrEqual(0.5);
  });

  it('refuses what is no row, a country that it does not know, and a file that is not there', async () => {
    expect(await run('{"series":"a","ts":"2025-01-01","value":1}\nnonsense\n')).toMatchObject({
      code: 1,
      said: expect.stringContaining('Line 2'),
    });
    expect(await run('{"series":"a","ts":"soon","value":1}\n')).toMatchObject({
      code: 1,
      said: expect.stringContaining('Line 1'),
    });
    expect(await run('', '--countries', 'XX')).toMatchObject({ code: 1, said: expect.stringContaining('XX') });
    const said: string[] = [];
    const terminal = { out: (line: string) => said.push(line), err: (line: string) => said.push(line) };
    expect(await runWatchCommand(['detect', join(folder, 'none'), join(folder, 'out')], terminal)).toBe(1);
    expect(await runWatchCommand(['detect'], terminal)).toBe(2);
    expect(await runWatchCommand(['help'], terminal)).toBe(0);
  });
});
