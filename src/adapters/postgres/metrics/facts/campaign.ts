// Campaigns of the CRMs with what they cost and were allowed to; a span takes its share of their days.
import { Prisma } from '../../../../generated/prisma/client.ts';
import { overlapsSpan, rateOn } from '../days.ts';
import { campaign as campaignName, channel, ownerOf, plain, team } from '../dimensions.ts';
import type { Env, FactSql } from '../fact.ts';
import { iso, spanTable } from '../spans.ts';
import { COSTS_BY_SPAN, SPENT } from './cost.ts';

const sql = Prisma.sql;
const COUNTS = sql`NOT c.gone AND c.twin_of IS NULL`;
const BUDGET = budgetUntil(sql`c.last_day`);

// A campaign without an end runs on, with its whole budget on the first day (greatest passes over what is unknown).
function bySpan(env: Env): Prisma.Sql {
  const { zone } = env.reading;
  return sql`(
    SELECT c.*, ${ownerOf(sql`c.crm`, sql`c.owner_id`)} AS owner, days.first_day,
      greatest(c.ends_on, days.first_day) AS last_day,
      greatest(coalesce(c.ends_on, 'infinity'::date), days.first_day) AS runs_until,
      (${iso(env.now)}::timestamptz AT TIME ZONE ${zone})::date AS today,
      c.budget * ${rateOn(sql`c.currency`, sql`days.first_day`, env.reading)} AS worth
    FROM crm_campaign c CROSS JOIN LATERAL (
      SELECT coalesce(c.starts_on, (c.created_at AT TIME ZONE ${zone})::date) AS first_day) days
    WHERE ${COUNTS}) c
  JOIN ${spanTable(env)} ON ${overlapsSpan(sql`c.first_day`, sql`c.runs_until`)}
  LEFT JOIN (SELECT k.campaign_id, s.span, sum(${SPENT}) AS spend FROM ${COSTS_BY_SPAN(spanTable(env))}
    WHERE NOT k.gone GROUP BY 1, 2) spent ON spent.campaign_id = c.id AND spent.span = s.span`;
}

function budgetUntil(last: Prisma.Sql): Prisma.Sql {
  return sql`(c.worth * greatest(0, least(${last}, s.last_day) - greatest(c.first_day, s.first_day) + 1)
    / (c.last_day - c.first_day + 1))`;
}

const UNRATED = sql`c.budget IS NOT NULL AND c.worth IS NULL`;

/** Of a row `c` of either table of campaigns: theirs, and our own plans. */
export const CAMPAIGN_RECORD: FactSql['record'] = {
  refs: sql`NULL::json`,
  name: sql`c.name`,
  owner: sql`c.owner`,
  source: () => sql`NULL::text`,
  company: sql`NULL::text`,
  id: sql`c.id`,
};

export const campaign: FactSql = {
  from: sql`crm_campaign c`,
  bySpan,
  counts: COUNTS,
  instants: { runs: sql`coalesce(c.starts_on::timestamptz, c.created_at)` },
  born: sql`c.created_at`,
  values: {
    spend: { sql: () => sql`spent.spend` },
    budget: { sql: () => BUDGET, unrated: UNRATED },
    budget_elapsed: { sql: () => budgetUntil(sql`least(c.last_day, c.today)`), unrated: UNRATED },
  },
  conditions: { budgeted: { sql: () => sql`c.budget IS NOT NULL` } },
  dimensions: {
    campaign: campaignName(sql`c.id`),
    channel: channel(sql`c.channel`, sql`NULL::text`, sql`c.id`),
    crm: plain(sql`c.crm`),
    owner: plain(sql`c.owner`),
    team: team(sql`c.owner`),
  },
  compared: {},
  record: CAMPAIGN_RECORD,
};
