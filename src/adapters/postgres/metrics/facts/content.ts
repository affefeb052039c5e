// Views and conversions of content, day by day.
import { Prisma } from '../../../../generated/prisma/client.ts';
import { plain } from '../dimensions.ts';
import type { FactSql } from '../fact.ts';
import { spanTable } from '../spans.ts';

const sql = Prisma.sql;

export const content: FactSql = {
  from: sql`content_day v`,
  bySpan: (env) => sql`content_day v JOIN ${spanTable(env)} ON v.day BETWEEN s.first_day AND s.last_day`,
  counts: sql`NOT v.gone`,
  instants: { day: sql`v.day::timestamptz` },
  born: null,
  values: { views: { sql: () => sql`v.views` }, conversions: { sql: () => sql`v.conversions` } },
  conditions: {},
  dimensions: { format: plain(sql`v.format`), segment: plain(sql`v.segment`), crm: plain(sql`v.crm`) },
  compared: {},
  record: {
    refs: sql`NULL::json`,
    name: sql`v.name`,
    owner: sql`NULL::text`,
    source: () => sql`NULL::text`,
    company: sql`NULL::text`,
    id: sql`v.record_id`,
  },
};
