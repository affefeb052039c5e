// People's records and companies as each CRM has them, twice where it has them twice.
import { Prisma } from '../../../../generated/prisma/client.ts';
import { ownerOf, plain, segment, source, sourceChannel, sourceName, stage, team } from '../dimensions.ts';
import type { FactSql } from '../fact.ts';

const sql = Prisma.sql;
const PERSONS_OWNER = ownerOf(sql`r.crm`, sql`r.owner_id`);
const COMPANYS_OWNER = ownerOf(sql`co.crm`, sql`co.owner_id`);

/** A converted lead lives on as its contact. */
export const record: FactSql = {
  from: sql`person_record r`,
  bySpan: null,
  counts: sql`NOT r.gone AND r.converted_at IS NULL`,
  instants: { created: sql`r.created_at` },
  born: sql`r.created_at`,
  values: {},
  conditions: {
    excess: {
      sql: () => sql`EXISTS (SELECT FROM person_record o WHERE o.crm = r.crm AND o.email = r.email AND NOT o.gone
        AND o.converted_at IS NULL AND (o.created_at, o.record_id) < (r.created_at, r.record_id))`,
    },
  },
  dimensions: {
    source: source(sql`r.source`),
    channel: sourceChannel(sql`r.source`),
    owner: plain(PERSONS_OWNER),
    team: team(PERSONS_OWNER),
    country: plain(sql`r.country`),
    segment: segment(sql`r.employees`),
    crm: plain(sql`r.crm`),
    stage: stage(sql`r.crm`, 'lead', sql`coalesce(r.stage, r.status)`),
  },
  compared: { employees: sql`r.employees` },
  record: {
    refs: sql`json_build_array(json_build_object('crm', r.crm, 'object', r.object, 'id', r.record_id))`,
    name: sql`coalesce(r.name, r.email, '')`,
    owner: PERSONS_OWNER,
    source: (reading) => sourceName(sql`r.source`, reading),
    company: sql`r.company_name`,
    id: sql`r.record_id`,
  },
};

export const company: FactSql = {
  from: sql`crm_company co`,
  bySpan: null,
  counts: sql`NOT co.gone`,
  instants: { created: sql`co.created_at` },
  born: sql`co.created_at`,
  values: {},
  conditions: {
    excess: {
      sql: () => sql`EXISTS (SELECT FROM crm_company o WHERE o.crm = co.crm AND lower(o.domain) = lower(co.domain)
        AND NOT o.gone AND (o.created_at, o.record_id) < (co.created_at, co.record_id))`,
    },
  },
  dimensions: {
    owner: plain(COMPANYS_OWNER),
    team: team(COMPANYS_OWNER),
    country: plain(sql`co.country`),
    segment: segment(sql`co.employees`),
    crm: plain(sql`co.crm`),
  },
  compared: { employees: sql`co.employees` },
  record: {
    refs: sql`json_build_array(json_build_object('crm', co.crm, 'object', 'company', 'id', co.record_id))`,
    name: sql`coalesce(co.name, co.domain, '')`,
    owner: COMPANYS_OWNER,
    source: () => sql`NULL::text`,
    company: sql`co.name`,
    id: sql`co.record_id`,
  },
};
