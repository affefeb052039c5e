// Days in plain English, `since 5 June` or `between 1 and 15 May`, as chrono-node reads them. What was meant is always in
// the past: `5 November` said in January is last year's.
import { casual } from 'chrono-node/en';
import { rangeOf, sinceDay, todayOf } from './period-words.ts';
import type { FoundPeriod } from './period-words.ts';
import type { PeriodSettings } from '../periods.ts';

/** Where in the text the days stand, and what they are. */
export interface FoundDays {
  readonly start: number;
  readonly end: number;
  readonly found: FoundPeriod;
}

interface Days {
  readonly from: string;
  readonly to: string;
  readonly start: number;
  readonly end: number;
}

/** 5/6 is one day in London and another one in New York. */
const SLASHED = /\b\d{1,2}\/\d{1,2}(?:\/\d{2,4})?\b/u;
const OPENING = /(?:^|\s)(since|after|from|between|until|till|before|on)\s+(?:the\s+)?$/iu;
/** Chrono takes `from 1` for something else. */
const FIRST_WORD = /^(?:since|after|from|between|until|till|before|on)\b/iu;
const SIDES = /^(?<first>.+?)\s+(?:to|until|till|through|and)\s+(?<second>.+)$/iu;

/** The days that a stretch of text names; null where it names none. */
export function daysIn(text: string, rules: PeriodSettings): FoundDays | null {
  const slashed = SLASHED.exec(text);
  if (slashed !== null) {
    const because = `${slashed[0]} can be two days. Write it as 2026-06-05 or 5 June 2026.`;
    const end = slashed.index + slashed[0].length;
    return { start: slashed.index, end, found: { kind: 'wrong', because, instead: [], tokens: 0 } };
  }
  const days = wholeOf(text, rules) ?? sidesOf(text, rules);
  if (days === null) return null;
  const opening = OPENING.exec(text.slice(0, days.start));
  const start = opening === null ? days.start : opening.index;
  const word = opening?.[1]?.toLowerCase();
  const place = { start, end: days.end };
  if (days.from === days.to && (word === 'until' || word === 'till' || word === 'before')) {
    const because = `Say from when on: 2026-01-01..${days.to}.`;
    return { ...place, found: { kind: 'wrong', because, instead: [], tokens: 0 } };
  }
  const open = days.from === days.to && (word === 'since' || word === 'after' || word === 'from');
  return { ...place, found: open ? sinceDay(days.from, 0, rules) : rangeOf(days.from, days.to, 0, rules) };
}

/** One expression, with its end where it has one. `and` between two days is read as `to`, which is as long with a space. */
function wholeOf(text: string, rules: PeriodSettings): Days | null {
  const bare = text.replace(FIRST_WORD, (word) => ' '.repeat(word.length));
  const joined = /\bbetween\b/iu.test(text) ? bare.replace(/\band\b/giu, 'to ') : bare;
  const [result] = read(joined, rules);
  if (result === undefined) return null;
  const from = dayOf(result.start);
  const to = dayOf(result.end ?? result.start);
  if (from === null || to === null) return null;
  const years = result.start.isCertain('year') || result.end?.isCertain('year') === true ? 0 : yearsAhead(from, rules);
  return {
    from: earlier(from, years),
    to: earlier(to, years),
    start: result.index,
    end: result.index + result.text.trimEnd().length,
  };
}

/** Two expressions that chrono reads one by one: `1 May until today`. */
function sidesOf(text: string, rules: PeriodSettings): Days | null {
  const sides = SIDES.exec(text)?.groups;
  if (sides === undefined) return null;
  const { first = '', second = '' } = sides;
  const [from, to] = [wholeOf(first, rules), wholeOf(second, rules)];
  if (from === null || to === null) return null;
  const offset = text.length - second.length;
  return { from: from.from, to: to.to, start: from.start, end: offset + to.end };
}

function read(text: string, rules: PeriodSettings): ReturnType<typeof casual.parse> {
  // Noon of today as a calendar day: what is asked for are days of the numbers' zone, wherever this machine stands.
  const instant = new Date(`${todayOf(rules)}T12:00:00Z`);
  return casual.parse(text, { instant, timezone: 0 }, { forwardDate: false });
}

/** Null for a month or a year alone, whose day would be made up. */
function dayOf(components: ReturnType<typeof casual.parse>[number]['start']): string | null {
  if (!components.isCertain('day') && !components.isCertain('weekday')) return null;
  const [year, month, day] = [components.get('year'), components.get('month'), components.get('day')];
  if (year === null || month === null || day === null) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function yearsAhead(day: string, rules: PeriodSettings): number {
  return day > todayOf(rules) ? 1 : 0;
}

function earlier(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) - years}${day.slice(4)}`;
}
