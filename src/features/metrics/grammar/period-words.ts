// Periods in the words that people have for them: `last quarter`, `90d`, `Q3 2026`, `2026-01-01..2026-03-31`, `since May`.
// What it does not know is left to period-dates.ts.
import { resolvePeriod } from '../periods.ts';
import type { PeriodSettings, PeriodSpec, PeriodUnit } from '../periods.ts';
import type { Period } from '../question.ts';
import { isDay, monthNamed, UNIT_NAMES, unitNamed } from './calendar-words.ts';
import type { Token } from './tokens.ts';

export type FoundPeriod =
  | { readonly kind: 'period'; readonly period: Period; readonly tokens: number }
  | { readonly kind: 'wrong'; readonly because: string; readonly instead: readonly string[]; readonly tokens: number };

type Named = Extract<PeriodSpec, { readonly kind: 'named' }>;

const LAST = new Set(['last', 'previous', 'prev', 'past', 'prior']);
const THIS = new Set(['this', 'current', 'running']);
const BETWEEN = new Set(['..', 'to', 'until', 'till', 'through', '-', '–', '—', 'and']);
const DAY_NUMBER = /^\d{1,2}(?:st|nd|rd|th)?$/u;
const TO_DATE: Readonly<Record<string, PeriodUnit>> = { ytd: 'year', qtd: 'quarter', mtd: 'month', wtd: 'week' };
const NUMBERS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const LETTERS: Readonly<Record<string, PeriodUnit>> = { d: 'day', w: 'week', m: 'month', q: 'quarter', y: 'year' };
/** Longer ones reach back before any CRM. */
const MOST: Readonly<Record<PeriodUnit, number>> = { day: 9999, week: 1500, month: 360, quarter: 120, year: 30 };

/** The period that begins at a token; null where none does. */
export function periodAt(tokens: readonly Token[], index: number, rules: PeriodSettings): FoundPeriod | null {
  const row = tokens.slice(index, index + 12);
  const before = textAt(tokens, index - 1);
  // `5 June` is a day, and `until today` the end of something: period-dates.ts reads them as a whole.
  if (monthNamed(textAt(row, 0)) !== null && DAY_NUMBER.test(before)) return null;
  if (BETWEEN.has(before) || before === 'before') return null;
  return relative(row, rules) ?? since(row, rules) ?? range(row, rules) ?? alone(row, rules);
}

/** From a day on, up to and with today; asked again on another day it is longer. */
export function sinceDay(from: string, tokens: number, rules: PeriodSettings): FoundPeriod {
  const to = todayOf(rules);
  if (from > to) return notBegun(`since ${from}`, tokens);
  return {
    kind: 'period',
    period: { ...resolvePeriod({ kind: 'range', from, to }, rules), words: `since ${from}` },
    tokens,
  };
}

/** Refuses what ends before it starts, and what has not begun. */
export function rangeOf(from: string, to: string, tokens: number, rules: PeriodSettings): FoundPeriod {
  if (to >= from) return begun(resolvePeriod({ kind: 'range', from, to }, rules), tokens, rules);
  const because = `The period ${from}..${to} ends before it starts.`;
  return { kind: 'wrong', because, instead: [`${to}..${from}`], tokens };
}

export function todayOf(rules: PeriodSettings): string {
  return resolvePeriod({ kind: 'unit', unit: 'day', offset: 0 }, rules).from;
}

function begun(period: Period, tokens: number, rules: PeriodSettings): FoundPeriod {
  return period.from > todayOf(rules) ? notBegun(period.words, tokens) : { kind: 'period', period, tokens };
}

function notBegun(words: string, tokens: number, ...instead: readonly string[]): FoundPeriod {
  return { kind: 'wrong', because: `The period ${words} has not begun.`, instead, tokens };
}

function textAt(row: readonly Token[], index: number): string {
  const token = row[index];
  return token === undefined || token.kind === 'quoted' ? '' : token.text.toLowerCase();
}

