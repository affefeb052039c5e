// Between instants and what a calendar and clock on the wall of a zone show. Pure.

/** `2026-11-22T15:30` of an instant, in an IANA zone (the browser's own if undefined), as a datetime-local input has it. */
export function wallTime(seconds: number, zone: string | undefined): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(seconds * 1000);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/**
 * The instant, in seconds since 1970, at which a zone's clocks show this; null for what is no time. An hour that clocks
 * skip is the one after, one that they show twice is the first.
 */
export function instantOf(wall: string, zone: string | undefined): number | null {
  const asUtc = Date.parse(`${wall}Z`) / 1000;
  if (Number.isNaN(asUtc)) return null;
  const offsetAt = (seconds: number): number => Date.parse(`${wallTime(seconds, zone)}Z`) / 1000 - seconds;
  const [before, after] = [offsetAt(asUtc - 86_400), offsetAt(asUtc + 86_400)];
  const first = asUtc - Math.max(before, after);
  const exact = [first, asUtc - Math.min(before, after)].find((at) => wallTime(at, zone) === wall.slice(0, 16));
  return exact ?? asUtc - before;
}
