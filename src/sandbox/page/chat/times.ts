// Times of messages as Slack writes them, in the zone of whoever looks. Pure.

const MINUTE_MS = 60_000;
/** Twelve-hour clocks where they are usual; the workspace's other people read 24 hours. */
const TWELVE_HOURS = /^(?:America|Australia|Asia\/Kolkata)/u;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The instant in a Slack `ts` (seconds, a dot, a counter). */
export function instantOf(ts: string): Date {
  return new Date(Math.floor(Number(ts) * 1000));
}

/** `9:41 AM` or `15:41`. */
export function clockTime(ts: string, zone: string): string {
  return formatOf('clock', zone, { hour: 'numeric', minute: '2-digit' }).format(instantOf(ts));
}

/** `Sunday, 22 November 2026 at 15:41:07`, for a tooltip. */
export function fullTime(ts: string, zone: string): string {
  return formatOf('full', zone, { dateStyle: 'full', timeStyle: 'medium' }).format(instantOf(ts));
}

/** Equal for two instants of one calendar day in this zone. */
export function dayKey(instant: Date, zone: string): string {
  return formatOf('key', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);
}

/** `Today`, `Yesterday`, `Friday, 20 November`, with its year where that is another. */
export function dayLabel(instant: Date, now: Date, zone: string): string {
  const key = dayKey(instant, zone);
  if (key === dayKey(now, zone)) return 'Today';
  if (key === dayKey(new Date(now.getTime() - 24 * 60 * MINUTE_MS), zone)) return 'Yesterday';
  const sameYear = yearOf(instant, zone) === yearOf(now, zone);
  const day: Intl.DateTimeFormatOptions = { weekday: 'long', month: 'long', day: 'numeric' };
  if (sameYear) return formatOf('day', zone, day).format(instant);
  return formatOf('day of a year', zone, { ...day, year: 'numeric' }).format(instant);
}

/** `just now`, `5 minutes ago`, `2 hours ago`, then the day. */
export function agoLabel(ts: string, now: Date, zone: string): string {
  const minutes = Math.floor((now.getTime() - instantOf(ts).getTime()) / MINUTE_MS);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} ${hours === 1 ? 'hour' : 'hours'} ago`;
  return `${dayLabel(instantOf(ts), now, zone)} at ${clockTime(ts, zone)}`;
}

function yearOf(instant: Date, zone: string): string {
  return formatOf('year', zone, { year: 'numeric' }).format(instant);
}

function formatOf(name: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${name} ${zone}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const locale = TWELVE_HOURS.test(zone) ? 'en-US' : 'en-GB';
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  formats.set(key, format);
  return format;
}
