// `npm run kpi:import -- DIR`: numbers of another system, from CSV files into an empty mirror, for `npm run kpi`.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createLog } from '#adapters/observe/log.ts';
import { FILE_NAMES } from '#features/history/import/columns.ts';
import type { FileKind } from '#features/history/import/columns.ts';
import { NO_MAPPING, readMapping } from '#features/history/import/mapping.ts';
import type { Mapping } from '#features/history/import/mapping.ts';
import { importProblemText } from '#features/history/import/problem.ts';
import { kindOf, readImport } from '#features/history/import/read-import.ts';
import type { Import } from '#features/history/import/read-import.ts';
import { historyRules } from '#features/history/rules.ts';
import type { HistoryRules, HistoryStore } from '#features/history/store.ts';
import { readPlaybook } from '#features/playbook/load-playbook.ts';
import { Fault, messageOf } from '#kernel/errors.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import { HISTORY_KINDS } from '#ports/crm-history.ts';
import { openDatabase, visitDatabase } from '../compose/database.ts';
import type { OpenDatabase } from '../compose/database.ts';
import { loadDotEnv, readConfig } from '../config.ts';
import type { Terminal } from './terminal.ts';
import { CLOCK, runOn } from './visit.ts';

const USAGE = `usage:
  npm run kpi:import -- DIR [--mapping FILE] [--add]
      take in leads.csv, deals.csv, campaigns.csv, touches.csv, costs.csv, stages.csv, activities.csv and
      subscriptions.csv of DIR, whichever are there, into a mirror without records of a CRM; --add: into one that has
      some. --mapping: a YAML or JSON file that says what your columns are called, for example
      leads: { id: "Lead Number" }. The columns are described in docs/kpis.md. All is taken, or nothing`;

const AT_ONCE = 1000;
const SHOWN_PROBLEMS = 20;

export interface ImportTerminal extends Terminal {
  /** Overwrites itself; absent where nobody watches. */
  readonly progress?: (text: string) => void;
}

interface Command {
  readonly folder: string;
  readonly mapping: string | null;
  readonly add: boolean;
}

/** Where the rows go: the app's own database, made where it is not there yet. */
export interface ImportHouse extends Pick<OpenDatabase, 'transactLong' | 'stores' | 'close'> {
  readonly rules: HistoryRules;
}

/** Runs the command. Resolves to the exit code: 0 taken in, 1 the files are not right, 2 it cannot be run. */
export async function runImportCommand(
  args: readonly string[],
  terminal: ImportTerminal,
  open: () => Promise<ImportHouse> = openHouse,
): Promise<number> {
  const command = readCommand(args);
  if (command === 'help') {
    terminal.out(USAGE);
    return 0;
  }
  if (command === null) {
    terminal.err(USAGE);
    return 2;
  }
  return runOn(open, terminal, (house) => importFolder(house, command, terminal));
}

async function importFolder(house: ImportHouse, command: Command, terminal: ImportTerminal): Promise<number> {
  const mapping = await mappingOf(command.mapping);
  const files = await filesOf(command.folder, mapping);
  const read = readImport(files, mapping, house.rules);
  if (read.kind === 'refused') return complain(read.problems.map(importProblemText), terminal);
  if (!command.add && (await hasRecords(house.stores.history))) {
    throw new Fault(
      'refused',
      'The mirror has records already: import into an empty one (another DATA_DIR or DATABASE_URL), or say --add.',
    );
  }
  await takeIn(house, read, terminal);
  for (const [kind, count] of read.counts) terminal.out(`${kind}: ${count.toLocaleString('en-US')}`);
  for (const note of read.notes) terminal.err(note);
  return 0;
}

