// Calendar days as text, `2026-11-20`: which one an instant is in, which one comes so many later.
import { DAY_MS } from '#kernel/time.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant in an IANA zone. */
export function calendarDay(at: Date, zone: string): string {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  formats.set(zone, format);
  return format.format(at);
}

/** The day so many later; earlier, when negative. */
export function dayAfter(day: string, days: number): string {
  return dayOfInstant(new Date(instantOfDay(day).getTime() + days * DAY_MS));
}

/** From one to the other; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return (instantOfDay(to).getTime() - instantOfDay(from).getTime()) / DAY_MS;
}

/** Midnight in UTC: detectors count days, and know no zone. */
export function instantOfDay(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

export function dayOfInstant(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** Monday is 1. */
export function weekdayOf(day: string): number {
  return instantOfDay(day).getUTCDay() || 7;
}

/** Days since 1970. */
export function dayNumber(day: string): number {
  return instantOfDay(day).getTime() / DAY_MS;
}

export function dayOfNumber(number: number): string {
  return dayOfInstant(new Date(number * DAY_MS));
}
