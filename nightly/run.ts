// Runs the scenarios at full size, one after the other, and says at the end which of them failed:
//
//   npm run nightly                         every scenario
//   npm run nightly -- soak --minutes 30    those that are named, with options for them
//
// A scenario is one file here, which exports
//
//   export const scenario: Scenario = { name: 'soak', run: async (report, options) => { report('a figure'); } };
//
// and throws when a promise is broken. Its code stands in test/scenarios/, where `npm test` runs it at a small size. Each
// runs in a vitest of its own, so that it has a process and a PostgreSQL server to itself and may use test/support.
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { readArguments } from './runner/read-arguments.ts';
import { durationOf, summaryOf } from './runner/summary.ts';
import type { Ended } from './runner/summary.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

async function scenarioNames(): Promise<readonly string[]> {
  const files = await readdir(HERE, { withFileTypes: true });
  return files
    .filter((file) => file.isFile() && file.name.endsWith('.ts') && file.name !== basename(import.meta.filename))
    .map((file) => basename(file.name, '.ts'))
    .sort();
}

async function runOne(name: string, options: Readonly<Record<string, string>>): Promise<Ended> {
  say(`== ${name}`);
  const began = performance.now();
  const vitest = await startVitest('test', [], {
    config: false,
    root: join(HERE, '..'),
    watch: false,
    include: ['nightly/runner/scenario.test.ts'],
    globalSetup: ['test/support/postgres-server.ts'],
    provide: { scenario: join(HERE, `${name}.ts`), scenarioOptions: options },
    reporters: [['default', { summary: false }]],
    disableConsoleIntercept: true,
    testTimeout: 0,
    hookTimeout: 120_000,
  });
  const ok = vitest.state.getCountOfFailedTests() === 0 && vitest.state.getUnhandledErrors().length === 0;
  const files = vitest.state.getFiles();
  await vitest.close();
  const ran = files.length > 0 && files.every((file) => file.result?.state === 'pass');
  const ended = { name, ok: ok && ran, tookMs: performance.now() - began };
  say(`== ${name} ${ended.ok ? 'holds' : 'FAILED'} after ${durationOf(ended.tookMs)}\n`);
  return ended;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  const { chosen, options } = readArguments(process.argv.slice(2), await scenarioNames());
  const ended: Ended[] = [];
  for (const name of chosen) ended.push(await runOne(name, options));
  say(summaryOf(ended));
  process.exitCode = ended.every(({ ok }) => ok) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${String(error instanceof Error ? error.message : error)}\n`);
  process.exitCode = 1;
}
