// Dates in text as Slack writes them for each reader: `{date_short_pretty} at {time}` becomes "today at 2:05 PM".
// Source: docs.slack.dev/messaging/formatting-message-text (date formatting).
import type { Names } from './surface.ts';

/** Whose calendar and clock: the instant it is now, and an IANA zone (the browser's own if absent). */
export type Reader = Pick<Names, 'now' | 'timezone'>;

const DAY_MS = 86_400_000;

/**
 * The template with its tokens replaced, or null where a token or the instant is unknown, for which apps give a fallback.
 * @param seconds since 1970
 */
export function formatDate(seconds: number, template: string, reader: Reader): string | null {
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) return null;
  let unknown = false;
  const text = template.replace(/\{(\w+)\}/gu, (all, token: string) => {
    const formatted = TOKENS.get(token)?.(at, reader);
    if (formatted === undefined) unknown = true;
    return formatted ?? all;
  });
  return unknown ? null : text;
}

type Format = (at: Date, reader: Reader) => string;

const day: Format = (at, reader) =>
  `${part(at, reader, { month: 'long' })} ${ordinal(at, reader)}, ${year(at, reader)}`;
const dayShort: Format = (at, reader) => part(at, reader, { month: 'short', day: 'numeric', year: 'numeric' }, 'en-US');
const dayLong: Format = (at, reader) => `${part(at, reader, { weekday: 'long' })}, ${day(at, reader)}`;

const TOKENS = new Map<string, Format>(
  Object.entries({
    date_num: (at, reader) => part(at, reader, { year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA'),
    date_slash: (at, reader) => part(at, reader, { year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-US'),
    date: day,
    date_pretty: pretty(day),
    date_short: dayShort,
    date_short_pretty: pretty(dayShort),
    date_long: dayLong,
    date_long_full: dayLong,
    date_long_pretty: pretty(dayLong),
    time: (at, reader) => part(at, reader, { hour: 'numeric', minute: '2-digit' }, 'en-US'),
    time_secs: (at, reader) => part(at, reader, { hour: 'numeric', minute: '2-digit', second: '2-digit' }, 'en-US'),
    ago: (at, { now }) => ago(at.getTime() - now.getTime()),
  }),
);

function part(at: Date, { timezone }: Reader, options: Intl.DateTimeFormatOptions, locale = 'en-US'): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: timezone }).format(at);
}

function year(at: Date, reader: Reader): string {
  return part(at, reader, { year: 'numeric' });
}

function ordinal(at: Date, reader: Reader): string {
  const number = Number(part(at, reader, { day: 'numeric' }));
  const teen = number >= 11 && number <= 13;
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}

function pretty(otherwise: Format): Format {
  return (at, reader) => {
    const days = Math.round((calendarDay(at, reader) - calendarDay(reader.now, reader)) / DAY_MS);
    if (days === 0) return 'today';
    if (days === 1) return 'tomorrow';
    return days === -1 ? 'yesterday' : otherwise(at, reader);
  };
}

/** Midnight UTC of the reader's calendar day, so that days can be counted apart. */
function calendarDay(at: Date, reader: Reader): number {
  return Date.parse(part(at, reader, { year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA'));
}

const UNITS = [
  ['year', 365 * DAY_MS],
  ['month', 30 * DAY_MS],
  ['day', DAY_MS],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

function ago(ms: number): string {
  const [unit, length] = UNITS.find(([, size]) => Math.abs(ms) >= size) ?? (['second', 1000] as const);
  return new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' }).format(Math.round(ms / length), unit);
}
