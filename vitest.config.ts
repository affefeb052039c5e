import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { closingLine } from './test/support/closing-line.ts';

/** Tests wait for servers more than they compute, so a small machine takes more of them at once than it has cores. */
const WORKERS = Math.max(3, availableParallelism());

export default defineConfig({
  test: {
    maxWorkers: WORKERS,
    include: ['test/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/support/postgres-server.ts'],
    reporters: ['default', closingLine],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
