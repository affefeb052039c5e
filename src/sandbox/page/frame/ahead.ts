// How far the sandbox's clock is ahead, in a word. Pure.

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

/** `+2 d`, `+1 d 4 h`, `+3 h 15 min`, `+45 min`; '' where it shows the real time. */
export function aheadLabel(aheadMs: number): string {
  const minutes = Math.round(aheadMs / MINUTE_MS);
  if (minutes <= 0) return '';
  const days = Math.floor(minutes / DAY_MINUTES);
  const hours = Math.floor((minutes % DAY_MINUTES) / HOUR_MINUTES);
  const rest = minutes % HOUR_MINUTES;
  const parts = [
    [days, 'd'],
    [hours, 'h'],
    [days > 0 ? 0 : rest, 'min'],
  ] as const;
  const words = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return `+${words.join(' ')}`;
}
