// Shares of touches in deals. A deal counts once whatever its touches: each row counts by its share.
import type { AttributionModel } from '#features/metrics/metric.ts';
import { Prisma } from '../../../../generated/prisma/client.ts';
import { campaign, channel, source } from '../dimensions.ts';
import type { FactSql } from '../fact.ts';
import { DEAL_DIMENSIONS, DEAL_RECORD, deal } from './deal.ts';

const sql = Prisma.sql;

export const SHARE: Readonly<Record<AttributionModel, Prisma.Sql>> = {
  first_touch: sql`c.first_touch`,
  last_touch: sql`c.last_touch`,
  linear: sql`c.linear`,
  u_shaped: sql`c.u_shaped`,
  w_shaped: sql`c.w_shaped`,
  time_decay: sql`c.time_decay`,
};

export const credit: FactSql = {
  from: sql`touch_credit c JOIN deal d ON d.id = c.deal_id`,
  counts: deal.counts,
  bySpan: null,
  instants: deal.instants,
  born: null,
  values: Object.fromEntries(
    Object.entries(SHARE).flatMap(([model, share]) => [
      [`won_${model}`, { sql: () => sql`${share} * d.closed_value::float8` }],
      [`pipeline_${model}`, { sql: () => sql`${share} * d.created_value::float8` }],
    ]),
  ),
  conditions: deal.conditions,
  dimensions: {
    ...DEAL_DIMENSIONS,
    source: source(sql`c.source`),
    channel: channel(sql`c.channel`, sql`c.source`, sql`c.campaign_id`),
    campaign: campaign(sql`c.campaign_id`),
  },
  compared: deal.compared,
  record: { ...DEAL_RECORD, id: sql`c.touch_id` },
};
