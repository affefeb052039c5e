// Functions of SOQL over one value: parts of dates, in UTC unless convertTimezone() says the user's own, and what only
// changes how a value is shown. Aggregates are beside.
import type { FieldDefinition, FieldType, Value } from './fields.ts';
import { localDay } from './soql-days.ts';
import { timeOf } from './soql-values.ts';

const DAY_MS = 86_400_000;

type DatePart = (day: number, hour: number) => number | string;

const DATE_PARTS: Readonly<Record<string, DatePart>> = {
  CALENDAR_YEAR: (day) => new Date(day).getUTCFullYear(),
  CALENDAR_QUARTER: (day) => Math.floor(new Date(day).getUTCMonth() / 3) + 1,
  CALENDAR_MONTH: (day) => new Date(day).getUTCMonth() + 1,
  DAY_IN_MONTH: (day) => new Date(day).getUTCDate(),
  // Sunday is 1.
  DAY_IN_WEEK: (day) => new Date(day).getUTCDay() + 1,
  DAY_IN_YEAR: dayInYear,
  DAY_ONLY: (day) => new Date(day).toISOString().slice(0, 10),
  HOUR_IN_DAY: (_, hour) => hour,
  // The first week is the first seven days.
  WEEK_IN_MONTH: (day) => Math.ceil(new Date(day).getUTCDate() / 7),
  WEEK_IN_YEAR: (day) => Math.ceil(dayInYear(day) / 7),
};

/** The fiscal year of this org is the calendar's. */
const FISCAL: Readonly<Record<string, string>> = {
  FISCAL_YEAR: 'CALENDAR_YEAR',
  FISCAL_QUARTER: 'CALENDAR_QUARTER',
  FISCAL_MONTH: 'CALENDAR_MONTH',
};

/** These show a value in the user's language or currency; this org has one of each. */
const PRESENTATION = new Set(['TOLABEL', 'FORMAT', 'CONVERTCURRENCY']);

function dayInYear(day: number): number {
  return (day - Date.UTC(new Date(day).getUTCFullYear(), 0, 1)) / DAY_MS + 1;
}

/** What a function makes of a field; null for one that SOQL does not have, or not for this field. */
export function functionOf(
  name: string,
  field: FieldDefinition,
  zone: string,
): { readonly field: FieldDefinition; readonly apply: (value: Value) => Value } | null {
  const upper = name.toUpperCase();
  if (PRESENTATION.has(upper)) return { field, apply: (value) => value };
  const part = DATE_PARTS[FISCAL[upper] ?? upper];
  if (part === undefined || (field.type !== 'date' && field.type !== 'datetime')) return null;
  const type: FieldType = upper === 'DAY_ONLY' ? 'date' : 'int';
  const shown = field.type === 'date' ? 'UTC' : zone;
  return {
    field: { name: field.name, label: field.label, type },
    apply(value) {
      if (value === null) return null;
      const { day, hour } = localDay(timeOf(String(value)), shown);
      return part(day, hour);
    },
  };
}