/** One transaction: who stops it half way finds nothing of it. */
async function takeIn(
  { transactLong, rules }: ImportHouse,
  { rows, costs }: Extract<Import, { readonly kind: 'read' }>,
  terminal: ImportTerminal,
): Promise<void> {
  const now = CLOCK.now();
  await transactLong(async ({ history }) => {
    for (let at = 0; at < rows.length; at += AT_ONCE) {
      await history.put(rows.slice(at, at + AT_ONCE), rules, now);
      const done = Math.min(rows.length, at + AT_ONCE).toLocaleString('en-US');
      terminal.progress?.(`${done} of ${rows.length.toLocaleString('en-US')} rows`);
    }
    if (costs.length > 0) await history.enterCosts(costs, rules, now);
  });
  terminal.progress?.('');
}

function complain(problems: readonly string[], terminal: Terminal): number {
  for (const problem of problems.slice(0, SHOWN_PROBLEMS)) terminal.err(problem);
  const more = problems.length - SHOWN_PROBLEMS;
  if (more > 0) terminal.err(`... and ${more} more`);
  terminal.err('Nothing was taken in.');
  return 1;
}

async function hasRecords(history: HistoryStore): Promise<boolean> {
  for (const crm of CRM_NAMES) {
    for (const kind of HISTORY_KINDS) {
      if (((await history.totals(crm, kind)).count ?? 0) > 0) return true;
    }
  }
  return false;
}

async function mappingOf(file: string | null): Promise<Mapping> {
  if (file === null) return NO_MAPPING;
  const mapping = readMapping(basename(file), await textOf(file));
  if ('because' in mapping) throw new Fault('invalid_input', importProblemText(mapping));
  return mapping;
}

async function filesOf(folder: string, mapping: Mapping) {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new Fault('invalid_input', `The folder ${folder} cannot be read: ${messageOf(error)}`, { cause: error });
  });
  const missing = Object.values(mapping.files).find((name) => !names.includes(name));
  if (missing !== undefined)
    throw new Fault('invalid_input', `The mapping names ${missing}, which is not in ${folder}.`);
  const known = names.toSorted().filter((name) => kindOf(name, mapping) !== null);
  if (known.length === 0) {
    const wanted = (Object.keys(FILE_NAMES) as FileKind[]).map((kind) => `${kind}.csv`).join(', ');
    throw new Fault('invalid_input', `There is none of ${wanted} in ${folder}.`);
  }
  return Promise.all(known.map(async (name) => ({ name, text: await textOf(join(folder, name)) })));
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Fault('invalid_input', `${basename(file)} in ${dirname(file)} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

async function openHouse(): Promise<ImportHouse> {
  loadDotEnv();
  const settings = readConfig();
  const databaseUrl = settings.kind === 'real' ? settings.config.databaseUrl : null;
  const { dataDir, playbook: file } = settings.config;
  const rules = historyRules(readPlaybook(await textOf(file), file));
  const target = { databaseUrl, dataDir };
  const parts = { clock: CLOCK, log: createLog({ level: 'error' }) };
  // The app may run there right now; where it never has, there is no database yet.
  const isThere = databaseUrl === null && existsSync(join(dataDir, 'postgres', 'PG_VERSION'));
  if (isThere) return { ...(await visitDatabase(target, parts)), rules };
  const ends: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of ends.toReversed()) await end();
  };
  try {
    return { ...(await openDatabase(target, parts, (end) => ends.push(end))), close, rules };
  } catch (error) {
    await close();
    throw error;
  }
}

function readCommand(args: readonly string[]): Command | 'help' | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { mapping: { type: 'string' }, add: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    const [folder, another] = positionals;
    if (values.help === true || folder === 'help') return 'help';
    if (folder === undefined || another !== undefined) return null;
    return { folder, mapping: values.mapping ?? null, add: values.add ?? false };
  } catch {
    return null; // an option that is not ours
  }
}

if (import.meta.main) {
  const { stdout, stderr } = process;
  process.exitCode = await runImportCommand(process.argv.slice(2), {
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
    ...(stderr.isTTY ? { progress: (text: string) => stderr.write(`\r\u001B[K${text}`) } : {}),
  });
}
