// Values between Salesforce's fields and ours: instants in ISO 8601 UTC, days as days, pick lists by value or label.
import { storableText } from '#adapters/http/text.ts';
import { Fault } from '#kernel/errors.ts';
import type { FieldValue } from '#ports/crm.ts';
import type { FieldInfo } from './metadata.ts';

/** A row of a query; parents nest. */
export type Row = Readonly<Record<string, unknown>>;

/** The value at a path of a row. Throws Fault `internal` where the answer holds no plain value there. */
export function valueAt(row: Row, path: string, type: string): FieldValue {
  let value: unknown = row;
  for (const key of path.split('.'))
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : null;
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string')
    return type === 'datetime' ? instant(value).toISOString() : storableText(value) || null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  throw new Fault('internal', `Salesforce answered ${path} with something that is not a plain value`);
}

/** `2026-11-22T05:35:00.000+0000` as a Date. Throws Fault `internal` for anything else. */
export function instant(text: string): Date {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at;
  throw new Fault('internal', `Salesforce answered a time that is none: ${text}`);
}

/** Our value as Salesforce takes it for this field. What does not fit is left for Salesforce to refuse in its words. */
export function writtenValue(field: FieldInfo, value: FieldValue): FieldValue {
  if (typeof value !== 'string') return value;
  if (field.type === 'date') return value.slice(0, 10);
  return field.type === 'picklist' ? picklistValue(field, value) : value;
}

// People write stages as their screen shows them; the API wants the value behind the label.
function picklistValue({ picklistValues }: FieldInfo, text: string): string {
  if (picklistValues.some(({ value }) => value === text)) return text;
  const wanted = text.toLowerCase();
  const meant = picklistValues.find(
    ({ value, label }) => label?.toLowerCase() === wanted || value.toLowerCase() === wanted,
  );
  return meant?.value ?? text;
}
