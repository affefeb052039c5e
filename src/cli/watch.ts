// `npm run watch -- ...`: what a watch would have told, and what watches do on files: scores for a stream of
// values, causes for changes.
import { messageOf } from '#kernel/errors.ts';
import type { Terminal } from './terminal.ts';
import { BACKTEST_USAGE, runBackTest } from './watch-backtest.ts';
import { causes } from './watch-causes.ts';
import { detect } from './watch-detect.ts';
import { parseArgs } from 'node:util';

const USAGE = `usage:
${BACKTEST_USAGE}
  npm run watch -- detect IN OUT [--countries US,DE-BY]
      score a stream: IN has a JSON object a line {series, ts, value}, for ratios with num and den, the rows of a series
      together and in the order of time. OUT gets {series, ts, score} for each, score 0 to 1: from 0.5 on it is an alarm.
      --countries: whose public holidays are left out (US unless said)
  npm run watch -- causes IN OUT
      name the slices that explain changes: IN has a JSON object a line, described in docs/anomalies.md`;

interface Command {
  readonly verb: 'detect' | 'causes';
  readonly input: string;
  readonly output: string;
  readonly countries: readonly string[];
}

/** Runs the command. Resolves to the exit code: 0 done, 1 the input is not right, 2 it cannot be run. */
export async function runWatchCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  if (args[0] === 'backtest') return runBackTest(args.slice(1), terminal);
  const command = readCommand(args);
  if (command === null || command === 'help') {
    (command === null ? terminal.err : terminal.out)(USAGE);
    return command === null ? 2 : 0;
  }
  const { verb, input, output, countries } = command;
  try {
    await (verb === 'detect' ? detect(input, output, countries) : causes(input, output));
    return 0;
  } catch (error) {
    terminal.err(messageOf(error));
    return 1;
  }
}

function readCommand(args: readonly string[]): Command | 'help' | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { countries: { type: 'string', default: 'US' }, help: { type: 'boolean' } },
    });
    const [verb, input, output, another] = positionals;
    if (values.help === true || verb === 'help') return 'help';
    if (another !== undefined || input === undefined || output === undefined) return null;
    if (verb !== 'detect' && verb !== 'causes') return null;
    const countries = values.countries.split(',').filter((place) => place !== '');
    return { verb, input, output, countries };
  } catch {
    return null; // an option that is not ours
  }
}

if (import.meta.main) {
  const { stdout, stderr } = process;
  process.exitCode = await runWatchCommand(process.argv.slice(2), {
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
  });
}
