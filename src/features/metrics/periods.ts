// Named periods as calendar days of the organization's zone, what they are compared with, and the steps of a chart. All
// arithmetic is on calendar days; an instant is only ever the beginning of a day, so summer time cannot get it wrong.
import { Temporal } from 'temporal-polyfill';
import type { KpiRules } from '#features/playbook/kpis.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { Period } from './question.ts';

export const PERIOD_UNITS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type PeriodUnit = (typeof PERIOD_UNITS)[number];

export type PeriodSpec =
  /** This one is offset 0, the last one -1. */
  | { readonly kind: 'unit'; readonly unit: PeriodUnit; readonly offset: number }
  /** Days: up to and with today. Longer units: the last n that are over. */
  | { readonly kind: 'last'; readonly n: number; readonly unit: PeriodUnit }
  /** A fiscal year or a fiscal quarter of it; with `month`, that calendar month of that calendar year. */
  | { readonly kind: 'named'; readonly year: number; readonly quarter?: number; readonly month?: number }
  /** Both days included. */
  | { readonly kind: 'range'; readonly from: string; readonly to: string }
  /** From the beginning of this unit up to and with today. */
  | { readonly kind: 'to_date'; readonly unit: PeriodUnit }
  | { readonly kind: 'all' };

export interface PeriodSettings {
  /** IANA. */
  readonly zone: string;
  /** Month, 1 to 12. A fiscal year is named by the calendar year in which it ends. */
  readonly fiscalYearStarts: number;
  readonly weekStarts: KpiRules['week_starts'];
  readonly now: Date;
}

