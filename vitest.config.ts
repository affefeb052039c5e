import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { closingLine } from './test/support/closing-line.ts';
import { LongFirst } from './test/support/long-first.ts';

/** Tests wait for servers more than they compute, so a small machine takes more of them at once than it has cores. */
const WORKERS = Math.max(4, availableParallelism());

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    maxWorkers: WORKERS,
    // A worker of its own for each file would load everything again, which is a third of the work. No module of ours keeps
    // anything between tests.
    isolate: false,
    include: ['test/**/*.test.{ts,tsx}'],
    environment: 'node',
    globalSetup: ['test/support/postgres-server.ts'],
    reporters: ['default', closingLine],
    sequence: { sequencer: LongFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
