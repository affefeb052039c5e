// The CRM's records as last read.
import { z } from 'zod';
import type { CrmRecord, RecordRef } from '#ports/crm.ts';
import { CRM_NAMES, CRM_OBJECTS, refKey } from '#ports/crm.ts';
import type { MirrorStore, MirroredRecord } from '#features/intake/store.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Queries } from './client.ts';
import { FieldsColumn, toJsonb } from './json-columns.ts';

const MirrorRow = z.object({
  crm: z.enum(CRM_NAMES),
  object: z.enum(CRM_OBJECTS),
  record_id: z.string(),
  created_at: z.date(),
  modified_at: z.date(),
  owner_id: z.string().nullable(),
  fields: FieldsColumn,
  company: z.object({ id: z.string().nullable(), fields: FieldsColumn }).nullable(),
  lead_ids: z.array(z.string()),
  converted: z.object({ opportunityId: z.string().nullable(), contactId: z.string().nullable() }).nullable(),
  gone: z.boolean(),
});

export function createMirrorStore(db: Queries): MirrorStore {
  return {
    async get(ref) {
      const [found] = await readMany(db, [ref]);
      return found ?? null;
    },
    getMany: (refs) => readMany(db, refs),
    async versions(refs) {
      const rows = await db.$queryRaw<{ key: string; modified_at: Date; mirrored_at: Date }[]>`
        SELECT crm || ':' || object || ':' || record_id AS key, modified_at, mirrored_at FROM mirror_record
        WHERE (crm, object, record_id) IN (${wanted(refs)})`;
      return new Map(rows.map((row) => [row.key, { modifiedAt: row.modified_at, mirroredAt: row.mirrored_at }]));
    },
    put: (record, now) => putRecord(db, record, now),
    async markGone({ crm, object, id }, now) {
      await db.$executeRaw`
        UPDATE mirror_record SET gone = true, mirrored_at = ${now}
        WHERE crm = ${crm} AND object = ${object} AND record_id = ${id}`;
    },
    async leadsOfCompany(crm, companyId) {
      const rows = await db.mirrorRecord.findMany({
        where: { crm, companyId, object: 'lead', gone: false },
        select: { recordId: true },
        orderBy: { recordId: 'asc' },
      });
      return rows.map(({ recordId }) => ({ crm, object: 'lead', id: recordId }));
    },
  };
}

async function readMany(db: Queries, refs: readonly RecordRef[]): Promise<readonly MirroredRecord[]> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT * FROM mirror_record WHERE (crm, object, record_id) IN (${wanted(refs)})`;
  const found = new Map(rows.map(parseRecord).map((record) => [refKey(record.ref), record]));
  return refs.map((ref) => found.get(refKey(ref))).filter((record) => record !== undefined);
}

function wanted(refs: readonly RecordRef[]): Prisma.Sql {
  return Prisma.sql`SELECT * FROM unnest(${refs.map(({ crm }) => crm)}::text[],
    ${refs.map(({ object }) => object)}::text[], ${refs.map(({ id }) => id)}::text[])`;
}

async function putRecord(db: Queries, record: CrmRecord, now: Date): Promise<void> {
  const { crm, object, id } = record.ref;
  await db.$executeRaw`
    INSERT INTO mirror_record (crm, object, record_id, created_at, modified_at, owner_id, company_id, fields, company,
      lead_ids, converted, gone, mirrored_at)
    VALUES (${crm}, ${object}, ${id}, ${record.createdAt}, ${record.modifiedAt}, ${record.ownerId},
      ${record.company?.id ?? null}, ${toJsonb(record.fields)}::jsonb, ${toJsonb(record.company)}::jsonb,
      ${[...record.leadIds]}::text[], ${toJsonb(record.converted)}::jsonb, false, ${now})
    ON CONFLICT (crm, object, record_id) DO UPDATE SET (created_at, modified_at, owner_id, company_id, fields, company,
      lead_ids, converted, gone, mirrored_at) = (EXCLUDED.created_at, EXCLUDED.modified_at, EXCLUDED.owner_id,
      EXCLUDED.company_id, EXCLUDED.fields, EXCLUDED.company, EXCLUDED.lead_ids, EXCLUDED.converted, false,
      EXCLUDED.mirrored_at)`;
}

function parseRecord(selected: unknown): MirroredRecord {
  const row = MirrorRow.parse(selected);
  return {
    ref: { crm: row.crm, object: row.object, id: row.record_id },
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    ownerId: row.owner_id,
    fields: row.fields,
    company: row.company,
    leadIds: row.lead_ids,
    converted: row.converted,
    gone: row.gone,
  };
}
