// Calendar days of SOQL: what a date literal such as LAST_N_DAYS:30 covers, and the parts of an instant, in a time zone.
// Pure. A day is written as the Unix milliseconds of its midnight in UTC.

export interface DaySpan {
  readonly from: number;
  /** The first day that is not in it any more. */
  readonly until: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

/** The days of a literal (`THIS_WEEK`, `LAST_N_DAYS:30`) as seen from `today`; null for one that SOQL does not have. */
export function literalDays(literal: string, today: number, weekStartsOn: 0 | 1): DaySpan | null {
  const [name = '', count] = literal.toUpperCase().replaceAll('FISCAL_', '').split(':');
  const n = Number(count);
  const shifted = (unit: Unit, by: number, length = 1): DaySpan => ({
    from: startOf(unit, today, weekStartsOn, by),
    until: startOf(unit, today, weekStartsOn, by + length),
  });
  const single = /^(THIS|LAST|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(name);
  if (single !== null) return shifted(single[2] as Unit, { THIS: 0, LAST: -1, NEXT: 1 }[single[1] ?? ''] ?? 0);
  const many = /^(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR)S$/.exec(name);
  if (many !== null && Number.isInteger(n)) {
    const unit = many[2] as Unit;
    if (many[1] === 'NEXT') return shifted(unit, 1, n);
    // Of days the present one belongs to the last n; of longer spans it does not.
    return shifted(unit, -n, unit === 'DAY' ? n + 1 : n);
  }
  const ago = /^N_(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO$/.exec(name);
  if (ago !== null && Number.isInteger(n)) return shifted(ago[1] as Unit, -n);
  switch (name) {
    case 'TODAY':
      return shifted('DAY', 0);
    case 'YESTERDAY':
      return shifted('DAY', -1);
    case 'TOMORROW':
      return shifted('DAY', 1);
    case 'LAST_90_DAYS':
      return shifted('DAY', -90, 91);
    case 'NEXT_90_DAYS':
      return shifted('DAY', 1, 90);
    default:
      return null;
  }
}

function startOf(unit: Unit, day: number, weekStartsOn: 0 | 1, by: number): number {
  const date = new Date(day);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (unit) {
    case 'DAY':
      return day + by * DAY_MS;
    case 'WEEK':
      return day - ((date.getUTCDay() - weekStartsOn + 7) % 7) * DAY_MS + by * 7 * DAY_MS;
    case 'MONTH':
      return Date.UTC(year, month + by, 1);
    case 'QUARTER':
      return Date.UTC(year, Math.floor(month / 3) * 3 + by * 3, 1);
    case 'YEAR':
      return Date.UTC(year + by, 0, 1);
  }
}

/** The day that an instant falls on in a zone, and its hour there. */
export function localDay(instant: number, zone: string): { readonly day: number; readonly hour: number } {
  const { day, hour } = wallTime(instant, zone);
  return { day, hour };
}

/** The instant at which a day begins in a zone. */
export function startOfDay(day: number, zone: string): number {
  // The offset is looked up twice: the first guess may lie on the other side of a change to or from summer time.
  const guess = day - offsetAt(day, zone);
  return day - offsetAt(guess, zone);
}

function offsetAt(instant: number, zone: string): number {
  const { day, hour, minute } = wallTime(instant, zone);
  return day + hour * HOUR_MS + minute * MINUTE_MS - Math.floor(instant / MINUTE_MS) * MINUTE_MS;
}

function wallTime(instant: number, zone: string): Readonly<Record<'day' | 'hour' | 'minute', number>> {
  const wall = Math.floor(instant / MINUTE_MS) * MINUTE_MS + knownOffset(instant, zone);
  const day = Math.floor(wall / DAY_MS) * DAY_MS;
  const minutes = (wall - day) / MINUTE_MS;
  return { day, hour: Math.floor(minutes / 60), minute: minutes % 60 };
}

/** No zone changes its clocks within a quarter of an hour of UTC. */
const SLOT_MS = 15 * MINUTE_MS;
const MOST_SLOTS = 200_000;
const offsets = new Map<string, number>();

/** Kept: grouping a large table asks for the same times again and again. */
function knownOffset(instant: number, zone: string): number {
  const slot = Math.floor(instant / SLOT_MS);
  const key = `${zone} ${slot}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    offset = shownAt(slot * SLOT_MS, zone) - slot * SLOT_MS;
    if (offsets.size >= MOST_SLOTS) offsets.clear();
    offsets.set(key, offset);
  }
  return offset;
}

/** What a clock in the zone shows, as if it were UTC. */
function shownAt(instant: number, zone: string): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Kept, as making one takes longer than using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const day = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const time = { hour: 'numeric', minute: 'numeric', hourCycle: 'h23' } as const;
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, ...day, ...time });
  formats.set(timeZone, format);
  return format;
}
