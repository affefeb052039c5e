// "Did you mean": the candidate that a slip of the finger is closest to.
import leven from 'leven';

/** Null when nothing is close enough to be meant: a third of the letters may differ, and at least two. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const allowed = Math.max(2, Math.floor(word.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | null = null;
  for (const candidate of candidates) {
    const distance = leven(word.toLowerCase(), candidate.toLowerCase(), { maxDistance: allowed + 1 });
    if (distance <= allowed && distance < candidate.length && (best === null || distance < best.distance)) {
      best = { candidate, distance };
    }
  }
  return best?.candidate ?? null;
}
