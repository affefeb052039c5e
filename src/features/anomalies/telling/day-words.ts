// Calendar days and minutes as people read them. Pure.
import { localTime } from '#kernel/time.ts';

const LONG = formatter({ weekday: 'long' });
const SHORT = formatter({ weekday: 'short' });

/** `Tuesday 17 Nov`; the minute of a reading of Signalbox itself is `20 Nov 11:15` in the zone. */
export function dayWords(day: string, zone: string): string {
  return worded(day, zone, LONG);
}

/** `Tue 17 Nov` */
export function shortDayWords(day: string, zone: string): string {
  return worded(day, zone, SHORT);
}

function worded(day: string, zone: string, write: Intl.DateTimeFormat): string {
  if (!isMinute(day)) return write.format(new Date(`${day}T00:00:00Z`)).replace(',', '');
  const at = new Date(day);
  const date = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short' }).format(at);
  return `${date} ${localTime(at, zone)}`;
}

/** Whether it is one of Signalbox itself, which is read by the minute. */
export function isMinute(day: string): boolean {
  return day.includes('T');
}

function formatter({ weekday }: { readonly weekday: 'long' | 'short' }): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday, day: 'numeric', month: 'short' });
}