/** Two calendar days, both included. */
export interface Days {
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

/** Before this day no CRM knew anything. */
export const BEGINNING = '2000-01-01';

export function periodSettings(playbook: Playbook, now: Date): PeriodSettings {
  const { kpis, organization } = playbook;
  return { zone: organization.timezone, fiscalYearStarts: kpis.fiscal_year_starts, weekStarts: kpis.week_starts, now };
}

/** Throws RangeError for days that do not exist and for a range that ends before it starts. */
export function resolvePeriod(spec: PeriodSpec, settings: PeriodSettings): Period {
  const { from, to } = daysOf(spec, settings);
  if (Temporal.PlainDate.compare(from, to) > 0) throw new RangeError(`${String(to)} is before ${String(from)}`);
  const today = todayIn(settings);
  return {
    from: from.toString(),
    to: to.toString(),
    words: wordsOf(spec),
    running: Temporal.PlainDate.compare(from, today) <= 0 && Temporal.PlainDate.compare(to, today) >= 0,
  };
}

function daysOf(spec: PeriodSpec, settings: PeriodSettings): Days {
  const today = todayIn(settings);
  switch (spec.kind) {
    case 'unit':
      return unitAt(shift(unitAt(today, spec.unit, settings).from, spec.unit, spec.offset), spec.unit, settings);
    case 'last': {
      if (spec.unit === 'day') return { from: today.subtract({ days: spec.n - 1 }), to: today };
      const current = unitAt(today, spec.unit, settings).from;
      return { from: shift(current, spec.unit, -spec.n), to: current.subtract({ days: 1 }) };
    }
    case 'named':
      return namedDays(spec, settings);
    case 'range':
      return { from: Temporal.PlainDate.from(spec.from), to: Temporal.PlainDate.from(spec.to) };
    case 'to_date':
      return { from: unitAt(today, spec.unit, settings).from, to: today };
    case 'all':
      return { from: Temporal.PlainDate.from(BEGINNING), to: today };
  }
}

function namedDays(
  { year, quarter, month }: Extract<PeriodSpec, { kind: 'named' }>,
  { fiscalYearStarts }: PeriodSettings,
): Days {
  if (month !== undefined) {
    const from = Temporal.PlainDate.from({ year, month, day: 1 }, { overflow: 'reject' });
    return { from, to: from.add({ months: 1 }).subtract({ days: 1 }) };
  }
  const started = fiscalYearStarts === 1 ? year : year - 1;
  const begin = Temporal.PlainDate.from({ year: started, month: fiscalYearStarts, day: 1 });
  const from = quarter === undefined ? begin : begin.add({ months: (quarter - 1) * 3 });
  return { from, to: from.add({ months: quarter === undefined ? 12 : 3 }).subtract({ days: 1 }) };
}

/** The calendar unit that a day is in; quarters and years are fiscal. */
export function unitAt(
  day: Temporal.PlainDate,
  unit: PeriodUnit,
  { fiscalYearStarts, weekStarts }: Pick<PeriodSettings, 'fiscalYearStarts' | 'weekStarts'>,
): Days {
  const first = day.with({ day: 1 });
  const monthsIn = (day.month - fiscalYearStarts + 12) % 12;
  switch (unit) {
    case 'day':
      return { from: day, to: day };
    case 'week': {
      const from = day.subtract({ days: weekStarts === 'monday' ? day.dayOfWeek - 1 : day.dayOfWeek % 7 });
      return { from, to: from.add({ days: 6 }) };
    }
    case 'month':
      return { from: first, to: first.add({ months: 1 }).subtract({ days: 1 }) };
    case 'quarter': {
      const from = first.subtract({ months: monthsIn % 3 });
      return { from, to: from.add({ months: 3 }).subtract({ days: 1 }) };
    }
    case 'year': {
      const from = first.subtract({ months: monthsIn });
      return { from, to: from.add({ months: 12 }).subtract({ days: 1 }) };
    }
  }
}

/** The beginning of a unit, so many units on. */
export function shift(day: Temporal.PlainDate, unit: PeriodUnit, by: number): Temporal.PlainDate {
  switch (unit) {
    case 'day':
      return day.add({ days: by });
    case 'week':
      return day.add({ days: by * 7 });
    case 'month':
      return day.add({ months: by });
    case 'quarter':
      return day.add({ months: by * 3 });
    case 'year':
      return day.add({ months: by * 12 });
  }
}

export function todayIn({ zone, now }: Pick<PeriodSettings, 'zone' | 'now'>): Temporal.PlainDate {
  return dayIn(now, zone);
}

export function dayIn(at: Date, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate();
}

/** What was found out: a chart asks for hundreds of days, again and again, and the rules of a zone take their time. */
const starts = new Map<string, number>();
const MOST_STARTS = 20_000;

/** The instant at which a day begins in a zone. */
export function startOf(day: Temporal.PlainDate, zone: string): Date {
  const key = `${zone} ${day.toString()}`;
  const known = starts.get(key) ?? day.toZonedDateTime(zone).epochMilliseconds;
  if (starts.size >= MOST_STARTS) starts.clear();
  starts.set(key, known);
  return new Date(known);
}

export function daysIn({ from, to }: Pick<Period, 'from' | 'to'>): Days {
  return { from: Temporal.PlainDate.from(from), to: Temporal.PlainDate.from(to) };
}

const NAMES: Readonly<Record<PeriodUnit, string>> = {
  day: 'day',
  week: 'week',
  month: 'month',
  quarter: 'quarter',
  year: 'year',
};

/** Canonical words, which mean the same period when they are read again. */
function wordsOf(spec: PeriodSpec): string {
  switch (spec.kind) {
    case 'unit':
      return unitWords(spec.unit, spec.offset);
    case 'last':
      return `last ${spec.n} ${NAMES[spec.unit]}${spec.n === 1 ? '' : 's'}`;
    case 'named':
      if (spec.month !== undefined) return `${spec.year}-${String(spec.month).padStart(2, '0')}`;
      return spec.quarter === undefined ? String(spec.year) : `Q${spec.quarter} ${spec.year}`;
    case 'range':
      return spec.from === spec.to ? spec.from : `${spec.from}..${spec.to}`;
    case 'to_date':
      return `${NAMES[spec.unit]} to date`;
    case 'all':
      return 'all time';
  }
}

function unitWords(unit: PeriodUnit, offset: number): string {
  if (unit === 'day' && offset >= -1 && offset <= 0) return offset === 0 ? 'today' : 'yesterday';
  if (offset === 0) return `this ${NAMES[unit]}`;
  if (offset === -1) return `last ${NAMES[unit]}`;
  if (offset === 1) return `next ${NAMES[unit]}`;
  return offset < 0 ? `${-offset} ${NAMES[unit]}s ago` : `in ${offset} ${NAMES[unit]}s`;
}
