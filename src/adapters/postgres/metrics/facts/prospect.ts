// People, each once whatever CRMs know them, by their first entry into each stage.
import { Prisma } from '../../../../generated/prisma/client.ts';
import { campaign, plain, segment, source, sourceChannel, sourceName, stage, team } from '../dimensions.ts';
import { duration } from '../durations.ts';
import type { FactSql } from '../fact.ts';

const sql = Prisma.sql;

/** Of `prospect p`. */
export const PERSON_DIMENSIONS = {
  source: source(sql`p.source`),
  channel: sourceChannel(sql`p.source`),
  campaign: campaign(sql`p.campaign_id`),
  owner: plain(sql`p.owner`),
  team: team(sql`p.owner`),
  country: plain(sql`p.country`),
  segment: segment(sql`p.employees`),
  crm: plain(sql`p.crm`),
  stage: stage(sql`p.crm`, 'lead', sql`coalesce(p.stage, p.status)`),
} satisfies FactSql['dimensions'];

export const PERSON_RECORD: FactSql['record'] = {
  refs: sql`(SELECT json_agg(json_build_object('crm', r.crm, 'object', r.object, 'id', r.record_id)
    ORDER BY r.crm, r.object, r.record_id) FROM person_record r WHERE r.prospect_id = p.id AND NOT r.gone)`,
  name: sql`coalesce(p.name, p.email, '')`,
  owner: sql`p.owner`,
  source: (reading) => sourceName(sql`p.source`, reading),
  company: sql`p.company_name`,
  id: sql`p.id`,
};

export const prospect: FactSql = {
  from: sql`prospect p`,
  counts: sql`NOT p.gone`,
  bySpan: null,
  instants: {
    created: sql`p.created_at`,
    lead: sql`p.lead_at`,
    mql: sql`p.mql_at`,
    sql: sql`p.sql_at`,
    opportunity: sql`p.opportunity_at`,
    customer: sql`p.customer_at`,
  },
  born: sql`p.created_at`,
  values: {
    lead_to_mql: duration(sql`p.lead_at`, sql`p.mql_at`),
    mql_to_sql: duration(sql`p.mql_at`, sql`p.sql_at`),
    sql_to_opportunity: duration(sql`p.sql_at`, sql`p.opportunity_at`),
    opportunity_to_customer: duration(sql`p.opportunity_at`, sql`p.customer_at`),
    lead_to_customer: duration(sql`p.lead_at`, sql`p.customer_at`),
    fields_asked: { sql: ({ reading }) => sql`${reading.quality.fields}::int` },
    fields_filled: { sql: ({ reading }) => bits(sql`p.filled`, reading.quality.fields) },
    fields_valid: { sql: ({ reading }) => bits(sql`p.filled & p.valid`, reading.quality.fields) },
  },
  conditions: {
    marketable: { sql: () => sql`p.marketable AND NOT p.opted_out AND NOT p.bounced` },
    fresh: {
      sql: ({ reading, end }) =>
        sql`p.modified_at >= ${end} - ${reading.quality.freshDays}::float8 * interval '24 hours'`,
      spanned: 'always',
    },
  },
  dimensions: PERSON_DIMENSIONS,
  compared: { employees: sql`p.employees` },
  record: PERSON_RECORD,
};

/** How many of the first `fields` bits are set. */
function bits(column: Prisma.Sql, fields: number): Prisma.Sql {
  return sql`bit_count(((${column}) & ${2 ** fields - 1}::int)::bit(32))`;
}
