// Runs the benchmarks, all or those named: npm run bench -- latency --seconds 20. With --json for programs.
import { parseArgs } from 'node:util';
import { anomaliesContinuous } from './anomalies-continuous.ts';
import { anomalies } from './anomalies.ts';
import { approvals } from './approvals.ts';
import { burst } from './burst.ts';
import { claims } from './claims.ts';
import type { Scenario } from './figures.ts';
import { kpiCommand } from './kpi-command.ts';
import { kpis } from './kpis.ts';
import { latency } from './latency.ts';
import { modals } from './modals.ts';
import { ownWatches } from './own-watches.ts';
import { page } from './page.ts';
import { queues } from './queues.ts';
import { describeMachine, describeResult, describeShort } from './report.ts';
import { rules } from './rules.ts';
import { seal } from './seal.ts';
import { stall } from './stall.ts';
import { start } from './start.ts';
import { watchBackTest } from './watch-backtest.ts';
import { webhooks } from './webhooks.ts';
import { year } from './year.ts';

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  rules,
  webhooks,
  queues,
  stall,
  modals,
  start,
  claims,
  approvals,
  latency,
  burst,
  seal,
  year,
  page,
  kpis,
  'kpi-command': kpiCommand,
  anomalies,
  'anomalies-continuous': anomaliesContinuous,
  'watch-backtest': watchBackTest,
  'own-watches': ownWatches,
};
const SECONDS = '60';
/** One that hangs must not run for ever. */
const LONGEST_MS = 45 * 60_000;

interface Arguments {
  readonly chosen: readonly (readonly [string, Scenario])[];
  readonly seconds: number;
  readonly asJson: boolean;
}

function readArguments(): Arguments {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seconds: { type: 'string', default: SECONDS }, json: { type: 'boolean', default: false } },
  });
  const seconds = Number(values.seconds);
  const unknown = positionals.find((name) => !Object.hasOwn(SCENARIOS, name));
  if (unknown !== undefined || !Number.isInteger(seconds) || seconds < 2) {
    throw new Error(
      `usage: npm run bench -- [${Object.keys(SCENARIOS).join('|')}]... [--seconds N, at least 2] [--json]`,
    );
  }
  const chosen = Object.entries(SCENARIOS).filter(([name]) => positionals.length === 0 || positionals.includes(name));
  return { chosen, seconds, asJson: values.json };
}

async function main({ chosen, seconds, asJson }: Arguments): Promise<void> {
  const machine = describeMachine();
  const results: Record<string, Awaited<ReturnType<Scenario>>> = {};
  if (!asJson) process.stdout.write(`${machine}\n\n`);
  for (const [name, scenario] of chosen) {
    results[name] = await scenario({ seconds });
    if (!asJson) process.stdout.write(`${describeResult(results[name])}\n\n`);
  }
  const all = Object.values(results);
  process.stdout.write(asJson ? `${JSON.stringify({ machine, results }, null, 2)}\n` : `${describeShort(all)}\n`);
}

// Ending by exit lets every child's own hook end it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
setTimeout(() => process.exit(1), LONGEST_MS).unref();

try {
  await main(readArguments());
} catch (error) {
  process.stderr.write(`${String(error instanceof Error ? error.message : error)}\n`);
  process.exitCode = 1;
}
