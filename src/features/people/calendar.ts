// Working time of a person or of the organization: whether it is now, when it is next, and when a span of it is over.
import { Temporal } from 'temporal-polyfill';
import { DAY_MS, TimeZone } from '#kernel/time.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { WorkingWeek } from '#features/playbook/values.ts';
import { entryOf } from './aliases.ts';

export interface WorkCalendar {
  /** IANA. */
  readonly zone: string;
  readonly week: WorkingWeek;
  /** Calendar days of the zone, `2026-12-24`. */
  readonly holidays: ReadonlySet<string>;
}

/** When somebody works: by the playbook first, then by their Slack profile, else as the organization (null) does. */
export function calendarOf(playbook: Playbook, person: SlackPerson | null): WorkCalendar {
  const { timezone, working_hours, holidays } = playbook.organization;
  const entry = person === null ? undefined : entryOf(playbook, person);
  return {
    zone: entry?.timezone ?? knownZone(person?.timeZone) ?? timezone,
    week: entry?.working_hours ?? working_hours,
    holidays: new Set([...holidays, ...(entry?.holidays ?? [])]),
  };
}

export function isWorkingTime(calendar: WorkCalendar, at: Date): boolean {
  const moment = at.getTime();
  const hours = hoursOf(calendar, dayOf(calendar, moment));
  return hours !== null && moment >= hours.from && moment < hours.to;
}

/** `at` itself where it is working time, else when work begins next. */
export function nextWorkingTime(calendar: WorkCalendar, at: Date): Date {
  return new Date(startOfWork(calendar, at.getTime()));
}

/**
 * When `ms` of working time after `from` are over. Whole days of the span are working days, which end at the same hour
 * they began at; the rest are working hours. The result is working time: a span that ends with the day's work is over
 * when work begins again.
 */
export function addWorkingTime(calendar: WorkCalendar, from: Date, ms: number): Date {
  const days = Math.floor(ms / DAY_MS);
  const start = startOfWork(calendar, from.getTime());
  return new Date(addHours(calendar, addDays(calendar, start, days), ms - days * DAY_MS));
}

/** The instant at which a calendar day, `2026-12-24`, begins in a zone. Throws RangeError for no day. */
export function startOfDay(zone: string, day: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);
}

/** The calendar day, `2026-12-24`, that an instant is in. */
export function dayAt(zone: string, at: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** Milliseconds of working time in the span; 0 where it ends before it begins. */
export function workingTimeBetween(calendar: WorkCalendar, from: Date, to: Date): number {
  const end = to.getTime();
  let worked = 0;
  for (let moment = startOfWork(calendar, from.getTime()); moment < end;) {
    const until = endOfWork(calendar, moment);
    worked += Math.min(until, end) - moment;
    moment = startOfWork(calendar, until);
  }
  return worked;
}

/** Working hours of a calendar day, `2026-12-24`, in milliseconds since 1970; null on a day off. Throws RangeError for no day. */
export function workingHoursOn(calendar: WorkCalendar, day: string): Hours | null {
  return hoursOf(calendar, Temporal.PlainDate.from(day));
}

/** Slack's zones are checked: what this machine does not know must not stop a clock. */
function knownZone(zone: string | null | undefined): string | null {
  return TimeZone.safeParse(zone).data ?? null;
}

function dayOf({ zone }: WorkCalendar, moment: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toPlainDate();
}

/** Milliseconds since 1970; `to` is the first that is not worked any more. */
interface Hours {
  readonly from: number;
  readonly to: number;
}

/** Null for a day off, and for one on which the clocks leave out all of its working hours. */
function hoursOf({ zone, week, holidays }: WorkCalendar, day: Temporal.PlainDate): Hours | null {
  if (!week.days.includes(day.dayOfWeek) || holidays.has(day.toString())) return null;
  const from = momentAt(zone, day, week.from);
  const to = momentAt(zone, day, week.to);
  return from < to ? { from, to } : null;
}

/** An hour that the clocks leave out is the one after it; midnight at a day's end is the next day's beginning. */
function momentAt(zone: string, day: Temporal.PlainDate, minutes: number): number {
  const date = minutes === MINUTES_A_DAY ? day.add({ days: 1 }) : day;
  const hour = Math.floor((minutes % MINUTES_A_DAY) / 60);
  return date.toZonedDateTime({ timeZone: zone, plainTime: { hour, minute: minutes % 60 } }).epochMilliseconds;
}

const MINUTES_A_DAY = 24 * 60;

function startOfWork(calendar: WorkCalendar, moment: number): number {
  // A day's beginning may lie in its working hours already.
  for (let day = dayOf(calendar, moment); ; day = day.add({ days: 1 })) {
    const hours = hoursOf(calendar, day);
    if (hours !== null && moment < hours.to) return Math.max(moment, hours.from);
  }
}

/** When the day's work is over, of a moment in it. */
function endOfWork(calendar: WorkCalendar, moment: number): number {
  return hoursOf(calendar, dayOf(calendar, moment))?.to ?? moment;
}

/** The same hour so many working days later. */
function addDays(calendar: WorkCalendar, start: number, days: number): number {
  if (days === 0) return start;
  const clock = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(calendar.zone);
  let day = clock.toPlainDate();
  for (let left = days; left > 0;) {
    day = day.add({ days: 1 });
    if (hoursOf(calendar, day) !== null) left -= 1;
  }
  const moment = day.toZonedDateTime({ timeZone: calendar.zone, plainTime: clock.toPlainTime() }).epochMilliseconds;
  return startOfWork(calendar, moment);
}

function addHours(calendar: WorkCalendar, start: number, ms: number): number {
  let moment = start;
  let left = ms;
  for (;;) {
    const until = endOfWork(calendar, moment);
    if (left < until - moment) return moment + left;
    left -= until - moment;
    moment = startOfWork(calendar, until);
  }
}
