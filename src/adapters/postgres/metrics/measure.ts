// Measures, conversions and attribution as one statement each. What can be added up is aggregated by raw columns and
// stretches first, and put into spans and named groups afterwards, so that a million rows are looked at once and cheaply.
import type { Aggregate, Dimension } from '#features/metrics/metric.ts';
import type { ConversionRequest, MeasureRequest, Reading } from '#features/metrics/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { DimensionSql, FactSql } from './fact.ts';
import { dimensionOf } from './filters.ts';
import { known, rowsOf, valueOf } from './rows.ts';
import type { Rows } from './rows.ts';
import { iso } from './spans.ts';

type Sql = Prisma.Sql;

const SHARES = { median: 0.5, p90: 0.9, p95: 0.95 } as const;

/** Rows `span, grp, value, rows, unrated`. */
export function measureSql(fact: FactSql, request: MeasureRequest): Sql {
  const { measure, by, reading } = request;
  const value = valueOf(fact, measure);
  const rows = rowsOf(fact, { ...request, at: measure.at, where: measure.where ?? [] }, value);
  const group = groupOf(fact, by);
  const { kind } = measure.aggregate;
  if (value === null || kind === 'count') {
    return grouped(rows, group, reading, {
      columns: {},
      inner: Prisma.sql`count(*) AS n`,
      outer: Prisma.sql`sum(n)::float8 AS value, sum(n)::float8 AS rows, 0::float8 AS unrated`,
    });
  }
  const of = value.sql(rows.env);
  const unrated = value.unrated ?? Prisma.sql`false`;
  if (kind === 'sum' || kind === 'average') {
    return grouped(rows, group, reading, {
      columns: { v: of, u: unrated },
      inner: Prisma.sql`sum(r.v) AS v, count(r.v) AS n, count(*) FILTER (WHERE r.u) AS u`,
      outer: Prisma.sql`${kind === 'sum' ? Prisma.sql`sum(v)::float8` : Prisma.sql`sum(v)::float8 / nullif(sum(n), 0)::float8`} AS value,
        sum(n)::float8 AS rows, sum(u)::float8 AS unrated`,
    });
  }
  return ofSingleRows(rows, group, reading, of, unrated, kind);
}

/** Rows `span, grp, rows, mature, converted`. */
export function conversionSql(fact: FactSql, request: ConversionRequest): Sql {
  const { rows, mature, converted } = conversionOf(fact, request);
  return grouped(rows, groupOf(fact, request.by), request.reading, {
    columns: { mature, converted },
    inner: Prisma.sql`count(*) AS n, count(*) FILTER (WHERE r.mature) AS m,
      count(*) FILTER (WHERE r.mature AND r.converted) AS c`,
    outer: Prisma.sql`sum(n)::float8 AS rows, sum(m)::float8 AS mature, sum(c)::float8 AS converted`,
  });
}

/** The cohort, who of it is old enough, and who reached the second stage within the window. */
export function conversionOf(
  fact: FactSql,
  request: ConversionRequest,
): { readonly rows: Rows; readonly mature: Sql; readonly converted: Sql; readonly reached: Sql } {
  const { conversion, windowMs, now } = request;
  const rows = rowsOf(fact, { ...request, at: conversion.from, where: conversion.where ?? [] }, null);
  const from = known(fact.instants, conversion.from, 'instant');
  const to = known(fact.instants, conversion.to, 'instant');
  return {
    rows,
    mature: Prisma.sql`${from} <= ${iso(new Date(now.getTime() - windowMs))}::timestamptz`,
    converted: Prisma.sql`${to} >= ${from} AND ${to} < ${from} + ${windowMs}::float8 * interval '1 millisecond'`,
    reached: to,
  };
}

interface Group {
  readonly dimension: DimensionSql;
  /** `r0`, `r1`: the columns that it is first grouped by, as the second step sees them. */
  readonly seen: readonly Sql[];
}

