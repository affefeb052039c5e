// Amounts of deals shared among their touches, by one model or by all of them.
import { ATTRIBUTION_MODELS } from '#features/metrics/metric.ts';
import type { AttributionRequest } from '#features/metrics/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import { credit, SHARE } from './facts/credit.ts';
import { groupOf, grouped } from './measure.ts';
import { rowsOf } from './rows.ts';

type Sql = Prisma.Sql;

const VALUE = {
  won: { at: 'closed', where: ['won'], column: Prisma.sql`d.closed_value` },
  pipeline: { at: 'created', where: ['not_lost'], column: Prisma.sql`d.created_value` },
} as const;

/** Rows `span, grp, value, rows, unrated`: deals count by their shares, rounded. */
export function attributionSql({ amount, model, by, ...request }: AttributionRequest): Sql {
  const { at, where, column } = VALUE[amount];
  const rows = rowsOf(credit, { ...request, by, at, where }, null);
  const unrated = Prisma.sql`d.amount IS NOT NULL AND ${column} IS NULL`;
  const value = Prisma.sql`${column}::float8`;
  if (by !== 'model') {
    const share = SHARE[model];
    return grouped(rows, groupOf(credit, by), request.reading, {
      inner: Prisma.sql`sum(${share} * ${value}) AS v, sum(${share}) AS n, sum(${share}) FILTER (WHERE ${unrated}) AS u`,
      outer: Prisma.sql`sum(v) AS value, round(sum(n)) AS rows, round(coalesce(sum(u), 0)) AS unrated`,
    });
  }
  const sums = ATTRIBUTION_MODELS.map((name) => Prisma.sql`sum(${SHARE[name]} * ${value}) AS ${Prisma.raw(name)}`);
  const each = ATTRIBUTION_MODELS.map((name) => Prisma.sql`(${name}::text, a.${Prisma.raw(name)})`);
  const whole = grouped(rows, null, request.reading, {
    inner: Prisma.sql`${Prisma.join(sums)}, sum(${SHARE.linear}) AS n, sum(${SHARE.linear}) FILTER (WHERE ${unrated}) AS u`,
    outer: Prisma.sql`${Prisma.join(
      ATTRIBUTION_MODELS.map((name) => Prisma.sql`sum(g.${Prisma.raw(name)}) AS ${Prisma.raw(name)}`),
    )}, round(sum(n)) AS rows, round(coalesce(sum(u), 0)) AS unrated`,
  });
  return Prisma.sql`SELECT a.span, share.model AS grp, share.value, a.rows, a.unrated
    FROM (${whole}) a CROSS JOIN LATERAL (VALUES ${Prisma.join(each)}) AS share (model, value)`;
}
