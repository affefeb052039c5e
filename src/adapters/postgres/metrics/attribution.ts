// Amounts of deals shared among their touches, by one model or by all of them.
import type { AttributionRequest } from '#features/metrics/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import { credit, SHARE } from './facts/credit.ts';
import { groupOf, grouped } from './measure.ts';
import { rowsOf } from './rows.ts';

type Sql = Prisma.Sql;

const MODELS = Object.keys(SHARE);

const VALUE = {
  won: { at: 'closed', where: ['won'], column: Prisma.sql`d.closed_value` },
  pipeline: { at: 'created', where: ['not_lost'], column: Prisma.sql`d.created_value` },
} as const;

/** Rows `span, grp, value, rows, unrated`: deals count by their shares. */
export function attributionSql({ amount, model, by, ...request }: AttributionRequest): Sql {
  const { at, where, column } = VALUE[amount];
  const rows = rowsOf(credit, { ...request, by, at, where }, null);
  const unrated = Prisma.sql`d.amount IS NOT NULL AND ${column} IS NULL`;
  const deal = { worth: Prisma.sql`${column}::float8`, u: unrated };
  if (by !== 'model') {
    return grouped(rows, groupOf(credit, by), request.reading, {
      columns: { ...deal, share: SHARE[model] },
      inner: Prisma.sql`sum(r.share * r.worth) AS v, sum(r.share) AS n, sum(r.share) FILTER (WHERE r.u) AS u`,
      outer: Prisma.sql`sum(v) AS value, sum(n) AS rows, coalesce(sum(u), 0) AS unrated`,
    });
  }
  const named = MODELS.map((name) => Prisma.raw(name));
  const whole = grouped(rows, null, request.reading, {
    columns: { ...deal, ...SHARE },
    inner: Prisma.sql`${Prisma.join(named.map((name) => Prisma.sql`sum(r.${name} * r.worth) AS ${name}`))},
      sum(r.linear) AS n, sum(r.linear) FILTER (WHERE r.u) AS u`,
    outer: Prisma.sql`${Prisma.join(named.map((name) => Prisma.sql`sum(g.${name}) AS ${name}`))},
      sum(n) AS rows, coalesce(sum(u), 0) AS unrated`,
  });
  const each = MODELS.map((name) => Prisma.sql`(${name}::text, a.${Prisma.raw(name)})`);
  return Prisma.sql`SELECT a.span, share.model AS grp, share.value, a.rows, a.unrated
    FROM (${whole}) a CROSS JOIN LATERAL (VALUES ${Prisma.join(each)}) AS share (model, value)`;
}
