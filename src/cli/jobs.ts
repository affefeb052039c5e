// `npm run jobs -- list | show | retry | drop`: what waits and what was given up, beside the app or without it.
import { newCorrelationId } from '#kernel/ids.ts';
import { elapsed, spanText } from '#kernel/time.ts';
import { dropLetters, retryLetters } from '#features/recovery/settle-letters.ts';
import type { DeadLetter } from '#features/recovery/store.ts';
import { countOf } from '#features/recovery/trouble.ts';
import type { OpenDatabase } from '../compose/database.ts';
import { readJobsCommand } from './jobs-command.ts';
import type { JobsCommand, Which } from './jobs-command.ts';
import type { Terminal } from './terminal.ts';
import { CLOCK, runOn, visitAppDatabase } from './visit.ts';

const USAGE = `usage:
  npm run jobs -- list [--dead]            what waits and what was given up; --dead: that alone, one by one
  npm run jobs -- show ID                  all that is known of one
  npm run jobs -- retry ID... | --kind KIND | --all
                                           try again what was given up, once its cause is mended
  npm run jobs -- drop ID... --because "..."
                                           leave it undone, for a reason that the audit log keeps
IDs are as list --dead shows them: out-12 (a message or write), in-34 (a change in a CRM), job-... (a tick)`;

/** What a person must know of a list that ends before everything is in it. */
const MOST = 500;
const BY = { kind: 'system', part: 'cli' } as const;

type Database = Pick<OpenDatabase, 'stores' | 'transact' | 'close'>;

/** Runs one command. Resolves to the exit code: 0 done, 1 something named is not there, 2 the command cannot be run. */
export async function runJobsCommand(
  args: readonly string[],
  terminal: Terminal,
  open: () => Promise<Database> = visitAppDatabase,
): Promise<number> {
  const command = readJobsCommand(args);
  if (command.kind === 'help') {
    terminal.out(USAGE);
    return 0;
  }
  if (command.kind === 'unclear') {
    terminal.err(command.because === null ? USAGE : `${command.because}\n${USAGE}`);
    return 2;
  }
  return runOn(open, terminal, (database) => run(database, command, terminal));
}

function run(
  database: Database,
  command: Exclude<JobsCommand, { kind: 'help' | 'unclear' }>,
  terminal: Terminal,
): Promise<number> {
  switch (command.kind) {
    case 'list':
      return list(database, command.deadOnly, terminal);
    case 'show':
      return show(database, command.id, terminal);
    case 'retry':
      return retry(database, command.which, terminal);
    case 'drop':
      return drop(database, command, terminal);
  }
}

async function list({ stores }: Database, deadOnly: boolean, terminal: Terminal): Promise<number> {
  const now = CLOCK.now();
  if (!deadOnly) {
    const backlog = await stores.letters.backlog(now);
    if (backlog.length === 0) terminal.out('Nothing waits.');
    for (const { kind, rows, failing, since } of backlog) {
      const oldest = since === null ? 'none of them due yet' : `the oldest for ${spanText(elapsed(since, now))}`;
      const tries = failing === 0 ? '' : `, ${failing} after a try that failed`;
      terminal.out(`waiting  ${kind}  ${rows}, ${oldest}${tries}`);
    }
  }
  const letters = await stores.letters.list({ limit: MOST });
  if (letters.length === 0) terminal.out('Nothing was given up.');
  for (const letter of letters) terminal.out(lineOf(letter, now));
  if (letters.length === MOST) terminal.out(`These are the newest ${MOST}.`);
  return 0;
}

async function show({ stores }: Database, id: string, terminal: Terminal): Promise<number> {
  const letter = await stores.letters.get(id);
  if (letter === null) return complain(terminal, `${id} is not among what was given up`);
  terminal.out(lineOf(letter, CLOCK.now()));
  const { createdAt, deadAt, fault, tries, key, payload } = letter;
  terminal.out(`decided   ${createdAt.toISOString()}\ngiven up  ${deadAt.toISOString()} after ${tries} tries`);
  terminal.out(`reason    ${letter.because}${fault === null ? '' : ` (${fault})`}`);
  terminal.out(`key       ${key}\n${JSON.stringify(payload, null, 2)}`);
  return 0;
}

async function retry(database: Database, which: Which, terminal: Terminal): Promise<number> {
  const { letters, unknown } = await chosen(database, which);
  const command = { letters, by: BY, correlationId: newCorrelationId() };
  const retried = await retryLetters({ ...database, clock: CLOCK }, command);
  return report(terminal, retried, unknown, 'tried again');
}

async function drop(
  database: Database,
  { ids, because }: Extract<JobsCommand, { kind: 'drop' }>,
  terminal: Terminal,
): Promise<number> {
  const { letters, unknown } = await chosen(database, { kind: 'ids', ids });
  const command = { letters, by: BY, correlationId: newCorrelationId(), because };
  const dropped = await dropLetters({ ...database, clock: CLOCK }, command);
  return report(terminal, dropped, unknown, 'left undone');
}

interface Chosen {
  readonly letters: readonly DeadLetter[];
  /** Ids that are none, or not dead any more. */
  readonly unknown: readonly string[];
}

async function chosen({ stores }: Database, which: Which): Promise<Chosen> {
  switch (which.kind) {
    case 'all':
      return { letters: await stores.letters.list({ limit: MOST }), unknown: [] };
    case 'of_kind': {
      const letters = await stores.letters.list({ kind: which.name, limit: MOST });
      return { letters, unknown: letters.length === 0 ? [which.name] : [] };
    }
    case 'ids': {
      const found = await Promise.all(which.ids.map(async (id) => ({ id, letter: await stores.letters.get(id) })));
      return {
        letters: found.flatMap(({ letter }) => letter ?? []),
        unknown: found.filter(({ letter }) => letter === null).map(({ id }) => id),
      };
    }
  }
}

function report(terminal: Terminal, settled: readonly DeadLetter[], unknown: readonly string[], done: string): number {
  const byKind = Map.groupBy(settled, ({ kind }) => kind);
  for (const [kind, letters] of byKind) terminal.out(`${countOf(kind, letters.length)} ${done}`);
  if (settled.length === 0 && unknown.length === 0) terminal.out('Nothing was given up.');
  if (settled.length === MOST) terminal.out('There may be more: say it again.');
  return unknown.length === 0 ? 0 : complain(terminal, `${unknown.join(', ')}: not among what was given up`);
}

function lineOf({ id, kind, because, deadAt }: DeadLetter, now: Date): string {
  return `${id}  ${kind}  ${spanText(elapsed(deadAt, now))} ago  ${because.replace(/\s+/gu, ' ')}`;
}

function complain(terminal: Terminal, text: string): number {
  terminal.err(text);
  return 1;
}

if (import.meta.main) {
  process.exitCode = await runJobsCommand(process.argv.slice(2), {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
  });
}
