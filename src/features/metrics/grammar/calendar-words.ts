// Names of months and units of time, and what a calendar day is.

import type { PeriodUnit } from '../periods.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const UNITS: Readonly<Record<string, PeriodUnit>> = {
  day: 'day',
  days: 'day',
  week: 'week',
  weeks: 'week',
  wk: 'week',
  wks: 'week',
  month: 'month',
  months: 'month',
  quarter: 'quarter',
  quarters: 'quarter',
  qtr: 'quarter',
  year: 'year',
  years: 'year',
  yr: 'year',
};

/** Singular ones: `last weeks` names no period. */
export const UNIT_NAMES: ReadonlySet<string> = new Set(['day', 'week', 'wk', 'month', 'quarter', 'qtr', 'year', 'yr']);

export function unitNamed(word: string): PeriodUnit | null {
  return UNITS[word] ?? null;
}

/** From 1; `sept` and `mar.` too. */
export function monthNamed(word: string): number | null {
  const bare = word.replace(/\.$/u, '');
  if (bare.length < 3) return null;
  const place = MONTHS.findIndex((month) => {
    const name = month.toLowerCase();
    return name === bare || name.slice(0, 3) === bare || (bare === 'sept' && name === 'september');
  });
  return place === -1 ? null : place + 1;
}

/** Whether a text `2026-02-28` is a day of the calendar. */
export function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
