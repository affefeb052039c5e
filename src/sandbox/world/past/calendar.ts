// When people come: days with their weight by weekday, season, holiday and growth. Days are UTC; who comes at which hour is
// drawn elsewhere.
import { DAY_MS } from '#kernel/time.ts';

export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The first instant of a day in UTC. */
export function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** The last midnight in UTC, or this instant where it is one. */
export function midnightBefore(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}

/** The same day of a later month (an earlier one, when negative), or that month's last. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

const WEEKDAYS = [0.22, 1.08, 1.18, 1.12, 1.02, 0.84, 0.26];
/** In the middle of each month; the season goes from one to the next day by day. */
const MONTHS = [1, 1.02, 1.06, 1.03, 1, 0.97, 0.9, 0.87, 1.02, 1.09, 1.07, 0.93];
const MIDDLE = 15.5;
const DAYS_A_MONTH = 30.5;
const ON_HOLIDAYS = 0.3;
/** So much more came at the past's end than at its beginning; it goes on like this. */
const GROWTH = 0.55;

/** Weights of the days up to `end`; the past ends at `until`. All are midnights in UTC. */
export function dayWeights(from: number, until: number, end: number): readonly number[] {
  const days = Math.round((until - from) / DAY_MS);
  const holidays = new Map<number, ReadonlySet<string>>();
  return Array.from({ length: Math.round((end - from) / DAY_MS) }, (_, index) => {
    const day = new Date(from + index * DAY_MS);
    const year = day.getUTCFullYear();
    const known = holidays.get(year) ?? new Set(germanHolidays(year));
    holidays.set(year, known);
    const free = known.has(dayOf(day.getTime())) ? ON_HOLIDAYS : 1;
    const growth = 1 + (GROWTH * index) / days;
    return (WEEKDAYS[day.getUTCDay()] ?? 1) * season(day) * free * growth;
  });
}

function season(day: Date): number {
  const sinceMiddle = (day.getUTCDate() - MIDDLE) / DAYS_A_MONTH;
  const here = day.getUTCMonth();
  const there = (here + Math.sign(sinceMiddle) + MONTHS.length) % MONTHS.length;
  const way = Math.abs(sinceMiddle);
  return (MONTHS[here] ?? 1) * (1 - way) + (MONTHS[there] ?? 1) * way;
}

/** Public holidays all over Germany, and the two days around Christmas on which nobody works either. */
export function germanHolidays(year: number): readonly string[] {
  const fixed = ['01-01', '05-01', '10-03', '12-24', '12-25', '12-26', '12-31'].map((date) => `${year}-${date}`);
  const easter = easterSunday(year);
  // Good Friday, Easter Monday, Ascension, Whit Monday.
  return [...fixed, ...[-2, 1, 39, 50].map((offset) => dayOf(easter + offset * DAY_MS))];
}

/** Meeus, Jones and Butcher's rule for the Gregorian calendar. */
function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const skipped = century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25);
  const epact = (19 * golden + skipped + 15) % 30;
  const moon = epact - Math.floor(epact / 28) * (1 - Math.floor(29 / (epact + 1)) * Math.floor((21 - golden) / 11));
  const weekday = (year + Math.floor(year / 4) + moon + 2 - century + Math.floor(century / 4)) % 7;
  const offset = moon - weekday;
  const month = 3 + Math.floor((offset + 40) / 44);
  const day = offset + 28 - 31 * Math.floor(month / 4);
  return Date.UTC(year, month - 1, day);
}
