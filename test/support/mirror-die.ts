// What a made-up mirror is thrown with: the same each time, with a liking for instants at the edges of days.
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export const MIRROR_NOW = new Date('2024-12-02T10:30:00Z');
/** A row of a table, by column. */
export type Row = Readonly<Record<string, unknown>>;

export const COUNTRIES = ['DE', 'US', 'IN', 'Atlantis'];
export const OWNERS = ['ana@acme.test', 'bo@acme.test', 'cy@acme.test', 'hubspot:77'];
export const SOURCES = ['Web', 'ORGANIC_SEARCH', 'Website', 'Webinar', 'Trade Show', 'Outbound', 'SALES', "O'Neil; --"];
export const CURRENCIES = ['EUR', 'USD', 'XXX'];

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
const BEGIN = Date.parse('2023-10-01T00:00:00Z');
const END = Date.parse('2024-12-02T00:00:00Z');
/** Midnights of the three zones on the leap day, the days around the changes of the clocks, and at the turn of the year. */
const EDGES = [
  '2024-02-28T23:00:00Z',
  '2024-02-29T22:59:59.999Z',
  '2024-02-29T23:00:00Z',
  '2024-02-28T18:30:00Z',
  '2024-02-29T05:00:00Z',
  '2024-03-30T23:00:00Z',
  '2024-03-31T22:00:00Z',
  '2024-03-10T05:00:00Z',
  '2024-03-11T04:00:00Z',
  '2024-10-26T22:00:00Z',
  '2024-10-27T23:00:00Z',
  '2023-12-31T23:00:00Z',
  '2023-12-31T18:30:00Z',
  '2024-01-01T05:00:00Z',
].map((text) => Date.parse(text));

export interface Die {
  /** A whole number in [from, to]. */
  number(from: number, to: number): number;
  /** True in this share of the cases. */
  rarely(share: number): boolean;
  one<T>(of: readonly T[]): T;
  /** Null in a seventh of the cases. */
  maybe<T>(value: T): T | null;
  instant(): Date;
  day(): string;
}

export function dieOf(seed: number): Die {
  const generator = xoroshiro128plus(seed);
  const number = (from: number, to: number): number => uniformInt(generator, from, to);
  const one = <T>(of: readonly T[]): T => of[number(0, of.length - 1)] as T;
  const rarely = (share: number): boolean => number(0, 9999) < share * 10_000;
  const instant = (): Date =>
    new Date(rarely(0.2) ? one(EDGES) : BEGIN + number(0, Math.floor((END - BEGIN) / MINUTE)) * MINUTE);
  return {
    number,
    one,
    rarely,
    instant,
    maybe: (value) => (number(0, 6) === 0 ? null : value),
    day: () => instant().toISOString().slice(0, 10),
  };
}

export function later(die: Die, at: Date | null, days: number): Date | null {
  if (at === null || die.rarely(0.35)) return null;
  // Now and then the stages come in the wrong order.
  const steps = die.rarely(0.05) ? -3 : die.number(0, days * 24 * 12);
  const then = new Date(at.getTime() + steps * 5 * MINUTE);
  return then > MIRROR_NOW ? null : then;
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

export function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}
