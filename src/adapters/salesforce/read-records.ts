// Reads records by id in the port's words, and tells what is deleted, merged into another, or never was.
import type { CrmObject, CrmRecord, FieldValue, ReadResult } from '#ports/crm.ts';
import type { Column } from './columns.ts';
import { chunks, idCore } from './objects.ts';
import type { OrgView } from './org-view.ts';
import { readColumns } from './org-view.ts';
import type { Base } from './read-rows.ts';
import { liveRow, readConvertedLeads, readRows } from './read-rows.ts';
import * as soql from './soql.ts';
import type { Row } from './values.ts';
import { instant, valueAt } from './values.ts';

/** See `Crm.read`. Throws Fault. */
export async function readRecords(org: OrgView, object: CrmObject, ids: readonly string[]): Promise<ReadResult> {
  const asked = [...new Set(ids)];
  if (asked.length === 0) return { found: [], gone: [], merged: [] };
  const columns = await readColumns(org, object);
  const rows = await readRows(org, object, columns, asked);
  const leadsOf =
    object === 'opportunity' ? await readConvertedLeads(org, ledTo([...rows.values()])) : new Map<string, string[]>();
  const found = new Map<string, CrmRecord>();
  const gone: string[] = [];
  const merged: { from: string; into: string }[] = [];
  for (const id of asked) {
    const row = liveRow(rows, id);
    if (row === null) {
      gone.push(id);
      continue;
    }
    found.set(row.Id, asRecord(object, row, columns, leadsOf.get(row.Id) ?? []));
    if (idCore(row.Id) !== idCore(id)) merged.push({ from: id, into: row.Id });
  }
  return { found: [...found.values()], gone, merged };
}

function ledTo(opportunities: readonly Base[]): readonly soql.Soql[] {
  return chunks(opportunities.map(({ Id }) => Id)).map((ids) => soql.isIn('ConvertedOpportunityId', ids));
}

/** A row in the port's words. `convertedLeads`: those that became this opportunity. */
export function asRecord(
  object: CrmObject,
  row: Base,
  columns: readonly Column[],
  convertedLeads: readonly string[],
): CrmRecord {
  const people = [row.ContactId, row.WhoId].filter((id) => typeof id === 'string');
  const became = { opportunityId: row.ConvertedOpportunityId ?? null, contactId: row.ConvertedContactId ?? null };
  return {
    ref: { crm: 'salesforce', object, id: row.Id },
    createdAt: instant(row.CreatedDate),
    modifiedAt: instant(row.SystemModstamp),
    ownerId: row.OwnerId ?? null,
    fields: fieldsOf(row, columns, 'record'),
    company: companyOf(object, row, columns),
    leadIds: [...convertedLeads, ...people],
    converted: row.IsConverted === true ? became : null,
  };
}

function companyOf(object: CrmObject, row: Base, columns: readonly Column[]): CrmRecord['company'] {
  const id = row.AccountId ?? null;
  if (object !== 'lead') return id === null ? null : { id, fields: fieldsOf(row, columns, 'company') };
  // A lead has no account yet: what it says about its company is all there is.
  const fields = fieldsOf(row, columns, 'company');
  return Object.values(fields).every((value) => value === null) ? null : { id: null, fields };
}

function fieldsOf(row: Row, columns: readonly Column[], part: Column['part']): Record<string, FieldValue> {
  const own = columns.filter((column) => column.part === part);
  return Object.fromEntries(own.map(({ name, path, field }) => [name, valueAt(row, path, field.type)]));
}
