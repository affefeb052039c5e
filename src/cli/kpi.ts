// `npm run kpi -- "mql_to_sql last quarter by source"`: a KPI beside the app, which may run or not.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { answerJson } from '#features/metrics/answer-json.ts';
import { answerLines, refusalLines } from '#features/metrics/answer-terminal.ts';
import { ask } from '#features/metrics/ask.ts';
import { readText } from '#features/metrics/ask-text.ts';
import type { AskTextDeps } from '#features/metrics/ask-text.ts';
import { catalogue } from '#features/metrics/catalogue/catalogue.ts';
import { figureLines, recordLines } from '#features/metrics/csv-files.ts';
import type { Refusal } from '#features/metrics/answer.ts';
import { OPERATOR } from '#features/metrics/restrict.ts';
import { createValueBook } from '#features/metrics/value-book.ts';
import type { ActivePlaybook } from '#features/playbook/active.ts';
import { readPlaybook } from '#features/playbook/load-playbook.ts';
import { messageOf } from '#kernel/errors.ts';
import type { Terminal } from './terminal.ts';
import { CLOCK, runOn, visitApp } from './visit.ts';

const USAGE = `usage:
  npm run kpi -- "mql_to_sql last quarter by source" [--json | --csv | --records]
                       a question as after /kpi in Slack: KPI, period, split, conditions, comparison.
                       --json: everything that is known of the answer; --csv: its numbers; --records: the records
                       behind it as CSV
  npm run kpi -- list [WORD]
                       every KPI, with what it counts`;

type Form = 'table' | 'json' | 'csv' | 'records';

interface Wanted {
  readonly text: string;
  readonly form: Form;
}

type Open = () => Promise<KpiVisit>;

/** A database to ask, and the playbook to ask with. */
export interface KpiVisit {
  readonly deps: AskTextDeps;
  readonly close: () => Promise<void>;
}

/** Runs one command. Resolves to the exit code: 0 answered, 1 refused with the reason, 2 the command cannot be run. */
export async function runKpiCommand(
  args: readonly string[],
  terminal: Terminal,
  open: Open = openVisit,
): Promise<number> {
  if (args[0] === 'help' || args[0] === '--help') {
    terminal.out(USAGE);
    return 0;
  }
  const wanted = readArguments(args);
  if (typeof wanted === 'string') {
    terminal.err(`${wanted}\n${USAGE}`);
    return 2;
  }
  return runOn(open, terminal, ({ deps }) => {
    const [word = '', ...rest] = wanted.text.trim().split(/\s+/u);
    return word === 'list' ? list(deps, rest.join(' '), terminal) : answer(deps, wanted, terminal);
  });
}

async function answer(deps: AskTextDeps, { text, form }: Wanted, terminal: Terminal): Promise<number> {
  const read = await readText(deps, text, OPERATOR, 'typed');
  if (read.kind === 'refused') return refuse(read, form, terminal);
  if (form === 'records') {
    const lines = recordLines(deps, read.question, OPERATOR);
    for (let next = await lines.next(); ; next = await lines.next()) {
      if (next.done === true) return next.value === null ? 0 : refuse(next.value, form, terminal);
      terminal.out(next.value);
    }
  }
  const answering = await ask(deps, read.question, OPERATOR);
  if (answering.kind === 'refused') return refuse(answering, form, terminal);
  switch (form) {
    case 'json':
      terminal.out(JSON.stringify(answerJson(answering.answer), null, 2));
      break;
    case 'csv':
      for (const line of figureLines(answering.answer)) terminal.out(line);
      break;
    case 'table':
      for (const line of answerLines(answering.answer, deps.clock.now())) terminal.out(line);
  }
  return 0;
}

/** In JSON where that was asked for, so that a script can read it; else apart from answers. */
function refuse(refusal: Refusal, form: Form, terminal: Terminal): number {
  const { because, suggestions } = refusal;
  if (form === 'json') terminal.out(JSON.stringify({ error: 'refused', because, suggestions }, null, 2));
  else for (const line of refusalLines(refusal)) terminal.err(line);
  return 1;
}

function list({ playbook }: AskTextDeps, word: string, terminal: Terminal): Promise<number> {
  const wanted = word.toLowerCase();
  const found = catalogue(playbook().playbook).filter(({ id, label, synonyms, description }) =>
    [id, label, ...synonyms, description].some((each) => each.toLowerCase().includes(wanted)),
  );
  for (const { id, description } of found) terminal.out(`${id.padEnd(28)}  ${description}`);
  if (found.length === 0) terminal.err(`no KPI has "${word}" in its names`);
  return Promise.resolve(found.length === 0 ? 1 : 0);
}

/** What was asked for, or what is wrong with it. */
function readArguments(args: readonly string[]): Wanted | string {
  const flag = { type: 'boolean', default: false } as const;
  const options = { json: flag, csv: flag, records: flag };
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const forms = (['json', 'csv', 'records'] as const).filter((form) => values[form]);
    if (forms.length > 1) return `--${forms.join(' and --')}: choose one of them`;
    const text = positionals.join(' ').trim();
    return text === '' ? 'say which KPI' : { text, form: forms[0] ?? 'table' };
  } catch (error) {
    return messageOf(error);
  }
}

async function openVisit(): Promise<KpiVisit> {
  const { database, playbook: file } = await visitApp();
  try {
    // The file as it is, checked as the app checks it at its next start.
    const written = readPlaybook(await readFile(file, 'utf8'), file);
    const playbook = (): ActivePlaybook => ({ playbook: written, version: 0 });
    const { metrics: store } = database;
    const values = createValueBook({ store, playbook, clock: CLOCK });
    return { deps: { store, playbook, clock: CLOCK, values }, close: database.close };
  } catch (error) {
    await database.close();
    throw error;
  }
}

if (import.meta.main) {
  const { stdout, stderr } = process;
  stdout.once('error', () => process.exit(2)); // whoever read it has gone
  process.exitCode = await runKpiCommand(process.argv.slice(2), {
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
  });
}
