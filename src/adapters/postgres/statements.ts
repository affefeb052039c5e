// Statements that go past Prisma, for the hot paths of the two queues.
import type pg from 'pg';
import { toFault } from './faults.ts';

/** Rows of one statement on any connection of the pool. Throws Fault. */
export async function rowsOf<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  text: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  try {
    return (await pool.query<Row>(text, [...values])).rows;
  } catch (error) {
    throw toFault(error);
  }
}

/** How many rows one statement changed. Throws Fault. */
export async function changesOf(pool: pg.Pool, text: string, values: readonly unknown[]): Promise<number> {
  try {
    return (await pool.query(text, [...values])).rowCount ?? 0;
  } catch (error) {
    throw toFault(error);
  }
}
