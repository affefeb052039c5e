// Finding things by a few typed letters: those that begin with them first, then those with a word that does, then the rest. Pure.

/** In the order given where nothing was typed; what does not match at all is left out. */
export function ranked<T>(things: readonly T[], typed: string, namesOf: (thing: T) => readonly string[]): readonly T[] {
  const sought = typed.trim().toLowerCase();
  if (sought === '') return things;
  return things
    .map((thing) => ({ thing, rank: Math.min(...namesOf(thing).map((name) => rankOf(name.toLowerCase(), sought))) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ thing }) => thing);
}

function rankOf(name: string, sought: string): number {
  if (name === sought) return 0;
  if (name.startsWith(sought)) return 1;
  if (name.split(/[\s_.-]+/u).some((word) => word.startsWith(sought))) return 2;
  return name.includes(sought) ? 3 : Number.POSITIVE_INFINITY;
}
