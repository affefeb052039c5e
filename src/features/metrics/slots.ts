// Periods made ready to be counted: their spans of instants, the periods before them, and the steps of a chart.
import { Temporal } from 'temporal-polyfill';
import {
  daysIn,
  PERIOD_UNITS,
  shift,
  startOf,
  unitAt,
  type Days,
  type PeriodSettings,
  type PeriodUnit,
} from './periods.ts';
import type { Comparison, Grain, Period } from './question.ts';
import type { Span } from './store.ts';

/** What is counted at once: some days, cut where they are not over. */
export interface Slot {
  readonly days: Days;
  /** Ends at the app's time where the days are not over, and at the same share of them where it is compared with such. */
  readonly span: Span;
  /** The whole of the days, whatever of them is over. */
  readonly whole: Span;
}

/** More steps than this are no chart. */
export const MAX_STEPS = 400;

export function slotOf(days: Days, settings: PeriodSettings): Slot {
  const whole = wholeSpan(days, settings);
  return { days, whole, span: { from: whole.from, to: earlier(whole.to, later(settings.now, whole.from)) } };
}

/** What is compared with a slot; of one that is not over, the same share. */
export function slotBefore(slot: Slot, comparison: Comparison, settings: PeriodSettings): Slot {
  const days = comparison === 'previous' ? daysBefore(slot.days, settings) : daysAYearBefore(slot.days);
  const whole = wholeSpan(days, settings);
  const length = slot.whole.to.getTime() - slot.whole.from.getTime();
  const share = (slot.span.to.getTime() - slot.span.from.getTime()) / length;
  const to = share >= 1 ? whole.to : new Date(whole.from.getTime() + Math.round(share * lengthOf(whole)));
  return { days, whole, span: { from: whole.from, to } };
}

/** The calendar unit before where the days are one, else as many days just before. */
function daysBefore(days: Days, settings: PeriodSettings): Days {
  const unit = unitOf(days, settings);
  if (unit !== null) return unitAt(shift(days.from, unit, -1), unit, settings);
  const to = days.from.subtract({ days: 1 });
  return { from: to.subtract({ days: days.from.until(days.to).days }), to };
}

/** The same days of the calendar a year earlier; the end of a month stays one. */
function daysAYearBefore({ from, to }: Days): Days {
  const before = to.subtract({ years: 1 });
  return {
    from: from.subtract({ years: 1 }),
    to: to.day === to.daysInMonth ? before.with({ day: before.daysInMonth }) : before,
  };
}

/** The calendar unit that these days are, exactly; null: none. */
function unitOf(days: Days, settings: PeriodSettings): PeriodUnit | null {
  return (
    PERIOD_UNITS.find((unit) => {
      const { from, to } = unitAt(days.from, unit, settings);
      return from.equals(days.from) && to.equals(days.to);
    }) ?? null
  );
}

/** Days, weeks, months or quarters: at most twenty of them, which is what Slack's own charts take. */
export function grainFor({ from, to }: Pick<Period, 'from' | 'to'>): Grain {
  const days = lengthInDays(daysIn({ from, to }));
  if (days <= 20) return 'day';
  if (days <= 130) return 'week';
  return days <= 580 ? 'month' : 'quarter';
}

export interface Step extends Slot {
  /** `2026-11-01`, and how it is called. */
  readonly day: string;
  readonly label: string;
}

/** Steps of the days that have begun, in order; the first and the last may be cut by the days' own ends. */
export function stepsOf(days: Days, grain: Grain, settings: PeriodSettings): readonly Step[] {
  const steps: Step[] = [];
  for (let day = days.from; Temporal.PlainDate.compare(day, days.to) <= 0;) {
    const unit = unitAt(day, grain, settings);
    const last = Temporal.PlainDate.compare(unit.to, days.to) < 0 ? unit.to : days.to;
    const slot = slotOf({ from: day, to: last }, settings);
    if (slot.whole.from > settings.now) break;
    steps.push({ ...slot, day: day.toString(), label: labelOf(day, grain, settings) });
    day = last.add({ days: 1 });
  }
  return steps;
}

const FORMATS = {
  day: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }),
  month: new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' }),
};

function labelOf(day: Temporal.PlainDate, grain: Grain, settings: PeriodSettings): string {
  const date = new Date(`${day.toString()}T00:00:00Z`);
  if (grain === 'month') return FORMATS.month.format(date);
  if (grain !== 'quarter') return FORMATS.day.format(date);
  const year = unitAt(day, 'year', settings);
  const quarter = Math.floor(year.from.until(day, { largestUnit: 'months' }).months / 3) + 1;
  return `Q${quarter} ${year.to.year}`;
}

export function lengthInDays({ from, to }: Days): number {
  return from.until(to).days + 1;
}

/** Whole months where the days begin and end with them, else in proportion: a year of 365.25 days has 12. */
export function monthsIn(days: Days): number {
  const end = days.to.add({ days: 1 });
  const months = days.from.until(end, { largestUnit: 'months' });
  return months.days === 0 ? months.months : (lengthInDays(days) * 12) / 365.25;
}

/** Share of the days that is over, 0 to 1. */
export function elapsedShare({ span, whole }: Slot): number {
  return lengthOf(span) / lengthOf(whole);
}

/** Days are counted by their beginnings, so that one with 23 or 25 hours is one. */
function wholeSpan({ from, to }: Days, { zone }: Pick<PeriodSettings, 'zone'>): Span {
  return { from: startOf(from, zone), to: startOf(to.add({ days: 1 }), zone) };
}

function lengthOf({ from, to }: Span): number {
  return Math.max(0, to.getTime() - from.getTime());
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
