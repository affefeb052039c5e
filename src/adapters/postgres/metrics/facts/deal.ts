// Deals and opportunities, once where both CRMs have them.
import { Prisma } from '../../../../generated/prisma/client.ts';
import {
  campaign,
  isMarketing,
  plain,
  segment,
  source,
  sourceChannel,
  sourceName,
  stage,
  team,
} from '../dimensions.ts';
import { milliseconds } from '../durations.ts';
import type { FactSql } from '../fact.ts';

const sql = Prisma.sql;

/** Its own, else its main person's; who that is, is looked up only where it is needed. */
const SOURCE = sql`coalesce(d.source, (SELECT main.source FROM prospect main WHERE main.id = d.prospect_id))`;
const HAS_TOUCH = sql`EXISTS (SELECT FROM touch_credit share WHERE share.deal_id = d.id)`;

/** Of `deal d`. */
export const DEAL_DIMENSIONS = {
  source: source(SOURCE),
  channel: sourceChannel(SOURCE),
  campaign: campaign(sql`d.campaign_id`),
  owner: plain(sql`d.owner`),
  team: team(sql`d.owner`),
  country: plain(sql`d.country`),
  segment: segment(sql`d.employees`),
  crm: plain(sql`d.crm`),
  product: plain(sql`d.product`),
  stage: stage(sql`d.crm`, 'opportunity', sql`d.stage`),
} satisfies FactSql['dimensions'];

export const DEAL_RECORD: FactSql['record'] = {
  refs: sql`(SELECT json_agg(json_build_object('crm', same.crm, 'object', 'opportunity', 'id', same.record_id)
    ORDER BY same.crm, same.record_id) FROM deal same WHERE (same.id = d.id OR same.twin_of = d.id) AND NOT same.gone)`,
  name: sql`d.name`,
  owner: sql`d.owner`,
  source: (reading) => sourceName(SOURCE, reading),
  company: sql`(SELECT co.name FROM crm_company co WHERE co.crm = d.crm AND co.record_id = d.company_id)`,
  id: sql`d.id`,
};

export const deal: FactSql = {
  from: sql`deal d`,
  counts: sql`NOT d.gone AND d.twin_of IS NULL`,
  bySpan: null,
  instants: { created: sql`d.created_at`, closed: sql`d.closed_at` },
  born: sql`d.created_at`,
  values: {
    created_value: {
      sql: () => sql`d.created_value`,
      unrated: sql`d.amount IS NOT NULL AND d.created_value IS NULL`,
    },
    closed_value: {
      sql: () => sql`d.closed_value`,
      unrated: sql`d.amount IS NOT NULL AND d.closed_value IS NULL`,
    },
    cycle: {
      sql: () =>
        sql`(CASE WHEN d.closed_at < d.created_at THEN 0 ELSE ${milliseconds(sql`d.created_at`, sql`d.closed_at`)} END)`,
    },
  },
  conditions: {
    won: { sql: () => sql`d.won` },
    closed: { sql: () => sql`d.closed` },
    not_lost: { sql: () => sql`(d.won OR NOT d.closed)` },
    open: {
      sql: ({ at, end }) => (at === null ? sql`(d.closed_at IS NULL OR d.closed_at >= ${end})` : sql`NOT d.closed`),
      spanned: 'state',
    },
    sourced: { sql: ({ reading }) => isMarketing(SOURCE, reading) },
    has_source: { sql: () => sql`${SOURCE} IS NOT NULL` },
    has_touch: { sql: () => HAS_TOUCH },
    attributed: { sql: () => sql`${SOURCE} IS NOT NULL AND ${HAS_TOUCH}` },
  },
  dimensions: DEAL_DIMENSIONS,
  compared: { employees: sql`d.employees`, amount: sql`d.created_value` },
  record: DEAL_RECORD,
};
