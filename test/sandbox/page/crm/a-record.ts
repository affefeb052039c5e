// Records and kinds of records as the page gets them, for the tests of this folder.
import type { CrmField, CrmObject, CrmRow } from '#sandbox/web/protocol.ts';

export const OWNERS = [
  { id: '1', name: 'Ana Ruiz' },
  { id: '2', name: 'Inbound Leads' },
];

export function aField(name: string, changes: Partial<CrmField> = {}): CrmField {
  return { name, label: name, type: 'text', readOnly: false, ...changes };
}

export function aKind(fields: readonly CrmField[], columns = fields.map(({ name }) => name)): CrmObject {
  return { name: 'contacts', label: 'Contacts', columns, fields };
}

let last = 0;

export function aRow(title: string, values: CrmRow['values'] = {}, changes: Partial<CrmRow> = {}): CrmRow {
  last += 1;
  const at = new Date(1_800_000_000_000 + last * 1000).toISOString();
  const made = { crm: 'hubspot', object: 'contacts', id: String(last), createdAt: at, modifiedAt: at } as const;
  return { ...made, title, values, ...changes };
}
