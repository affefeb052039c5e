// Entries of a record's history: from the versions of its properties and, beyond those, from the dates at which HubSpot
// says that stages were entered and owners assigned. Pure.
import type { ChangedField, FieldChange } from '#ports/crm-history.ts';
import { storableText } from '#adapters/http/text.ts';
import type { ListedRecord } from './listed.ts';
import { instantOf } from './values.ts';
import { OWNER, type Wanted } from './wanted.ts';

/** A date of entry this close to an entry of the same stage is the same one. */
const SAME_MS = 60_000;

/** Ascending by time. `fields`: our name of a property by the field that it is the past of. */
export function changesOf(
  wanted: Wanted,
  record: ListedRecord,
  fields: Partial<Readonly<Record<ChangedField, string>>>,
  valueOf: (field: ChangedField, text: string) => string | null,
): readonly FieldChange[] {
  const named = Object.entries(fields) as [ChangedField, string][];
  const told = named.flatMap(([field, name]) => pastOf(record, field, wanted.property(name), valueOf));
  const owners = pastOf(record, 'owner', OWNER, valueOf);
  return [...told, ...entriesBeside(wanted, record, told), ...owners, ...assignmentBeside(wanted, record, owners)].sort(
    (a, b) => a.at.getTime() - b.at.getTime(),
  );
}

/** Versions of one property, oldest first; one that repeats the value before it is no change. */
function pastOf(
  record: ListedRecord,
  field: ChangedField,
  property: string | null,
  valueOf: (field: ChangedField, text: string) => string | null,
): FieldChange[] {
  const versions = property === null ? [] : (record.propertiesWithHistory?.[property] ?? []);
  const ascending = versions.toSorted((a, b) => a.timestamp.getTime() - b.timestamp.getTime());
  const changes: FieldChange[] = [];
  for (const version of ascending) {
    const text = storableText(version.value ?? '');
    const value = text === '' ? null : valueOf(field, text);
    const last = changes.at(-1);
    if (last === undefined ? value !== null : last.value !== value)
      changes.push({ field, at: version.timestamp, value });
  }
  return changes;
}

function entriesBeside(wanted: Wanted, { properties }: ListedRecord, told: readonly FieldChange[]): FieldChange[] {
  return wanted.entered.flatMap(({ property, stage }): FieldChange[] => {
    const at = instantOf(properties[property]);
    if (at === null) return [];
    const known = told.some(
      (one) => one.field === 'stage' && one.value === stage && Math.abs(one.at.getTime() - at.getTime()) <= SAME_MS,
    );
    return known ? [] : [{ field: 'stage', at, value: stage }];
  });
}

/** HubSpot keeps some twenty versions; the present owner's date it always has. */
function assignmentBeside(wanted: Wanted, { properties }: ListedRecord, owners: readonly FieldChange[]): FieldChange[] {
  const property = wanted.property('assigned');
  const at = property === null ? null : instantOf(properties[property]);
  const owner = properties[OWNER];
  if (at === null || !owner || owners.at(-1)?.value === owner) return [];
  return [{ field: 'owner', at, value: owner }];
}
