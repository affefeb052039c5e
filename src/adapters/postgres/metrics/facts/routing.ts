// People that somebody owns: whether that was the right owner, by the CRMs' history of owners and by our own claims.
import { Prisma } from '../../../../generated/prisma/client.ts';
import { DAY_MS } from '#kernel/time.ts';
import { ownerOf } from '../dimensions.ts';
import type { Env, FactSql } from '../fact.ts';
import { iso } from '../spans.ts';
import { PERSON_DIMENSIONS, PERSON_RECORD } from './prospect.ts';

const sql = Prisma.sql;

export const routing: FactSql = {
  from: sql`prospect p`,
  bySpan: null,
  counts: sql`NOT p.gone AND p.assigned_at IS NOT NULL`,
  instants: { routed: sql`p.assigned_at` },
  born: null,
  values: {},
  conditions: {
    settled: {
      sql: ({ now, reading: { correctionDays: days } }) =>
        sql`p.assigned_at <= ${iso(new Date(now.getTime() - days * DAY_MS))}::timestamptz`,
    },
    right: { sql: (env) => sql`(${oneOwner(env)} AND ${notGivenBack(env)})` },
  },
  dimensions: PERSON_DIMENSIONS,
  compared: { employees: sql`p.employees` },
  record: PERSON_RECORD,
};

/** All who owned a record of theirs from the assignment on, within the time for corrections, are one and the same. */
function oneOwner(env: Env): Prisma.Sql {
  return sql`coalesce((SELECT min(o.owner) = max(o.owner) FROM (
    SELECT ${ownerOf(sql`h.crm`, sql`h.value`)} AS owner
    FROM person_record r JOIN record_change h ON h.crm = r.crm AND h.object = r.object AND h.record_id = r.record_id
    WHERE r.prospect_id = p.id AND h.field = 'owner' AND h.value IS NOT NULL
      AND h.at >= p.assigned_at AND ${inTime(sql`h.at`, env)}) o), true)`;
}

/** Nobody handed it over, let it go, or found another owner in the CRM. */
function notGivenBack(env: Env): Prisma.Sql {
  return sql`NOT EXISTS (SELECT FROM person_record r
    JOIN lead_ref l ON l.crm = r.crm AND l.object = r.object AND l.record_id = r.record_id
    JOIN claim ON claim.lead_id = l.lead_id
    WHERE r.prospect_id = p.id AND (claim.kind IN ('hand_over', 'release') OR claim.state = 'conflict')
      AND claim.at > p.assigned_at AND ${inTime(sql`claim.at`, env)})`;
}

function inTime(at: Prisma.Sql, { reading }: Env): Prisma.Sql {
  return sql`${at} <= p.assigned_at + ${reading.correctionDays}::int * interval '24 hours'`;
}
