// What rules look at: the lead, its company and, for opportunity events, the opportunity.
import type { Fields, FieldValue } from '#ports/crm.ts';
import type { FactRoot } from './fields.ts';

export interface Facts {
  readonly lead: Fields | null;
  readonly company: Fields | null;
  readonly opportunity: Fields | null;
}

/** The value of `root.name`; null when the record or the field is not there. A lead's name is put together from its parts. */
export function factValue(facts: Facts, root: FactRoot, name: string): FieldValue {
  const fields = facts[root];
  if (!fields) return null;
  const value = Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
  if (value !== null || root !== 'lead' || name !== 'name') return value;
  return fullName(fields);
}

function fullName(fields: Fields): string | null {
  const parts = [fields['first_name'], fields['last_name']].filter((part) => typeof part === 'string' && part !== '');
  return parts.length === 0 ? null : parts.join(' ');
}
