// What rules look at: the lead, its company and, for opportunity events, the opportunity.
import type { Fields, FieldValue } from '#ports/crm.ts';
import type { FactRoot } from './fields.ts';

export interface Facts {
  readonly lead: Fields | null;
  readonly company: Fields | null;
  readonly opportunity: Fields | null;
}

/** The value of `root.name`; null when the record or the field is not there. */
export function factValue(facts: Facts, root: FactRoot, name: string): FieldValue {
  const fields = facts[root];
  return fields && Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}
