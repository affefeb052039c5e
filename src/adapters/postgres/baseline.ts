// A CRM's records from before the connection, many in a statement: what mirror.ts and leads.ts write one by one.
import { refKey } from '#ports/crm.ts';
import type { CrmName, CrmRecord, RecordRef } from '#ports/crm.ts';
import type { BaselineStore } from '#features/intake/store.ts';
import type { Lead } from '#features/leads/lead.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Queries } from './client.ts';
import { toJsonb } from './json-columns.ts';
import { LEAD_COLUMNS, parseLead, searchText } from './lead-rows.ts';

export function createBaselineStore(db: Queries): BaselineStore {
  return {
    async lockFree(keys) {
      const rows = await db.$queryRaw<{ key: string }[]>`
        SELECT key FROM unnest(${[...keys]}::text[]) AS given (key)
        WHERE pg_try_advisory_xact_lock(hashtextextended(key, 0))`;
      return new Set(rows.map(({ key }) => key));
    },
    async known(refs) {
      const rows = await db.$queryRaw<(RecordRef & { modified_at: Date; gone: boolean })[]>`
        SELECT crm, object, record_id AS id, modified_at, gone FROM mirror_record
        WHERE (crm, object, record_id) IN (${wanted(refs)})`;
      return new Map(rows.map((row) => [refKey(row), { modifiedAt: row.modified_at, gone: row.gone }]));
    },
    async leadsOf(refs, emails) {
      // Two statements: a single one would show leads as they were before it waited for a lock.
      const locked = await db.$queryRaw<{ id: string }[]>`
        SELECT id FROM lead WHERE id IN (
          SELECT lead_id FROM lead_ref WHERE (crm, object, record_id) IN (${wanted(refs)})
          UNION SELECT id FROM lead WHERE email = ANY(${[...emails]}::text[]))
        ORDER BY id FOR UPDATE`;
      if (locked.length === 0) return [];
      const rows = await db.$queryRaw<unknown[]>`
        SELECT ${LEAD_COLUMNS} FROM lead WHERE id = ANY(${locked.map(({ id }) => id)}::uuid[]) ORDER BY id`;
      return rows.map(parseLead);
    },
    users: (crm) => users(db, crm),
    mirror: (records, now) => mirror(db, records, now),
    create: (leads) => create(db, leads),
    rewrite: (leads) => rewrite(db, leads),
  };
}

async function users(db: Queries, crm: CrmName): ReturnType<BaselineStore['users']> {
  const rows = await db.crmUser.findMany({ where: { crm } });
  return rows.map(({ userId: id, name, email, active, kind }) => {
    return { id, name, email, active, kind: kind === 'queue' ? 'queue' : 'person' };
  });
}

function wanted(refs: readonly RecordRef[]): Prisma.Sql {
  return Prisma.sql`SELECT * FROM unnest(${refs.map(({ crm }) => crm)}::text[],
    ${refs.map(({ object }) => object)}::text[], ${refs.map(({ id }) => id)}::text[])`;
}

async function mirror(db: Queries, records: readonly CrmRecord[], now: Date): Promise<void> {
  const given = records.map(({ ref, company, converted, ...record }) => ({
    ...ref,
    created_at: record.createdAt,
    modified_at: record.modifiedAt,
    owner_id: record.ownerId,
    company_id: company?.id ?? null,
    fields: record.fields,
    company,
    lead_ids: record.leadIds,
    // A JSON null within the rows' JSON would be no NULL of SQL.
    ...(converted === null ? {} : { converted }),
  }));
  await db.$executeRaw`
    INSERT INTO mirror_record (crm, object, record_id, created_at, modified_at, owner_id, company_id, fields, company,
      lead_ids, converted, gone, mirrored_at)
    SELECT crm, object, id, created_at, modified_at, owner_id, company_id, fields, NULLIF(company, 'null'::jsonb),
      ARRAY(SELECT jsonb_array_elements_text(lead_ids)), converted, false, ${now}
    FROM jsonb_to_recordset(${toJsonb(given)}::jsonb) AS given (crm text, object text, id text, created_at timestamptz,
      modified_at timestamptz, owner_id text, company_id text, fields jsonb, company jsonb, lead_ids jsonb,
      converted jsonb)
    ON CONFLICT (crm, object, record_id) DO NOTHING`;
}

/** Leads as rows of JSON; their records as a list in them. */
const GIVEN = Prisma.sql`given (id uuid, email text, facts jsonb, score float8, "scoreReasons" jsonb, state text,
  standing text, priority text, "claimBy" text, notice text, "createdAt" timestamptz, "seenAt" timestamptz,
  "changedAt" timestamptz, records jsonb)`;

const RECORDS = Prisma.sql`jsonb_to_recordset(given.records) AS ref (crm text, object text, id text)`;

async function create(db: Queries, leads: readonly Lead[]): Promise<void> {
  const text = searchText(Prisma.sql`facts`, Prisma.sql`email`);
  await db.$executeRaw`
    WITH given AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(${toJsonb(leads)}::jsonb) AS ${GIVEN}),
    made AS (
      INSERT INTO lead (id, email, facts, search_text, score, score_reasons, state, standing, priority, claim_by, notice,
        created_at, seen_at, changed_at)
      SELECT id, email, facts, ${text}, score, "scoreReasons", state, standing, priority, "claimBy", notice,
        "createdAt", "seenAt", "changedAt" FROM given
    )
    INSERT INTO lead_ref (crm, object, record_id, lead_id) SELECT ref.crm, ref.object, ref.id, given.id
    FROM given, ${RECORDS}`;
}

async function rewrite(db: Queries, leads: readonly Lead[]): Promise<void> {
  const text = searchText(Prisma.sql`given.facts`, Prisma.sql`given.email`);
  await db.$executeRaw`
    WITH given AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(${toJsonb(leads)}::jsonb) AS ${GIVEN}),
    changed AS (
      UPDATE lead SET (email, facts, search_text, score, score_reasons, state, notice, created_at, changed_at) =
        (given.email, given.facts, ${text}, given.score, given."scoreReasons", given.state, given.notice,
          given."createdAt", given."changedAt")
      FROM given WHERE lead.id = given.id
    )
    INSERT INTO lead_ref (crm, object, record_id, lead_id) SELECT ref.crm, ref.object, ref.id, given.id
    FROM given, ${RECORDS} ON CONFLICT (crm, object, record_id) DO NOTHING`;
}