function relative(row: readonly Token[], rules: PeriodSettings): FoundPeriod | null {
  const [one, two, three] = [textAt(row, 0), textAt(row, 1), textAt(row, 2)];
  const found = (spec: PeriodSpec, tokens: number): FoundPeriod => begun(resolvePeriod(spec, rules), tokens, rules);
  if (one === 'today') return found({ kind: 'unit', unit: 'day', offset: 0 }, 1);
  if (one === 'yesterday') return found({ kind: 'unit', unit: 'day', offset: -1 }, 1);
  if (one === 'ever' || one === 'all-time') return found({ kind: 'all' }, 1);
  if (one === 'all' && two === 'time') return found({ kind: 'all' }, 2);
  const toDate = TO_DATE[one];
  if (toDate !== undefined) return found({ kind: 'to_date', unit: toDate }, 1);
  const unit = unitNamed(one);
  if (unit !== null && two === 'to' && three === 'date') return found({ kind: 'to_date', unit }, 3);
  const next = unitNamed(two);
  if (next === null) return counted(row, rules);
  if (THIS.has(one)) return found({ kind: 'unit', unit: next, offset: 0 }, 2);
  if (LAST.has(one) && UNIT_NAMES.has(two)) return found({ kind: 'unit', unit: next, offset: -1 }, 2);
  if (one === 'next') return notBegun(`next ${next}`, 2, `this ${next}`);
  return counted(row, rules);
}

/** `last 7 days`, `three months`, `90d`. */
function counted(row: readonly Token[], rules: PeriodSettings): FoundPeriod | null {
  const before = LAST.has(textAt(row, 0)) ? 1 : 0;
  const word = textAt(row, before);
  const short = /^(\d{1,4})([dwmqy])$/u.exec(word);
  const number = short === null ? numberOf(word) : Number(short[1]);
  const unit = short === null ? unitNamed(textAt(row, before + 1)) : (LETTERS[short[2] ?? ''] ?? null);
  const tokens = before + (short === null ? 2 : 1);
  if (number === null || unit === null) return null;
  if (before === 0 && textAt(row, tokens) === 'ago') return ago(number, unit, tokens + 1, rules);
  const words = `last ${number} ${unit}${number === 1 ? '' : 's'}`;
  if (number < 1 || number > MOST[unit]) {
    return { kind: 'wrong', because: `${words} is no period to ask for: 1 to ${MOST[unit]}.`, instead: [], tokens };
  }
  return begun(resolvePeriod({ kind: 'last', n: number, unit }, rules), tokens, rules);
}

/** `3 months ago` is a whole month, `3 days ago` a day. */
function ago(number: number, unit: PeriodUnit, tokens: number, rules: PeriodSettings): FoundPeriod {
  return begun(resolvePeriod({ kind: 'unit', unit, offset: -Math.min(number, MOST[unit]) }, rules), tokens, rules);
}

function numberOf(word: string): number | null {
  if (/^\d{1,4}$/u.test(word)) return Number(word);
  const place = NUMBERS.indexOf(word);
  return place === -1 ? null : place + 1;
}

/** From the beginning of a day, month, quarter or year on. */
function since(row: readonly Token[], rules: PeriodSettings): FoundPeriod | null {
  const word = textAt(row, 0);
  if (word !== 'since' && word !== 'after') return null;
  const bound = boundAt(row, 1);
  if (bound === null) return sinceNamed(relative(row.slice(1), rules), rules);
  if (bound.kind === 'no_day') return noSuchDay(bound.text, 1 + bound.tokens);
  return sinceDay(resolveBound(bound, null, rules).from, 1 + bound.tokens, rules);
}

/** `since last week`: since its first day. */
function sinceNamed(found: FoundPeriod | null, rules: PeriodSettings): FoundPeriod | null {
  return found?.kind === 'period' ? sinceDay(found.period.from, found.tokens + 1, rules) : found;
}

/** Two bounds: `2026-01-01..2026-03-31`, `January to March 2026`, `Q1 - Q2`. */
function range(row: readonly Token[], rules: PeriodSettings): FoundPeriod | null {
  const opened = ['between', 'from'].includes(textAt(row, 0)) ? 1 : 0;
  const first = boundAt(row, opened);
  if (first === null) return null;
  const middle = opened + first.tokens;
  if (!BETWEEN.has(textAt(row, middle)) || (textAt(row, middle) === 'and' && opened === 0)) return null;
  const last = boundAt(row, middle + 1);
  if (last === null) return null;
  const tokens = middle + 1 + last.tokens;
  if (first.kind === 'no_day') return noSuchDay(first.text, tokens);
  if (last.kind === 'no_day') return noSuchDay(last.text, tokens);
  const to = resolveBound(last, null, rules);
  const from = resolveBound(first, last, rules);
  return rangeOf(from.from, to.to, tokens, rules);
}

