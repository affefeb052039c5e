// How long ago something was, in few words. Pure.

const STEPS = [
  { below: 60, size: 1, word: 's' },
  { below: 3_600, size: 60, word: 'min' },
  { below: 172_800, size: 3_600, word: 'h' },
] as const;
const SECONDS_A_DAY = 86_400;
const LONGEST_DAYS = 30;
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** `just now`, `12 s ago`, `5 min ago`, `3 d ago`, then the day. Both in milliseconds. */
export function agoText(at: number, now: number): string {
  const seconds = Math.floor((now - at) / 1000);
  if (seconds < 2) return 'just now';
  const step = STEPS.find(({ below }) => seconds < below);
  if (step !== undefined) return `${Math.floor(seconds / step.size)} ${step.word} ago`;
  const days = Math.floor(seconds / SECONDS_A_DAY);
  return days <= LONGEST_DAYS ? `${days} d ago` : DAY.format(at);
}
