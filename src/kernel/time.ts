// Durations and instants. Instants are UTC Dates; a calendar day or a local hour always names its IANA zone.
import { z } from 'zod';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/** A duration such as `90s`, `15m`, `4h` or `3d`; parses to milliseconds. */
export const Duration = z
  .string()
  .regex(/^\d+(s|m|h|d)$/, 'write a duration as a whole number and s, m, h or d, for example 15m')
  .transform((text) => Number(text.slice(0, -1)) * (UNIT_MS[text.slice(-1)] ?? 0));

/** The instant `ms` milliseconds after `at` (before, when negative). */
export function after(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}

/** Milliseconds from `since` to `at`. */
export function elapsed(since: Date, at: Date): number {
  return at.getTime() - since.getTime();
}

/** An IANA time zone name that this machine's ICU data knows. */
export const TimeZone = z.string().refine(isTimeZone, 'not an IANA time zone, for example Europe/Berlin');

/** What was found out: to ask ICU anew takes a tenth of a millisecond, and every working hour asks. */
const zones = new Map<string, boolean>();

function isTimeZone(zone: string): boolean {
  const known = zones.get(zone) ?? knowsZone(zone);
  // Wrong names can be as many as people type.
  if (known) zones.set(zone, known);
  return known;
}

function knowsZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The wall-clock time in a zone, for example `14:05`. */
export function localTime(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);
}

/** A short span for people: `45 s`, `12 min`, `3 h`, `2 d`. */
export function spanText(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.max(0, Math.round(ms / 1000))} s`;
  if (ms < HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  if (ms < 2 * DAY_MS) return `${Math.round(ms / HOUR_MS)} h`;
  return `${Math.round(ms / DAY_MS)} d`;
}
