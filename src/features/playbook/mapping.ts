// Which CRM property carries which field of ours: the defaults of a standard account, changed by the playbook.
import { z } from 'zod';
import type { CrmName, FieldMap } from '#ports/crm.ts';
import { FIELD_PATH, MAPPABLE_OBJECTS, rootOf, STANDARD_FIELDS, type FactRoot } from './fields.ts';

export type Mapping = Readonly<
  Record<
    string,
    { readonly hubspot?: string | null | undefined; readonly salesforce?: string | null | undefined } | undefined
  >
>;

const DERIVED: ReadonlySet<string> = new Set(
  STANDARD_FIELDS.filter((field) => field.derived).map((field) => field.path),
);
const MAPPABLE: readonly string[] = STANDARD_FIELDS.filter((field) => !field.derived).map((field) => field.path);

/** Whether a mapping may name this field: a standard one that is not derived, or a new one of the same form. */
export function isMappable(path: string): boolean {
  return FIELD_PATH.test(path) && !DERIVED.has(path);
}

/** `added` are the fields that the playbook at hand adds to the standard ones. */
export function mappingSchema(added: Iterable<string>) {
  const entries = [...new Set([...MAPPABLE, ...added])].flatMap((path) => {
    const root = rootOf(path);
    return root ? [[path, entrySchema(root).optional()] as const] : [];
  });
  const meaning = new Map(STANDARD_FIELDS.map((field) => [field.path, field.meaning]));
  const shape = Object.fromEntries(
    entries.map(([path, schema]) => [path, schema.describe(meaning.get(path) ?? 'A field of your own')]),
  );
  return z.strictObject(shape);
}

function entrySchema(root: FactRoot) {
  return z
    .strictObject({
      hubspot: propertySchema('hubspot', root).optional(),
      salesforce: propertySchema('salesforce', root).optional(),
    })
    .refine((entry) => Object.keys(entry).length > 0, 'name a hubspot or a salesforce property');
}

/** `contact.hubspotscore`, `Lead.Score__c`; null for a field that this account does not have. */
function propertySchema(crm: CrmName, root: FactRoot) {
  const objects = MAPPABLE_OBJECTS[crm][root];
  const pattern = new RegExp(`^(${objects.join('|')})\\.[A-Za-z]\\w*$`);
  const written = objects.map((object) => `${object}.PROPERTY`).join(' or ');
  return z.string().regex(pattern, `a ${root} field in ${crm} is written ${written}`).nullable();
}

/** The property of each mapped field in one CRM; fields without one are left out. */
export function fieldMap({ mapping }: { readonly mapping: Mapping }, crm: CrmName): FieldMap {
  const properties = new Map<string, string | null>(STANDARD_FIELDS.map((field) => [field.path, field[crm]]));
  for (const [path, entry] of Object.entries(mapping)) {
    const property = entry?.[crm];
    if (property !== undefined) properties.set(path, property);
  }
  return Object.fromEntries([...properties].flatMap(([path, property]) => (property ? [[path, property]] : [])));
}
