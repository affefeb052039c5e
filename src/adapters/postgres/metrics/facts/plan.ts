// Campaigns that were planned in Signalbox and went live, with the legs of their way there.
import { Prisma } from '../../../../generated/prisma/client.ts';
import { plain, team } from '../dimensions.ts';
import { duration } from '../durations.ts';
import type { FactSql } from '../fact.ts';
import { CAMPAIGN_RECORD } from './campaign.ts';

const sql = Prisma.sql;

export const plan: FactSql = {
  from: sql`campaign c`,
  bySpan: null,
  counts: sql`c.launched_at IS NOT NULL AND c.adopted_from IS NULL`,
  instants: { launched: sql`c.launched_at` },
  born: null,
  values: {
    deployment: duration(sql`c.requested_at`, sql`c.launched_at`),
    brief: duration(sql`c.created_at`, sql`c.requested_at`),
    approval: duration(sql`c.requested_at`, sql`c.approved_at`),
    build: duration(sql`c.approved_at`, sql`c.launch_asked_at`),
    launch: duration(sql`c.launch_asked_at`, sql`c.launched_at`),
  },
  conditions: {},
  dimensions: {
    channel: plain(sql`c.channel`),
    owner: plain(sql`c.owner`),
    team: team(sql`c.owner`),
  },
  compared: {},
  record: CAMPAIGN_RECORD,
};
