import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBreaker } from '#adapters/breaker/breaker.ts';
import { createReadingPool } from '#adapters/postgres/metrics/reading-pool.ts';
import type { ReadingPool } from '#adapters/postgres/metrics/reading-pool.ts';
import { useDatabase } from '../../../support/database.ts';
import { silentLog } from '../../../support/silent-log.ts';

const db = useDatabase();
let pool: ReadingPool;

beforeAll(() => {
  const breaker = createBreaker({
    name: 'The database',
    isOutage: () => false,
    failures: 3,
    firstWaitMs: 200,
    longestWaitMs: 400,
  });
  pool = createReadingPool({ url: db.url, log: silentLog, breaker });
});
afterAll(() => pool.close());

it('only reads', async () => {
  expect((await pool.query('SELECT count(*)::int AS n FROM prospect', [])).rows).toEqual([{ n: 0 }]);
  await expect(pool.query('DELETE FROM prospect', [])).rejects.toMatchObject({ code: 'unavailable' });
});

it('lets no question take long, and speaks UTC', async () => {
  const { rows } = await pool.query<{ zone: string; limit: string }>(
    `SELECT current_setting('TimeZone') AS zone, current_setting('statement_timeout') AS limit`,
    [],
  );
  expect(rows).toEqual([{ zone: 'UTC', limit: '8s' }]);
});

it('asks for more at once than it has connections', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => pool.query('SELECT $1::int AS n', [n])));
  expect(answers.map(({ rows }) => rows[0])).toEqual(Array.from({ length: 20 }, (_, n) => ({ n })));
});
