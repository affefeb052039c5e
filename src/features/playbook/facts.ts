// What rules and policies look at: the lead, its company, for opportunity events the opportunity; or a campaign.
import { HOUR_MS } from '#kernel/time.ts';
import type { Fields, FieldValue } from '#ports/crm.ts';
import type { FactRoot } from './fields.ts';

export interface Facts {
  readonly lead: Fields | null;
  readonly company: Fields | null;
  readonly opportunity: Fields | null;
  /** For policies on campaigns alone. */
  readonly campaign?: Fields;
}

/** The value of `root.name`; null when the record or the field is not there. */
export function factValue(facts: Facts, root: FactRoot, name: string): FieldValue {
  const fields = facts[root];
  return fields && Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}

/** Adds how old the lead is, in hours; changes by itself, so it is never part of what counts as a change. */
export function withAge(facts: Facts, ageMs: number): Facts {
  return facts.lead === null ? facts : { ...facts, lead: { ...facts.lead, age_hours: ageMs / HOUR_MS } };
}