function alone(row: readonly Token[], rules: PeriodSettings): FoundPeriod | null {
  const bound = boundAt(row, 0);
  if (bound === null) return null;
  if (bound.kind === 'no_day') return noSuchDay(bound.text, bound.tokens);
  return begun(resolveBound(bound, null, rules), bound.tokens, rules);
}

function noSuchDay(text: string, tokens: number): FoundPeriod {
  return { kind: 'wrong', because: `There is no day ${text}.`, instead: [], tokens };
}

type Bound = { readonly tokens: number } & (
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'no_day'; readonly text: string }
  /** `year` null: the last one of them that has begun. */
  | { readonly kind: 'unit'; readonly year: number | null; readonly quarter?: number; readonly month?: number }
);

function boundAt(row: readonly Token[], index: number): Bound | null {
  const [one, two] = [textAt(row, index), textAt(row, index + 1)];
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u.exec(one);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/u.exec(one);
  if (iso !== null || dotted !== null) {
    const [year = '', month = '', day = ''] = iso?.slice(1) ?? dotted?.slice(1).reverse() ?? [];
    const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return isDay(text) ? { kind: 'day', day: text, tokens: 1 } : { kind: 'no_day', text: one, tokens: 1 };
  }
  const month = /^(\d{4})-(0?[1-9]|1[0-2])$/u.exec(one);
  if (month !== null) return { kind: 'unit', year: Number(month[1]), month: Number(month[2]), tokens: 1 };
  const quarter = /^(?:(\d{4})[-/]?)?q([1-4])(?:[-/]?(\d{4}))?$/u.exec(one);
  if (quarter !== null) {
    const year = yearOf(quarter[1] ?? quarter[3] ?? '');
    const next = year === null ? yearOf(two) : null;
    return { kind: 'unit', year: year ?? next, quarter: Number(quarter[2]), tokens: next === null ? 1 : 2 };
  }
  const year = yearOf(one);
  const after = /^q([1-4])$/u.exec(two);
  if (year !== null && after !== null) return { kind: 'unit', year, quarter: Number(after[1]), tokens: 2 };
  if (year !== null) return { kind: 'unit', year, tokens: 1 };
  const name = monthNamed(one);
  if (name === null) return null;
  // `June 5` is a day; `may I` asks for something else.
  if (DAY_NUMBER.test(two) || (one === 'may' && (two === 'i' || two === 'we'))) return null;
  const named = yearOf(two);
  return { kind: 'unit', year: named, month: name, tokens: named === null ? 1 : 2 };
}

function yearOf(word: string): number | null {
  const found = /^(?:fy)?((?:19|20)\d{2})$/u.exec(word) ?? /^fy(\d{2})$/u.exec(word);
  if (found === null) return null;
  const year = Number(found[1]);
  return year < 100 ? 2000 + year : year;
}

/** @param other the bound whose year counts where this one has none. */
function resolveBound(bound: Exclude<Bound, { kind: 'no_day' }>, other: Bound | null, rules: PeriodSettings): Period {
  if (bound.kind === 'day') return resolvePeriod({ kind: 'range', from: bound.day, to: bound.day }, rules);
  const { quarter, month } = bound;
  const given = bound.year ?? (other?.kind === 'unit' ? other.year : other?.kind === 'day' ? yearIn(other.day) : null);
  const spec = (year: number): Named => ({
    kind: 'named',
    year,
    ...(quarter === undefined ? {} : { quarter }),
    ...(month === undefined ? {} : { month }),
  });
  if (given !== null) return resolvePeriod(spec(given), rules);
  const today = todayOf(rules);
  // A fiscal year may be called by a year to come.
  for (let year = yearIn(today) + 1; ; year -= 1) {
    const period = resolvePeriod(spec(year), rules);
    if (period.from <= today) return period;
  }
}

function yearIn(day: string): number {
  return Number(day.slice(0, 4));
}
