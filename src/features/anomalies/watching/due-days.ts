// Which days can be looked at: they are over, the settling delay has passed, and every system that a number rests on has been
// read to their end.
import { HOUR_MS, after } from '#kernel/time.ts';
import { dayAt, startOfDay } from '#features/people/calendar.ts';
import type { SystemHealth } from '../data-fault.ts';
import { dayAfter } from '../judging/calendar-day.ts';

export interface Hours {
  /** IANA, the organization's. */
  readonly zone: string;
  /** How long after its end a day is looked at. */
  readonly settleMs: number;
}

/** So long after that the data should have been there. */
const OVERDUE_MS = 4 * HOUR_MS;

/** The last day that is over for as long as it takes to settle. */
export function newestSettled(now: Date, { zone, settleMs }: Hours): string {
  return dayAfter(dayAt(zone, after(now, -settleMs)), -1);
}

/** The instant at which a calendar day is over. */
export function endOfDay(day: string, zone: string): Date {
  return startOfDay(zone, dayAfter(day, 1));
}

/** From one to the other, both included; empty where it ends before it begins. */
export function daysFrom(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = dayAfter(day, 1)) days.push(day);
  return days;
}

/** The last of these days to whose end every system was read; null: none of them was. */
export function readWhole(days: readonly string[], systems: readonly SystemHealth[], zone: string): string | null {
  const whole = days.filter((day) => isRead(systems, endOfDay(day, zone)));
  return whole.at(-1) ?? null;
}

function isRead(systems: readonly SystemHealth[], end: Date): boolean {
  return systems.every(({ readThrough }) => readThrough !== null && readThrough >= end);
}

/** Whether a day should have been looked at for hours. */
export function isOverdue(day: string, now: Date, { zone, settleMs }: Hours): boolean {
  return now >= after(endOfDay(day, zone), settleMs + OVERDUE_MS);
}
