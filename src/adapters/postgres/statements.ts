// Statements that go past Prisma, for the hot paths of the two queues. Their texts are few and fixed, so each is parsed
// and planned once a connection. They name their columns: `SELECT *` would fail once a newer version adds one.
import type pg from 'pg';
import { toFault } from './faults.ts';

/** Runs one statement on any connection of the pool. */
export interface Sql {
  query<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<pg.QueryResult<Row>>;
}

/** Rows of one statement on any connection of the pool. Throws Fault. */
export async function rowsOf<Row extends pg.QueryResultRow>(
  pool: Sql,
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
export async function changesOf(pool: Sql, text: string, values: readonly unknown[]): Promise<number> {
  try {
    return (await pool.query(text, [...values])).rowCount ?? 0;
  } catch (error) {
    throw toFault(error);
  }
}

const names = new Map<string, string>();

/** Under a name that the text keeps for as long as the process lives, so that a connection prepares it once. */
export function prepared(text: string, values: unknown[]): pg.QueryConfig {
  const name = names.get(text) ?? `signalbox_${names.size}`;
  names.set(text, name);
  return { name, text, values };
}
