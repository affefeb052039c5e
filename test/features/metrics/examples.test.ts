// Every example that people are shown is understood: in the docs, the README, the manifest, the help and the usage.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePlain } from '#features/metrics/grammar/parse-plain.ts';
import { parseQuestion } from '#features/metrics/grammar/parse-question.ts';
import { KPI_HELP, parseKpiCommand } from '#features/metrics/kpi-command.ts';
import { readCost } from '#features/metrics/read-cost.ts';
import { PROJECT } from '../../support/source-files.ts';
import { theGrounds } from './grammar/grounds.ts';

const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');
const KPIS = read('docs/kpis.md');
const HINT = /"command": "\/kpi",[^}]*"usage_hint": "([^"]*)"/u.exec(read('manifest.json'))?.[1] ?? '';
const TEXTS = [KPIS, read('README.md'), KPI_HELP.replaceAll('…', ''), read('src/cli/kpi.ts')].map((text) =>
  text.replaceAll(/--\n"/gu, '-- "'),
);

function found(pattern: RegExp): readonly string[] {
  return [
    ...new Set(TEXTS.flatMap((text) => Array.from(text.matchAll(pattern), ([, example = '']) => example.trim()))),
  ];
}

/** What stands for a name in a usage. */
const NAMES = { KPI: 'leads', PERIOD: 'last month', DIMENSION: 'source', COUNTRY: 'country', CHANNEL: 'paid' } as const;
const named = (text: string): string =>
  Object.entries(NAMES).reduce((all, [name, one]) => all.replaceAll(new RegExp(`\\b${name}\\b`, 'gu'), one), text);

const COMMANDS = [
  ...found(/^\/kpi((?: \S+)*)(?: {2,}.*)?$/gmu),
  ...found(/`\/kpi ([^`]+)`/gu),
  ...found(/(?:\(ops\): |, )\/kpi (cost [^,\n]+)/gu),
  ...HINT.replaceAll(/[[\]]/gu, '').split(' | '),
].map(named);
const QUESTIONS = [
  ...found(/npm run kpi -- "([^"]+)"/gu),
  ...found(/GET \/api\/kpi\?q=([a-z][^\s`&]*)/gu).map((text) => decodeURIComponent(text)),
];
const SAID = found(/@Signalbox ([^`\n]+?\?)/gu);
const [, PERIODS = '', WHERE = ''] =
  /\*\*Period\*\*: (.*?)A month, quarter.*?\*\*where\*\*: (.*?)Values/su.exec(KPIS) ?? [];
const [, HELP_PERIODS = ''] = /^Periods: (.*)$/mu.exec(KPI_HELP) ?? [];
const inTicks = (text: string): readonly string[] => Array.from(text.matchAll(/`([^`]+)`/gu), ([, one = '']) => one);
const UNITS = ['week', 'month', 'quarter', 'year'];

function understood(text: string): string | null {
  const result = parseQuestion(text, theGrounds());
  return result.kind === 'question' ? null : `${text}: ${result.because}`;
}

function commandUnderstood(typed: string): string | null {
  const command = parseKpiCommand(typed);
  if (command.kind === 'question' || command.kind === 'follow') return understood(command.text);
  if (command.kind !== 'cost' || !/^\d/u.test(command.text)) return null;
  const cost = readCost(command.text, theGrounds());
  return cost.kind === 'cost' ? null : cost.because;
}

describe('Examples', () => {
  it('are there', () => {
    expect(COMMANDS).toEqual(
      expect.arrayContaining([
        '',
        'mql_to_sql',
        'pipeline_sourced last quarter by source vs previous',
        'cpl this month where country = DE',
        'leads 90d daily',
        'cost 12000 EUR linkedin 2026-11',
        'leads last month by source where country = DE vs previous',
      ]),
    );
    expect(QUESTIONS).toContain('mql_to_sql last quarter by source');
    expect(SAID).toEqual(['how many MQLs from webinars last month?']);
    expect(inTicks(PERIODS).length).toBeGreaterThan(15);
    expect(inTicks(WHERE).length).toBeGreaterThan(3);
    expect(HELP_PERIODS).toContain('2026-11');
  });

  it.each(COMMANDS)('/kpi %s', (text) => expect(commandUnderstood(text)).toBeNull());

  it.each(QUESTIONS)('on the command line: %s', (text) => expect(understood(text)).toBeNull());

  it.each(SAID)('in plain words: %s', (text) => {
    expect(parsePlain(text, theGrounds())).toMatchObject({ kind: 'question', unused: [] });
  });

  it.each(inTicks(PERIODS).filter((text) => !['this', 'last'].includes(text) && !text.includes('|')))(
    'of a period: %s',
    (period) => expect(understood(`leads ${period}`)).toBeNull(),
  );

  it.each(UNITS.flatMap((unit) => [`this ${unit}`, `last ${unit}`]))('of a unit: %s', (period) =>
    expect(understood(`leads ${period}`)).toBeNull(),
  );

  it.each(
    HELP_PERIODS.replace(/\.$/u, '')
      .split(/[;,] | or /u)
      .filter((text) => !['this', 'month', 'quarter', 'year'].includes(text)),
  )('of a period in the help: %s', (period) => expect(understood(`leads ${period}`)).toBeNull());

  it.each(inTicks(WHERE).filter((text) => text !== 'and'))('of a condition: %s', (condition) => {
    expect(understood(`leads last month where ${condition}`)).toBeNull();
  });
});
