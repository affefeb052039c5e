// What campaigns and channels did to people, or they in return.
import { Prisma } from '../../../../generated/prisma/client.ts';
import { campaign, channel, plain, source, sourceName } from '../dimensions.ts';
import type { FactSql } from '../fact.ts';

const sql = Prisma.sql;

export const touch: FactSql = {
  from: sql`touch t`,
  bySpan: null,
  counts: sql`NOT t.gone`,
  instants: { at: sql`t.at` },
  born: sql`t.at`,
  values: {},
  conditions: { responded: { sql: () => sql`t.responded` } },
  dimensions: {
    source: source(sql`t.source`),
    channel: channel(sql`t.channel`, sql`t.source`, sql`t.campaign_id`),
    campaign: campaign(sql`t.campaign_id`),
    crm: plain(sql`t.crm`),
  },
  compared: {},
  record: {
    refs: sql`json_build_array(json_build_object('crm', split_part(t.person, ':', 1), 'object',
      split_part(t.person, ':', 2), 'id', split_part(t.person, ':', 3)))`,
    name: sql`coalesce((SELECT coalesce(p.name, p.email) FROM prospect p WHERE p.id = t.prospect_id), t.person)`,
    owner: sql`(SELECT p.owner FROM prospect p WHERE p.id = t.prospect_id)`,
    source: (reading) => sourceName(sql`t.source`, reading),
    company: sql`(SELECT p.company_name FROM prospect p WHERE p.id = t.prospect_id)`,
    id: sql`t.id`,
  },
};
