import { defineConfig } from 'vitest/config';
import { closingLine } from './test/support/closing-line.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/support/postgres-server.ts'],
    reporters: ['default', closingLine],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
