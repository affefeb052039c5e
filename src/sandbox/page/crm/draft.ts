// What somebody has typed into a record and not saved. Pure.
import type { CrmField, CrmRow } from '#sandbox/web/protocol.ts';
import { dayForInput } from './values.ts';

/** By the field's name; '' for emptied. Only what differs from the record is in it. */
export type Draft = Readonly<Record<string, string>>;

/** What the input of a field holds. */
export function inputValue(field: CrmField, row: CrmRow, draft: Draft): string {
  return draft[field.name] ?? savedValue(field, row);
}

function savedValue(field: CrmField, row: CrmRow): string {
  const value = row.values[field.name] ?? null;
  return field.type === 'date' ? dayForInput(value) : (value ?? '');
}

/** The draft after an input; what is as it was saved leaves it. */
export function withInput(draft: Draft, field: CrmField, row: CrmRow, value: string): Draft {
  const { [field.name]: _before, ...others } = draft;
  return value === savedValue(field, row) ? others : { ...others, [field.name]: value };
}

/** What is left of it once the record has it, for instance because somebody else saved the same. */
export function stillDifferent(draft: Draft, fields: readonly CrmField[], row: CrmRow): Draft {
  const entries = Object.entries(draft).filter(([name, value]) => {
    const field = fields.find((each) => each.name === name);
    return field !== undefined && savedValue(field, row) !== value;
  });
  return Object.fromEntries(entries);
}

/** As the sandbox takes an edit: null for emptied. */
export function editsOf(draft: Draft): Readonly<Record<string, string | null>> {
  return Object.fromEntries(Object.entries(draft).map(([name, value]) => [name, value === '' ? null : value]));
}
