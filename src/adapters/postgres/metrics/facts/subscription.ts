// Customers with what they pay a month: on the first day of the span, on its last, and on the day after. What ends with the
// last day of a month is lost in that month, and what is renewed the day after is not.
import { Prisma } from '../../../../generated/prisma/client.ts';
import { plain } from '../dimensions.ts';
import type { Env, FactSql } from '../fact.ts';
import { spanTable } from '../spans.ts';

const sql = Prisma.sql;
const ROWS = sql`(SELECT * FROM subscription WHERE NOT gone) u`;

// Grouped or filtered by product, a customer counts once a product.
function bySpan(env: Env): Prisma.Sql {
  const product = env.uses.has('product') ? sql`u.product` : sql`NULL::text`;
  const crm = env.uses.has('crm') ? sql`u.crm` : sql`NULL::text`;
  return sql`(
    SELECT s.span, s.from_at, coalesce(u.company_key, u.crm || ':' || u.record_id) AS customer,
      ${product} AS product, ${crm} AS crm, bool_or(u.value IS NULL) AS unrated,
      nullif(sum(u.value) FILTER (WHERE ${runsOn(sql`s.first_day`)}), 0) AS start_value,
      nullif(sum(u.value) FILTER (WHERE ${runsOn(sql`s.last_day`)}), 0) AS end_value,
      nullif(sum(u.value) FILTER (WHERE ${runsOn(sql`s.next_day`)}), 0) AS next_value,
      array_agg(u.company_id ORDER BY u.crm, u.record_id) AS companies, min(u.crm) AS first_crm
    FROM ${ROWS} JOIN ${spanTable(env)} ON u.starts_on <= s.next_day AND (u.ends_on IS NULL OR u.ends_on >= s.first_day)
    GROUP BY 1, 2, 3, 4, 5) s`;
}

function runsOn(day: Prisma.Sql): Prisma.Sql {
  return sql`u.starts_on <= ${day} AND (u.ends_on IS NULL OR u.ends_on >= ${day})`;
}

const UNRATED = sql`s.unrated`;

export const subscription: FactSql = {
  from: ROWS,
  bySpan,
  counts: sql`true`,
  instants: {},
  born: sql`u.starts_on::timestamptz`,
  values: {
    start: { sql: () => sql`s.start_value`, unrated: UNRATED },
    kept: { sql: () => sql`(CASE WHEN s.start_value IS NOT NULL THEN s.next_value END)`, unrated: UNRATED },
    end: { sql: () => sql`s.end_value`, unrated: UNRATED },
  },
  conditions: {
    at_start: { sql: () => sql`s.start_value IS NOT NULL` },
    at_end: { sql: () => sql`s.end_value IS NOT NULL` },
    lost: { sql: () => sql`s.start_value IS NOT NULL AND s.next_value IS NULL` },
  },
  dimensions: { product: plain(sql`s.product`), crm: plain(sql`s.crm`) },
  compared: {},
  record: {
    refs: sql`(SELECT json_agg(json_build_object('crm', s.first_crm, 'object', 'company', 'id', id))
      FROM (SELECT DISTINCT id FROM unnest(s.companies) AS id WHERE id IS NOT NULL LIMIT 1) one)`,
    name: sql`s.customer`,
    owner: sql`NULL::text`,
    source: () => sql`NULL::text`,
    company: sql`s.customer`,
    id: sql`s.customer`,
  },
};
