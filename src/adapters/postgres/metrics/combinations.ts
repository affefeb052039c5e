// Numbers by several dimensions at once, as one statement: what a change is explained by. Everything comes out as sums and
// numbers of rows, so that combinations can be added up to whatever is asked of them.
import type { Dimension } from '#features/metrics/metric.ts';
import type { CombinationRequest, Reading } from '#features/metrics/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { FactSql } from './fact.ts';
import { dimensionOf } from './filters.ts';
import { conversionOf } from './measure.ts';
import { rowsOf, valueOf } from './rows.ts';
import type { Rows } from './rows.ts';
import { iso } from './spans.ts';

type Sql = Prisma.Sql;

const sql = Prisma.sql;

/** Rows `side, groups, value, rows`. */
export function combinationsSql(fact: FactSql, request: CombinationRequest): Sql {
  const { by, reading, sides } = request;
  const { rows, value, counts } = countedOf(fact, request);
  const names = namesOf(fact, by, reading);
  const span = rows.pairs === null ? sql`g.place` : sql`m.span`;
  const pairs = rows.pairs === null ? Prisma.empty : sql` JOIN ${rows.pairs} ON m.stretch = g.place`;
  const keys = Prisma.raw(['r.place', ...names.raws.map((_, index) => `r.r${index}`)].join(', '));
  const raws = names.raws.map((raw, index) => sql`, ${raw} AS ${Prisma.raw(`r${index}`)}`);
  return sql`SELECT (${[...sides]}::int[])[${span} + 1] AS side, ${names.named} AS groups,
      sum(g.v)::float8 AS value, sum(g.n)::float8 AS rows
    FROM (SELECT ${keys}, sum(r.v) AS v, count(*) FILTER (WHERE r.counts) AS n FROM (
      SELECT ${rows.place} AS place, ${value} AS v, ${counts} AS counts${Prisma.join(raws, '')}
      ${rows.clause} OFFSET '0') r GROUP BY ${keys}) g${pairs} GROUP BY 1, 2`;
}

interface CountedSql {
  readonly rows: Rows;
  /** What is added up, and whether the row is one that counts. */
  readonly value: Sql;
  readonly counts: Sql;
}

function countedOf(fact: FactSql, { of, ...request }: CombinationRequest): CountedSql {
  if (of.kind === 'conversion') {
    const { rows, converted, reached } = conversionOf(fact, { ...request, ...of, by: null });
    const value = sql`(CASE WHEN ${converted} AND ${reached} < ${endOf(rows, request)} THEN 1 ELSE 0 END)`;
    return { rows, value, counts: sql`true` };
  }
  const { measure } = of;
  const given = measure.aggregate.kind === 'distinct' ? null : valueOf(fact, measure);
  const counted = { ...request, at: measure.at, where: measure.where ?? [], by: null, also: request.by };
  const rows = rowsOf(fact, counted, given);
  if (given === null) return { rows, value: sql`1`, counts: sql`true` };
  const value = given.sql(rows.env);
  return { rows, value: sql`coalesce(${value}, 0)`, counts: sql`${value} IS NOT NULL` };
}

/** The end of the span that a row lies in: that of its stretch, as spans do not overlap. */
function endOf({ place, pairs }: Rows, { spans }: Pick<CombinationRequest, 'spans'>): Sql {
  if (pairs === null) return sql`s.to_at`;
  const bounds = [...new Set(spans.flatMap(({ from, to }) => [from.getTime(), to.getTime()]))].toSorted(
    (a, b) => a - b,
  );
  return sql`(${bounds.map((bound) => iso(new Date(bound)))}::timestamptz[])[${place} + 1]`;
}

interface Names {
  readonly raws: readonly Sql[];
  /** The dimensions' names as an array. */
  readonly named: Sql;
}

function namesOf(fact: FactSql, by: readonly Dimension[], reading: Reading): Names {
  const raws: Sql[] = [];
  const named = by.map((one) => {
    const dimension = dimensionOf(fact, one);
    const seen = dimension.raws.map((raw) => Prisma.raw(`g.r${raws.push(raw) - 1}`));
    return sql`${dimension.named(seen, reading)}::text`;
  });
  return { raws, named: sql`ARRAY[${Prisma.join(named)}]::text[]` };
}