export function groupOf(fact: FactSql, by: Dimension | null): Group | null {
  if (by === null) return null;
  const dimension = dimensionOf(fact, by);
  return { dimension, seen: dimension.raws.map((_, index) => Prisma.raw(`g.r${index}`)) };
}

/** What is added up of each row, before it is put into groups: names and the columns behind them. */
export type Columns = Readonly<Record<string, Sql>>;

/**
 * Aggregates of aggregates: `inner` over `columns` of the rows, `outer` over those. The rows stand in a query of their own
 * that PostgreSQL does not take apart (OFFSET): it would take each instant for a group and plan for a million of them.
 */
export function grouped(
  rows: Pick<Rows, 'clause' | 'place' | 'pairs'>,
  group: Group | null,
  reading: Reading,
  { columns, inner, outer }: { readonly columns: Columns; readonly inner: Sql; readonly outer: Sql },
): Sql {
  const raws = rawNames(group);
  const keys = Prisma.join([Prisma.sql`r.place`, ...raws.map((name) => Prisma.raw(`r.${name}`))]);
  const added = Object.entries(columns).map(([name, sql]) => Prisma.sql`, ${sql} AS ${Prisma.raw(name)}`);
  return Prisma.sql`SELECT ${spanOf(rows)} AS span, ${nameOf(group, reading)} AS grp, ${outer}
    FROM (SELECT ${keys}, ${inner} FROM (
      SELECT ${rows.place} AS place${rawColumns(group)}${added.length === 0 ? Prisma.empty : Prisma.join(added, '')}
      ${rows.clause} OFFSET '0') r GROUP BY ${keys}) g${pairsOf(rows)}${joinOf(group)}
    GROUP BY 1, 2`;
}

function ofSingleRows(
  rows: Rows,
  group: Group | null,
  reading: Reading,
  of: Sql,
  unrated: Sql,
  kind: Exclude<Aggregate['kind'], 'count' | 'sum' | 'average'>,
): Sql {
  const value =
    kind === 'distinct'
      ? Prisma.sql`count(DISTINCT g.v)::float8`
      : Prisma.sql`(percentile_cont(${SHARES[kind]}::float8) WITHIN GROUP (ORDER BY g.v::float8))`;
  return Prisma.sql`SELECT ${spanOf(rows)} AS span, ${nameOf(group, reading)} AS grp, ${value} AS value,
      count(g.v)::float8 AS rows, (count(*) FILTER (WHERE g.u))::float8 AS unrated
    FROM (SELECT ${rows.place} AS place${rawColumns(group)}, ${of} AS v, ${unrated} AS u ${rows.clause} OFFSET '0') g${pairsOf(rows)}${joinOf(group)}
    GROUP BY 1, 2`;
}

export function rawColumns(group: Group | null): Sql {
  const names = rawNames(group);
  const columns = names.map((name, index) => Prisma.sql`, ${group?.dimension.raws[index]} AS ${Prisma.raw(name)}`);
  return columns.length === 0 ? Prisma.empty : Prisma.join(columns, '');
}

export function rawNames(group: Group | null): readonly string[] {
  return (group?.dimension.raws ?? []).map((_, index) => `r${index}`);
}

export function nameOf(group: Group | null, reading: Reading): Sql {
  if (group === null) return Prisma.sql`NULL::text`;
  const { dimension, seen } = group;
  return Prisma.sql`${(dimension.grouped ?? dimension).named(seen, reading)}::text`;
}

export function joinOf(group: Group | null): Sql {
  const grouped = group?.dimension.grouped;
  return grouped === undefined ? Prisma.empty : Prisma.sql` ${grouped.join}`;
}

function spanOf({ pairs }: Pick<Rows, 'pairs'>): Sql {
  return pairs === null ? Prisma.sql`g.place` : Prisma.sql`m.span`;
}

function pairsOf({ pairs }: Pick<Rows, 'pairs'>): Sql {
  return pairs === null ? Prisma.empty : Prisma.sql` JOIN ${pairs} ON m.stretch = g.place`;
}
