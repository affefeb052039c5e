// `npm run playbook -- check FILE | schema | explain LEAD`: what a playbook's author needs beside the app.
import { readFile } from 'node:fs/promises';
import { Fault, messageOf } from '#kernel/errors.ts';
import { playbookJsonSchema } from '#features/playbook/json-schema.ts';
import { parsePlaybook } from '#features/playbook/parse.ts';
import { describeProblems } from '#features/playbook/problems.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { explainStoredLead } from './explain.ts';
import type { Terminal } from './terminal.ts';

const USAGE = `usage:
  npm run playbook -- check FILE   say what is wrong in a playbook
  npm run playbook -- schema       print the JSON Schema for editors
  npm run playbook -- explain LEAD say which rules match a lead, and why; LEAD is a name, e-mail address or id`;

/** Runs one command. Resolves to the exit code: 0 fine, 1 the playbook has problems, 2 the command cannot be run. */
export async function runPlaybookCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const [command, file, ...rest] = args;
  if (command === 'check' && file !== undefined && rest.length === 0) return checkFile(file, terminal);
  if (command === 'schema' && file === undefined) {
    terminal.out(playbookJsonSchema().trimEnd());
    return 0;
  }
  if (command === 'explain' && file !== undefined) return explain([file, ...rest].join(' '), terminal);
  if (command === 'help' || command === '--help') {
    terminal.out(USAGE);
    return 0;
  }
  terminal.err(USAGE);
  return 2;
}

/** Reads the app's own database, whether the app runs or not. */
async function explain(query: string, terminal: Terminal): Promise<number> {
  try {
    return await explainStoredLead(query, terminal);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    terminal.err(error.message);
    return 2;
  }
}

async function checkFile(file: string, terminal: Terminal): Promise<number> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    terminal.err(`cannot read ${file}: ${reasonOf(error)}`);
    return 2;
  }
  const outcome = parsePlaybook(text);
  if (outcome.kind === 'valid') {
    terminal.out(`${file}: valid, ${summary(outcome.playbook)}`);
    return 0;
  }
  terminal.err(describeProblems(outcome.problems, file, text));
  terminal.err(count(outcome.problems.length, 'problem'));
  return 1;
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) {
    if (error.code === 'ENOENT') return 'there is no such file';
    if (error.code === 'EISDIR') return 'it is a folder';
    if (error.code === 'EACCES') return 'no permission to read it';
  }
  return messageOf(error);
}

function summary({ teams, rules, scoring }: Playbook): string {
  return [count(teams.length, 'team'), count(rules.length, 'rule'), count(scoring.length, 'scoring entry')].join(', ');
}

function count(number: number, noun: string): string {
  if (number === 1) return `1 ${noun}`;
  return `${number} ${noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}

if (import.meta.main) {
  process.exitCode = await runPlaybookCommand(process.argv.slice(2), {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
  });
}
