// Calendar days as people type them: `2026-12-24`, `24.12.`, `24 Dec`, `friday`, `tomorrow`. Pure; refuses what could be
// read in two ways.

export type TypedDay =
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'unclear'; readonly because: string };

const WRITE = 'Write the day as 2026-12-24.';
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** @param today calendar day of whoever types, `2026-12-24`. A day without its year is the next such day. */
export function typedDay(text: string, today: string): TypedDay {
  const words = text.trim().toLowerCase().replace(/[.,]$/u, '').replace(/\s+/gu, ' ');
  if (words === 'today') return { kind: 'day', day: today };
  if (words === 'tomorrow') return { kind: 'day', day: daysLater(today, 1) };
  const weekday = /^(?:next |on )?([a-z]{3,9})$/u.exec(words)?.[1] ?? '';
  const index = weekday === '' ? -1 : WEEKDAYS.findIndex((name) => name === weekday || name.slice(0, 3) === weekday);
  if (index !== -1) {
    const ahead = (index - new Date(`${today}T00:00:00Z`).getUTCDay() + 7) % 7;
    return { kind: 'day', day: daysLater(today, ahead === 0 ? 7 : ahead) };
  }
  if (/^\d{1,2}\/\d{1,2}(?:\/\d{2,4})?$/u.test(words)) {
    return { kind: 'unclear', because: `"${text}" is read differently here and there. ${WRITE}` };
  }
  const parts = partsOf(words);
  if (parts === null) return { kind: 'unclear', because: `"${text}" is no day. ${WRITE}` };
  const { year, month, date } = parts;
  const day = year === null ? nextSuch(month, date, today) : dayOf(year, month, date);
  return day === null
    ? { kind: 'unclear', because: `There is no such day as "${text}". ${WRITE}` }
    : { kind: 'day', day };
}

interface Parts {
  readonly year: number | null;
  readonly month: number;
  readonly date: number;
}

function partsOf(words: string): Parts | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u.exec(words);
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), date: Number(iso[3]) };
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})(?:\.\s?(\d{4}))?$/u.exec(words);
  if (dotted) return { year: yearOf(dotted[3]), month: Number(dotted[2]), date: Number(dotted[1]) };
  const named = /^(\d{1,2})(?:st|nd|rd|th|\.)? ([a-z]{3,9})(?: (\d{4}))?$/u.exec(words);
  if (named) return monthNamed(named[2], named[1], named[3]);
  const american = /^([a-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$/u.exec(words);
  return american ? monthNamed(american[1], american[2], american[3]) : null;
}

function monthNamed(name = '', date = '', year?: string): Parts | null {
  const month = MONTHS.indexOf(name.slice(0, 3)) + 1;
  return month === 0 ? null : { year: yearOf(year), month, date: Number(date) };
}

function yearOf(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}

function nextSuch(month: number, date: number, today: string): string | null {
  const year = Number(today.slice(0, 4));
  const day = dayOf(year, month, date);
  return day !== null && day < today ? dayOf(year + 1, month, date) : (day ?? dayOf(year + 1, month, date));
}

function dayOf(year: number, month: number, date: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, date));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === date ? at.toISOString().slice(0, 10) : null;
}

/** The calendar day so many days after. */
export function daysLater(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
