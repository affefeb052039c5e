// Rows of records by id, a hundred a call, with the recycle bin: what is deleted points at what it was merged into.
import { z } from 'zod';
import type { Urgency } from '#adapters/http/limiter.ts';
import type { CrmObject } from '#ports/crm.ts';
import type { Column } from './columns.ts';
import { OBJECTS, idCore, isIdOf } from './objects.ts';
import type { OrgView } from './org-view.ts';
import * as soql from './soql.ts';

const BATCH = 100;
/** A winner may itself have been merged later; nobody merges deeper than this within a recycle bin's life. */
const MERGE_DEPTH = 5;

/** What is read of every record. */
export const Base = z.looseObject({
  Id: z.string(),
  IsDeleted: z.boolean(),
  CreatedDate: z.string(),
  SystemModstamp: z.string(),
  OwnerId: z.string().nullish(),
  MasterRecordId: z.string().nullish(),
  AccountId: z.string().nullish(),
  ContactId: z.string().nullish(),
  WhoId: z.string().nullish(),
  IsConverted: z.boolean().nullish(),
  ConvertedOpportunityId: z.string().nullish(),
  ConvertedContactId: z.string().nullish(),
});
export type Base = z.infer<typeof Base>;

export type Rows = ReadonlyMap<string, Base>;

/** The row behind an id, following merges; null where there is none that is alive. */
export function liveRow(rows: Rows, id: string): Base | null {
  let row = rows.get(idCore(id));
  for (let depth = 0; row !== undefined && row.IsDeleted && depth < MERGE_DEPTH; depth += 1) {
    row = rows.get(idCore(row.MasterRecordId ?? ''));
  }
  return row === undefined || row.IsDeleted ? null : row;
}

/** Rows by the core of their id, deleted ones included, with the winners of merges read along. Throws Fault. */
export async function readRows(
  org: OrgView,
  object: CrmObject,
  columns: readonly Column[],
  ids: readonly string[],
): Promise<Rows> {
  const rows = new Map<string, Base>();
  const select = await selectedPaths(org, object, columns);
  let wanted = ids.filter((id) => isIdOf(object, id));
  for (let depth = 0; wanted.length > 0 && depth <= MERGE_DEPTH; depth += 1) {
    for (let start = 0; start < wanted.length; start += BATCH) {
      const batch = await readBatch(org, object, select, wanted.slice(start, start + BATCH));
      for (const row of batch) rows.set(idCore(row.Id), row);
    }
    const winners = [...rows.values()].flatMap((row) =>
      row.IsDeleted && row.MasterRecordId ? [row.MasterRecordId] : [],
    );
    wanted = [...new Set(winners)].filter((id) => !rows.has(idCore(id)));
  }
  return rows;
}

// A field that is hidden from our user would make the whole query fail; without it the rest can still be read.
export async function selectedPaths(
  { metadata }: OrgView,
  object: CrmObject,
  columns: readonly Column[],
): Promise<readonly string[]> {
  const info = await metadata.describe(OBJECTS[object].sobject);
  const base = baseFields(object).filter((name) => info.has(name));
  const paths = columns.map(({ path }) => path).filter((path) => !path.startsWith('Account.') || info.has('AccountId'));
  return [...base, ...paths];
}

function readBatch(
  org: OrgView,
  object: CrmObject,
  select: readonly string[],
  ids: readonly string[],
): Promise<readonly Base[]> {
  const query = soql.select({
    select,
    from: OBJECTS[object].sobject,
    // One id with wrong check characters would make the whole query fail, so they are left out.
    where: soql.isIn('Id', ids.map(idCore)),
  });
  return org.client.query(query, Base, { kind: 'read', urgency: 'normal', withDeleted: true });
}

function baseFields(object: CrmObject): readonly string[] {
  const stamps = ['Id', 'IsDeleted', 'CreatedDate', 'SystemModstamp', 'OwnerId'];
  if (OBJECTS[object].merges) stamps.push('MasterRecordId');
  switch (object) {
    case 'lead':
      return [...stamps, 'IsConverted', 'ConvertedOpportunityId', 'ConvertedContactId'];
    case 'contact':
      return [...stamps, 'AccountId'];
    case 'opportunity':
      return [...stamps, 'AccountId', 'ContactId'];
    case 'task':
      return [...stamps, 'WhoId'];
    case 'company':
      return stamps;
  }
}

const ConvertedLead = z.object({ Id: z.string(), ConvertedOpportunityId: z.string() });

/** Leads that became opportunities, by opportunity: one query a condition. */
export async function readConvertedLeads(
  org: OrgView,
  conditions: readonly soql.Soql[],
  urgency: Urgency = 'normal',
): Promise<Map<string, string[]>> {
  const leads = new Map<string, string[]>();
  for (const where of conditions) {
    const query = soql.select({
      select: ['Id', 'ConvertedOpportunityId'],
      from: 'Lead',
      where,
      orderBy: ['Id'],
    });
    const rows = await org.client.query(query, ConvertedLead, { kind: 'read', urgency });
    for (const row of rows)
      leads.set(row.ConvertedOpportunityId, [...(leads.get(row.ConvertedOpportunityId) ?? []), row.Id]);
  }
  return leads;
}
