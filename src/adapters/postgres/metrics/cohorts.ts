// Conversions by the day of entry and the age in days, as one statement: days are those of the zone of the numbers.
import type { CohortRequest } from '#features/metrics/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { FactSql } from './fact.ts';
import { conversionOf, groupOf, joinOf, nameOf, rawColumns, rawNames } from './measure.ts';
import { iso } from './spans.ts';

const sql = Prisma.sql;

/** Rows `day, grp, age, rows`. */
export function cohortsSql(fact: FactSql, { entered, until, ...request }: CohortRequest): Prisma.Sql {
  const { zone } = request.reading;
  const { rows, converted, reached } = conversionOf(fact, { ...request, spans: [entered], now: until });
  const entry = rows.instant ?? sql`NULL::timestamptz`;
  const group = groupOf(fact, request.by);
  const dayOf = (instant: Prisma.Sql): Prisma.Sql =>
    sql`((${instant} AT TIME ZONE ${zone})::date - '1970-01-01'::date)`;
  const age = sql`CASE WHEN ${converted} AND ${reached} < ${iso(until)}::timestamptz
    THEN ${dayOf(reached)} - ${dayOf(entry)} END`;
  const keys = Prisma.join(
    ['r.day', 'r.age', ...rawNames(group).map((name) => `r.${name}`)].map((key) => Prisma.raw(key)),
  );
  return sql`SELECT g.day, ${nameOf(group, request.reading)} AS grp, g.age, sum(g.n)::float8 AS rows
    FROM (SELECT ${keys}, count(*) AS n FROM (
      SELECT ${dayOf(entry)} AS day, ${age} AS age${rawColumns(group)} ${rows.clause} OFFSET '0') r GROUP BY ${keys}) g
    ${joinOf(group)} GROUP BY 1, 2, 3`;
}
