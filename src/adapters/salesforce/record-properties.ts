// Our fields as Salesforce's properties, for any write. A name that is not ours is taken as the vendor's own.
import type { CrmObject, Fields, FieldValue } from '#ports/crm.ts';
import { OBJECTS } from './objects.ts';
import type { OrgView } from './org-view.ts';
import { readColumns } from './org-view.ts';
import { writtenValue } from './values.ts';

/** Throws Fault where the org's field lists cannot be read. */
export async function propertiesFor(
  org: OrgView,
  object: CrmObject,
  fields: Fields,
): Promise<Record<string, FieldValue>> {
  const own = (await readColumns(org, object)).filter((column) => column.part === 'record');
  const info = await org.metadata.describe(OBJECTS[object].sobject);
  const entries = Object.entries(fields).map(([name, value]) => {
    const property = own.find((column) => column.name === name)?.path ?? name;
    const field = info.get(property);
    return [property, field === undefined ? value : writtenValue(field, value)] as const;
  });
  return Object.fromEntries(entries);
}
