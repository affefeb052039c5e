// How far the sandbox's clock is ahead, in words. Pure.

const UNITS = [
  { ms: 86_400_000, word: 'd' },
  { ms: 3_600_000, word: 'h' },
  { ms: 60_000, word: 'min' },
] as const;

/** `8 d 1 h`, the two largest units; null for less than a minute. */
export function aheadText(ms: number): string | null {
  let left = ms;
  const parts = UNITS.map((unit) => {
    const count = Math.floor(left / unit.ms);
    left -= count * unit.ms;
    return { count, word: unit.word };
  });
  const told = parts.filter(({ count }) => count > 0).slice(0, 2);
  return told.length === 0 ? null : told.map(({ count, word }) => `${count} ${word}`).join(' ');
}
