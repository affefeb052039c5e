// Runs the benchmarks, all or those named: npm run bench -- latency --seconds 20
import { parseArgs } from 'node:util';
import { claims } from './claims.ts';
import type { Scenario } from './figures.ts';
import { latency } from './latency.ts';
import { describeMachine, describeResult } from './report.ts';
import { rules } from './rules.ts';
import { webhooks } from './webhooks.ts';

const SCENARIOS: Readonly<Record<string, Scenario>> = { rules, webhooks, claims, latency };
const SECONDS = '60';
/** No scenario takes this long; one that hangs must not run for ever. */
const LONGEST_MS = 15 * 60_000;

function readArguments(): { readonly chosen: readonly (readonly [string, Scenario])[]; readonly seconds: number } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seconds: { type: 'string', default: SECONDS } },
  });
  const seconds = Number(values.seconds);
  const unknown = positionals.find((name) => !Object.hasOwn(SCENARIOS, name));
  if (unknown !== undefined || !Number.isInteger(seconds) || seconds < 2) {
    throw new Error(`usage: npm run bench -- [${Object.keys(SCENARIOS).join('|')}]... [--seconds N, at least 2]`);
  }
  const chosen = Object.entries(SCENARIOS).filter(([name]) => positionals.length === 0 || positionals.includes(name));
  return { chosen, seconds };
}

function say(text: string): void {
  process.stdout.write(`${text}\n\n`);
}

// Ending by exit lets every child's own hook end it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
setTimeout(() => process.exit(1), LONGEST_MS).unref();

try {
  const { chosen, seconds } = readArguments();
  say(describeMachine());
  for (const [, scenario] of chosen) say(describeResult(await scenario({ seconds })));
} catch (error) {
  process.stderr.write(`${String(error instanceof Error ? error.message : error)}\n`);
  process.exitCode = 1;
}
