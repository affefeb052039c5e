// Deals as they stood when the span began: open then, and due to close in it. By the kept history of their fields; a
// field without any history was always what it is now.
import { Prisma } from '../../../../generated/prisma/client.ts';
import { rateOn } from '../days.ts';
import type { Env, FactSql } from '../fact.ts';
import { spanTable } from '../spans.ts';
import { DEAL_DIMENSIONS, DEAL_RECORD, deal } from './deal.ts';

const sql = Prisma.sql;
const { stage: _, ...DIMENSIONS } = DEAL_DIMENSIONS;

function bySpan(env: Env): Prisma.Sql {
  return sql`deal d
  JOIN ${spanTable(env)} ON d.created_at < s.from_at AND (d.closed_at IS NULL OR d.closed_at >= s.from_at)
  CROSS JOIN LATERAL (SELECT ${asOf('close_date', sql`d.close_date::text`)} AS close_date) due
  JOIN LATERAL (SELECT 1 WHERE left(due.close_date, 10)::date BETWEEN s.first_day AND s.last_day) falls ON true
  CROSS JOIN LATERAL (SELECT ${asOf('amount', sql`d.amount::text`)}::numeric AS amount,
    lower(${asOf('forecast', sql`d.forecast`)}) AS category) was
  CROSS JOIN LATERAL (SELECT was.amount * ${rateOn(sql`d.currency`, sql`s.first_day`, env.reading)} AS value) money`;
}

/** What a field was when the span began: its last entry until then, else its first one after. */
function asOf(field: string, present: Prisma.Sql): Prisma.Sql {
  return sql`(CASE WHEN EXISTS (SELECT FROM record_change h WHERE ${ofDeal(field)}) THEN (
    SELECT h.value FROM record_change h WHERE ${ofDeal(field)}
    ORDER BY h.at <= s.from_at DESC, CASE WHEN h.at <= s.from_at THEN h.at END DESC, h.at LIMIT 1) ELSE ${present} END)`;
}

function ofDeal(field: string): Prisma.Sql {
  return sql`h.crm = d.crm AND h.object = 'opportunity' AND h.record_id = d.record_id AND h.field = ${field}`;
}

export const forecast: FactSql = {
  from: deal.from,
  bySpan,
  counts: deal.counts,
  instants: { due: sql`d.close_date::timestamptz` },
  born: null,
  values: {
    value: { sql: () => sql`money.value`, unrated: sql`was.amount IS NOT NULL AND money.value IS NULL` },
  },
  conditions: { committed: { sql: () => sql`was.category IN ('commit', 'closed')` } },
  dimensions: DIMENSIONS,
  compared: deal.compared,
  record: DEAL_RECORD,
};
