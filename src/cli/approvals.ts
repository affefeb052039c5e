// `npm run approvals -- export`: evidence for auditors, beside the app, which may run or not.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { evidenceJson, evidenceOf } from '#features/approvals/evidence.ts';
import { EVIDENCE_HEADER, evidenceLines } from '#features/approvals/evidence-table.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OpenDatabase } from '../compose/database.ts';
import type { Terminal } from './terminal.ts';
import { runOn, visitAppDatabase } from './visit.ts';

const USAGE = `usage:
  npm run approvals -- export [--since 2026-01-01] [--format csv|json] [--out FILE]
                       every request with its revisions, votes and outcome, newest first; without --out it is printed.
                       csv (the default): a line for each thing that somebody did; json: an array of requests`;

interface Export {
  readonly since: Date | null;
  readonly format: 'csv' | 'json';
  readonly file: string | null;
}

type Database = Pick<OpenDatabase, 'stores' | 'close'>;

/** Runs one command. Resolves to the exit code: 0 done, 2 the command cannot be run. */
export async function runApprovalsCommand(
  args: readonly string[],
  terminal: Terminal,
  open: () => Promise<Database> = visitAppDatabase,
): Promise<number> {
  if (args[0] === 'help' || args[0] === '--help') {
    terminal.out(USAGE);
    return 0;
  }
  const command = readCommand(args);
  if (typeof command === 'string') {
    terminal.err(`${command}\n${USAGE}`);
    return 2;
  }
  return runOn(open, terminal, (database) => exportTo(command, database, terminal));
}

async function exportTo({ since, format, file }: Export, { stores }: Database, terminal: Terminal): Promise<number> {
  if (file === null) {
    for await (const line of linesOf(stores, since, format)) terminal.out(line);
    return 0;
  }
  const written = createWriteStream(file, { flags: 'wx', mode: 0o600 });
  try {
    await once(written, 'open');
    for await (const line of linesOf(stores, since, format)) {
      if (!written.write(`${line}\n`)) await once(written, 'drain');
    }
    written.end();
    await once(written, 'finish');
  } catch (error) {
    terminal.err(`cannot write ${file}: ${messageOf(error)}`);
    return 2;
  }
  terminal.err(`written to ${file}`);
  return 0;
}

async function* linesOf(
  stores: Database['stores'],
  since: Date | null,
  format: Export['format'],
): AsyncGenerator<string> {
  if (format === 'csv') {
    yield EVIDENCE_HEADER;
    for await (const evidence of evidenceOf(stores, since)) yield* evidenceLines(evidence);
    return;
  }
  let before = '[';
  for await (const evidence of evidenceOf(stores, since)) {
    yield `${before}${JSON.stringify(evidenceJson(evidence))}`;
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

/** What was asked for, or what is wrong with it. */
function readCommand([name, ...rest]: readonly string[]): Export | string {
  if (name !== 'export') return name === undefined ? 'say what to do' : `there is no ${name}`;
  const read = readOptions(rest);
  if (typeof read === 'string') return read;
  const { since: day, format = 'csv', out = null } = read;
  const since = day === undefined ? null : new Date(day);
  if (since !== null && Number.isNaN(since.getTime())) return `--since ${day} is no day: write 2026-01-31`;
  if (format !== 'csv' && format !== 'json') return `--format is csv or json, not ${format}`;
  return { since, format, file: out };
}

interface Options {
  readonly since?: string | undefined;
  readonly format?: string | undefined;
  readonly out?: string | undefined;
}

function readOptions(rest: readonly string[]): Options | string {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({ args: [...rest], options: { since: text, format: text, out: text } }).values;
  } catch (error) {
    return messageOf(error);
  }
}

if (import.meta.main) {
  const { stdout, stderr } = process;
  stdout.once('error', () => process.exit(2)); // whoever read it has gone
  process.exitCode = await runApprovalsCommand(process.argv.slice(2), {
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
  });
}
