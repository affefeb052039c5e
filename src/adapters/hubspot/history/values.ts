// HubSpot's strings as values of rows. Pure. What cannot be read is null, as if it were empty.
import { decimalOf } from '#adapters/http/amounts.ts';
import { storableText } from '#adapters/http/text.ts';
import { DAY_MS } from '#kernel/time.ts';
import type { ListedRecord } from './listed.ts';
import type { Wanted } from './wanted.ts';

/** The values of one record by our names; null for what is empty and for what the account does not have. */
export interface Values {
  text(name: string): string | null;
  /** Null where the account has no such property; an empty one is `empty` (default false). */
  flag(name: string, empty?: boolean | null): boolean | null;
  /** Whether it has any value; null where the account has no such property. */
  present(name: string): boolean | null;
  at(name: string): Date | null;
  decimal(name: string): string | null;
  count(name: string): number | null;
  ids(name: string): readonly string[];
}

export function valuesOf(wanted: Pick<Wanted, 'property'>, { properties }: Pick<ListedRecord, 'properties'>): Values {
  function text(name: string): string | null {
    const property = wanted.property(name);
    return property === null ? null : storableText(properties[property] ?? '').trim() || null;
  }
  return {
    text,
    flag(name, empty = false) {
      if (wanted.property(name) === null) return null;
      const said = text(name);
      return said === null ? empty : said === 'true';
    },
    present: (name) => (wanted.property(name) === null ? null : text(name) !== null),
    at: (name) => instantOf(text(name)),
    decimal: (name) => decimalOf(text(name)),
    count(name) {
      const number = Number(text(name) ?? Number.NaN);
      return Number.isFinite(number) && number >= 0 ? Math.round(number) : null;
    },
    ids: (name) => (text(name) ?? '').split(';').filter((id) => id !== ''),
  };
}

/** ISO 8601, or Unix milliseconds as older properties have them. */
export function instantOf(text: string | null | undefined): Date | null {
  if (text === null || text === undefined || text === '') return null;
  const at = new Date(/^-?\d+$/u.test(text) ? Number(text) : text);
  return Number.isNaN(at.getTime()) ? null : at;
}

const calendars = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of a date or an instant, as the account's own pages show it. */
export function dayOf(text: string | null | undefined, zone: string): string | null {
  if (text && /^\d{4}-\d{2}-\d{2}$/u.test(text)) return text;
  const at = instantOf(text);
  return at === null ? null : dayAt(at, zone);
}

export function dayAt(at: Date, zone: string): string {
  const calendar = calendars.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  calendars.set(zone, calendar);
  return calendar.format(at);
}

/** The day so many days later, or before. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
