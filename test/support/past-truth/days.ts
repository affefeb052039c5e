// Calendar days of a zone and working time in it, worked out with Intl alone: nothing of the app's own arithmetic is in here.
const DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();
const starts = new Map<string, number>();

/** The instant at which a wall clock in a zone shows a day and an hour. */
function instantAt(day: string, hour: number, zone: string): number {
  const key = `${day} ${hour} ${zone}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  const wanted = Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000;
  // Where the clock stands at a guess tells how far off the guess is; twice, because the offset may differ there.
  let guess = wanted;
  for (let round = 0; round < 2; round += 1) guess += wanted - wallClock(guess, zone);
  starts.set(key, guess);
  return guess;
}

export function startOfDay(day: string, zone: string): number {
  return instantAt(day, 0, zone);
}

/** `2026-11-22` */
export function dayOf(at: number, zone: string): string {
  return new Date(wallClock(at, zone)).toISOString().slice(0, 10);
}

export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Days from one to another, both included. */
export function daysFrom(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY) + 1);
}

/** What a clock in the zone shows, as if it were UTC. */
function wallClock(at: number, zone: string): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  formats.set(zone, format);
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Mondays to Fridays from nine to six, but for holidays. */
export function workingMs(from: number, to: number, zone: string, holidays: ReadonlySet<string>): number {
  let worked = 0;
  for (let day = dayOf(from, zone); startOfDay(day, zone) < to; day = daysLater(day, 1)) {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    if (weekday === 0 || weekday === 6 || holidays.has(day)) continue;
    const begin = Math.max(from, instantAt(day, 9, zone));
    worked += Math.max(0, Math.min(to, instantAt(day, 18, zone)) - begin);
  }
  return worked;
}

/** As PostgreSQL's percentile_cont: between the two values around it, in proportion. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((one, other) => one - other);
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
}
