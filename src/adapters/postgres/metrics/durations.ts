// Time between two instants of a row, in milliseconds.
import { Prisma } from '../../../generated/prisma/client.ts';
import type { ValueSql } from './fact.ts';

type Sql = Prisma.Sql;

/** Null where either instant is unknown. */
export function milliseconds(from: Sql, to: Sql): Sql {
  return Prisma.sql`(date_part('epoch', ${to} - ${from}) * 1000)`;
}

/** Null also where the second came before the first. */
export function duration(from: Sql, to: Sql): ValueSql {
  return { sql: () => Prisma.sql`(CASE WHEN ${to} >= ${from} THEN ${milliseconds(from, to)} END)` };
}
