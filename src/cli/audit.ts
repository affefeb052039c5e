// `npm run audit -- verify | head | export`: what an auditor needs beside the app, which may run or not.
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { createLog } from '#adapters/observe/log.ts';
import { exportLog } from '#features/audit/export-log.ts';
import { headText } from '#features/audit/seal.ts';
import { verdictLines } from '#features/audit/verdict-view.ts';
import { verifyLog } from '#features/audit/verify-log.ts';
import { Fault } from '#kernel/errors.ts';
import { visitDatabase } from '../compose/database.ts';
import type { OpenDatabase } from '../compose/database.ts';
import { loadDotEnv, readConfig } from '../config.ts';
import { publishedHeads } from './published-heads.ts';
import type { FoundHeads } from './published-heads.ts';
import type { Terminal } from './terminal.ts';

const USAGE = `usage:
  npm run audit -- verify [--heads FILE]... [--head SEQ:HASH]...
                                 check every entry against the chain of seals and the heads that were published;
                                 without --heads, the file audit-heads.log of DATA_DIR
  npm run audit -- head          print the newest seal, to be kept elsewhere
  npm run audit -- export        print the sealed log as JSON lines`;

export interface AuditTerminal extends Terminal {
  /** Overwrites itself; absent where nobody watches. */
  readonly progress?: (text: string) => void;
  /** Resolves when more can be written. */
  readonly drained?: () => Promise<void>;
}

interface Command {
  readonly name: 'verify' | 'head' | 'export';
  readonly heads: readonly string[];
  readonly files: readonly string[];
}

/** For the commands that compare nothing. */
const NOBODYS: FoundHeads = { heads: [], notes: [] };

/** Runs one command. Resolves to the exit code: 0 sound, 1 the log is not sound, 2 the command cannot be run. */
export async function runAuditCommand(args: readonly string[], terminal: AuditTerminal): Promise<number> {
  const command = readCommand(args);
  if (command === 'help') {
    terminal.out(USAGE);
    return 0;
  }
  if (command === null) {
    terminal.err(USAGE);
    return 2;
  }
  try {
    return await visit(command, terminal);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    terminal.err(error.message);
    return 2;
  }
}

async function visit(command: Command, terminal: AuditTerminal): Promise<number> {
  loadDotEnv();
  const settings = readConfig();
  const { dataDir } = settings.config;
  const databaseUrl = settings.kind === 'real' ? settings.config.databaseUrl : null;
  const published = command.name === 'verify' ? await publishedHeads({ ...command, dataDir }) : NOBODYS;
  const clock = { now: () => new Date() };
  const database = await visitDatabase({ databaseUrl, dataDir }, { clock, log: createLog({ level: 'error' }) });
  try {
    switch (command.name) {
      case 'verify':
        return await verify(database, published, terminal);
      case 'head':
        return await printHead(database, terminal);
      case 'export':
        for await (const line of exportLog(database.sealedLog)) {
          terminal.out(line);
          await terminal.drained?.();
        }
        return 0;
    }
  } finally {
    await database.close();
  }
}

async function verify({ sealedLog }: OpenDatabase, published: FoundHeads, terminal: AuditTerminal): Promise<number> {
  for (const note of published.notes) terminal.err(note);
  const verdict = await verifyLog(sealedLog, {
    heads: published.heads,
    onProgress: (sealed) => terminal.progress?.(`${sealed.toLocaleString('en-US')} entries checked`),
  });
  terminal.progress?.('');
  const sound = verdict.findings.length === 0;
  for (const line of verdictLines(verdict)) (sound ? terminal.out : terminal.err)(line);
  return sound ? 0 : 1;
}

async function printHead({ seals }: OpenDatabase, terminal: AuditTerminal): Promise<number> {
  const head = await seals.head();
  if (head === null) terminal.err('No entry is sealed yet.');
  else terminal.out(headText(head));
  return head === null ? 2 : 0;
}

function readCommand(args: readonly string[]): Command | 'help' | null {
  const [name, ...rest] = args;
  if (name === 'help' || name === '--help') return 'help';
  if (name !== 'verify' && name !== 'head' && name !== 'export') return null;
  try {
    const { values } = parseArgs({
      args: [...rest],
      options: { head: { type: 'string', multiple: true }, heads: { type: 'string', multiple: true } },
    });
    const { head = [], heads = [] } = values;
    return name === 'verify' || head.length + heads.length === 0 ? { name, heads: head, files: heads } : null;
  } catch {
    return null; // an option that is not ours
  }
}

if (import.meta.main) {
  const { stdout, stderr } = process;
  stdout.once('error', () => process.exit(2)); // whoever read it has gone
  process.exitCode = await runAuditCommand(process.argv.slice(2), {
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
    ...(stderr.isTTY ? { progress: (text: string) => stderr.write(`\r\u001B[K${text}`) } : {}),
    drained: async () => {
      if (stdout.writableNeedDrain) await once(stdout, 'drain');
    },
  });
}
