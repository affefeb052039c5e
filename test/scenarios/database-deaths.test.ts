import { expect, it } from 'vitest';
import { killPostgres } from './database-deaths.ts';

it('loses nothing that it acknowledged when PostgreSQL is killed under load', { timeout: 900_000 }, async () => {
  const figures = await killPostgres(1);
  expect(figures.acknowledgedEvents).toBeGreaterThan(0);
});
