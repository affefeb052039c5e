// Numbers by several dimensions at once, as one statement: what a change is explained by. There may be nearly as many
// combinations as rows, so they come column by column and under their raw values, each of which is named once beside them.
import { z } from 'zod';
import type { Dimension, Measure } from '#features/metrics/metric.ts';
import type { CombinationRequest, CombinationRow, Reading } from '#features/metrics/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { FactSql, ValueSql } from './fact.ts';
import { dimensionOf } from './filters.ts';
import { conversionOf } from './measure.ts';
import { known, rowsOf, valueOf } from './rows.ts';
import type { Rows } from './rows.ts';
import { iso } from './spans.ts';

type Sql = Prisma.Sql;

const sql = Prisma.sql;

/** One row, which `parseCombinations` reads. */
export function combinationsSql(fact: FactSql, request: CombinationRequest): Sql {
  const { by, reading } = request;
  const { rows, value, cases, counts } = countedOf(fact, request);
  const span = rows.pairs === null ? sql`g.place` : sql`m.span`;
  const pairs = rows.pairs === null ? Prisma.empty : sql` JOIN ${rows.pairs} ON m.stretch = g.place`;
  const dimensions = by.map((one, index) => keyedOf(fact, one, index, reading));
  const raws = dimensions.flatMap((dimension) => dimension.raws);
  const keys = Prisma.raw(['r.place', ...raws.map(({ name }) => `r.${name}`)].join(', '));
  const columns = Prisma.join(
    raws.map(({ name, of }) => sql`, ${of} AS ${Prisma.raw(name)}`),
    '',
  );
  return sql`WITH g AS MATERIALIZED (
      SELECT ${keys}, sum(r.v)::float8 AS v, sum(r.c)::float8 AS c, count(*) FILTER (WHERE r.counts) AS n FROM (
        SELECT ${rows.place} AS place, ${value} AS v, ${cases} AS c, ${counts} AS counts${columns}
        ${rows.clause} OFFSET '0') r GROUP BY ${keys})
    SELECT ${column(span)} AS spans, ${column(sql`coalesce(g.v, 0)`)} AS values, ${column(sql`coalesce(g.c, 0)`)} AS cases,
      ${column(sql`g.n`)} AS rows, json_build_array(${Prisma.join(dimensions.map(({ key }) => column(key)))}) AS keys,
      json_build_array(${Prisma.join(dimensions.map(({ names }) => names))}) AS names
    FROM g${pairs}`;
}

function column(of: Sql): Sql {
  return sql`coalesce(json_agg(${of}), '[]'::json)`;
}

const Numbers = z.array(z.number());
const Seen = z.object({
  spans: Numbers,
  values: Numbers,
  cases: Numbers,
  rows: Numbers,
  /** Of each dimension, row by row. */
  keys: z.array(z.array(z.string().nullable())),
  /** Of each dimension pairs of key and name. */
  names: z.array(z.array(z.tuple([z.string().nullable(), z.string().nullable()]))),
});

export function parseCombinations(seen: unknown): readonly CombinationRow[] {
  const { spans, values, cases, rows, keys, names } = Seen.parse(seen);
  const named = names.map((pairs) => new Map(pairs));
  return spans.map((span, index) => ({
    span,
    groups: named.map((name, place) => name.get(keys[place]?.[index] ?? null) ?? null),
    value: values[index] ?? 0,
    cases: cases[index] ?? 0,
    rows: rows[index] ?? 0,
  }));
}

interface CountedSql {
  readonly rows: Rows;
  readonly value: Sql;
  readonly cases: Sql;
  /** Whether it is one of the cases. */
  readonly counts: Sql;
}

function countedOf(fact: FactSql, { of, ...request }: CombinationRequest): CountedSql {
  if (of.kind === 'conversion') {
    const { rows, converted, reached } = conversionOf(fact, { ...request, ...of, by: null });
    const value = oneIf(sql`${converted} AND ${reached} < ${endOf(rows, request)}`);
    return { rows, value, cases: sql`1`, counts: sql`true` };
  }
  const { measure, outOf } = of;
  const wider = outOf ?? measure;
  const [value, cases] = [addedOf(fact, measure), addedOf(fact, wider)];
  const counted = { ...request, at: wider.at, where: wider.where ?? [], by: null, also: request.by };
  const rows = rowsOf(fact, counted, value ?? cases);
  const own = (measure.where ?? []).filter((name) => !wider.where?.includes(name));
  const passes = own.map((name) => known(fact.conditions, name, 'condition').sql(rows.env));
  const passing = passes.length === 0 ? sql`true` : sql`(${Prisma.join(passes, ' AND ')})`;
  const has = cases === null ? sql`true` : sql`(${cases.sql(rows.env)} IS NOT NULL)`;
  return {
    rows,
    value: value === null ? oneIf(passing) : sql`(CASE WHEN ${passing} THEN ${value.sql(rows.env)} END)`,
    cases: outOf === null || cases === null ? oneIf(has) : cases.sql(rows.env),
    counts: has,
  };
}

/** Null: rows are counted. */
function addedOf(fact: FactSql, measure: Measure): ValueSql | null {
  return measure.aggregate.kind === 'distinct' ? null : valueOf(fact, measure);
}

function oneIf(condition: Sql): Sql {
  return sql`(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
}

/** The end of the span that a row lies in: that of its stretch, as spans do not overlap. */
function endOf({ place, pairs }: Rows, { spans }: Pick<CombinationRequest, 'spans'>): Sql {
  if (pairs === null) return sql`s.to_at`;
  const bounds = [...new Set(spans.flatMap(({ from, to }) => [from.getTime(), to.getTime()]))].toSorted(
    (a, b) => a - b,
  );
  return sql`(${bounds.map((bound) => iso(new Date(bound)))}::timestamptz[])[${place} + 1]`;
}

interface KeyedSql {
  /** Columns of the row that make up the dimension, with the names that the groups have them under. */
  readonly raws: readonly { readonly name: string; readonly of: Sql }[];
  readonly key: Sql;
  /** Pairs of each key that there is and its name. */
  readonly names: Sql;
}

function keyedOf(fact: FactSql, by: Dimension, index: number, reading: Reading): KeyedSql {
  const dimension = dimensionOf(fact, by);
  const raws = dimension.raws.map((of, nth) => ({ name: `d${index}r${nth}`, of }));
  const seen = raws.map(({ name }) => Prisma.raw(`g.${name}`));
  const [only] = seen;
  const key = seen.length === 1 && only ? sql`${only}::text` : sql`json_build_array(${Prisma.join(seen)})::text`;
  return {
    raws,
    key,
    names: sql`(SELECT coalesce(json_agg(json_build_array(${key}, ${dimension.named(seen, reading)}::text)), '[]'::json)
      FROM (SELECT DISTINCT ${Prisma.join(seen)} FROM g) g)`,
  };
}
