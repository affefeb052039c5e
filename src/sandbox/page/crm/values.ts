// A record's values as people read them. Pure.
import type { CrmField, CrmObject, CrmOverview, CrmRow } from '#sandbox/web/protocol.ts';

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const NOT_COUNTED = /phone|score/iu;

/** Null for no value. What cannot be read as its type is shown as it is. */
export function shownValue(field: CrmField, value: string | null, owners: CrmOverview['owners']): string | null {
  if (value === null || value === '') return null;
  switch (field.type) {
    case 'owner':
      return owners.find(({ id }) => id === value)?.name ?? value;
    case 'choice':
      return field.choices?.find((choice) => choice.value === value)?.label ?? value;
    case 'yes_no':
      return value === 'true' ? 'Yes' : 'No';
    case 'number':
      return Number.isFinite(Number(value)) && !NOT_COUNTED.test(field.name) ? NUMBER.format(Number(value)) : value;
    case 'date':
      return dayOf(value) ?? value;
    case 'text':
    case 'long_text':
      return value;
  }
}

/** `22 Nov 2026` of an ISO instant or day, or of Unix milliseconds. */
function dayOf(value: string): string | null {
  const at = new Date(/^\d{10,}$/u.test(value) ? Number(value) : value);
  return Number.isNaN(at.getTime()) ? null : DAY.format(at);
}

export function isScore({ name, type }: CrmField): boolean {
  return type === 'number' && /score/iu.test(name);
}

/** How much a score promises, by the usual thirds of a playbook. */
export function warmthOf(score: string): 'hot' | 'warm' | 'cold' {
  const points = Number(score);
  if (points > 85) return 'hot';
  return points > 60 ? 'warm' : 'cold';
}

export function columnsOf({ columns, fields }: CrmObject): readonly CrmField[] {
  return columns.flatMap((name) => fields.find((field) => field.name === name) ?? []);
}

/** What a date field's input holds: `2026-11-22`. */
export function dayForInput(value: string | null): string {
  return value === null ? '' : value.slice(0, 10);
}

/** What a search looks through: every column, and how people and companies are reached. */
export function searchedOf({ columns, fields }: CrmObject): readonly CrmField[] {
  return fields.filter(({ name }) => columns.includes(name) || /email|phone|domain|website/iu.test(name));
}

/** The title and these fields as they are shown, in lower case. */
export function textOf(row: CrmRow, fields: readonly CrmField[], owners: CrmOverview['owners']): string {
  const shown = fields.map((field) => shownValue(field, row.values[field.name] ?? null, owners) ?? '');
  return [row.title, ...shown].join('\n').toLocaleLowerCase('en');
}

/** Names stay as they are; `A colleague` does not begin every sentence. */
export function inSentence(by: string): string {
  return by.startsWith('A ') ? `a${by.slice(1)}` : by;
}
