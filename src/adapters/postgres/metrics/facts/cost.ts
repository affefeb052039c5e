// Money that was spent, evenly over its days; a span takes those of its days.
import { Prisma } from '../../../../generated/prisma/client.ts';
import { overlapsSpan, partInSpan } from '../days.ts';
import { campaign, channel, source, sourceName } from '../dimensions.ts';
import type { FactSql } from '../fact.ts';
import { spanTable } from '../spans.ts';

const sql = Prisma.sql;
const DAYS = [sql`k.from_day`, sql`k.to_day`] as const;

/** What of a cost falls into the span. */
export const SPENT = sql`(k.value * ${partInSpan(...DAYS)})`;
export const COSTS_BY_SPAN = (table: Prisma.Sql): Prisma.Sql => sql`cost k JOIN ${table} ON ${overlapsSpan(...DAYS)}`;

export const cost: FactSql = {
  from: sql`cost k`,
  bySpan: (env) => COSTS_BY_SPAN(spanTable(env)),
  counts: sql`NOT k.gone`,
  instants: { spent: sql`k.from_day::timestamptz` },
  born: null,
  values: { value: { sql: () => SPENT, unrated: sql`k.value IS NULL` } },
  conditions: {
    marketing: { sql: () => sql`k.department = 'marketing'` },
    sales: { sql: () => sql`k.department = 'sales'` },
  },
  dimensions: {
    source: source(sql`k.source`),
    channel: channel(sql`k.channel`, sql`k.source`, sql`k.campaign_id`),
    campaign: campaign(sql`k.campaign_id`),
  },
  compared: {},
  record: {
    refs: sql`NULL::json`,
    name: sql`coalesce(k.note, (SELECT c.name FROM crm_campaign c WHERE c.id = k.campaign_id),
      k.category, k.channel, k.department)`,
    owner: sql`k.entered_by`,
    source: (reading) => sourceName(sql`k.source`, reading),
    company: sql`NULL::text`,
    id: sql`k.id`,
  },
};
