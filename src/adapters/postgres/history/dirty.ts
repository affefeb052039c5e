// What has to be worked out again at the end of a portion.

export interface Dirty {
  readonly prospects: Set<number>;
  /** Deals whose inherited fields, and credits, may be others now. */
  readonly deals: Set<number>;
  /** Deals of which the credits alone may be others. */
  readonly credits: Set<number>;
}

export function nothingDirty(): Dirty {
  return { prospects: new Set(), deals: new Set(), credits: new Set() };
}

export function addAll<Value>(set: Set<Value>, values: Iterable<Value | null>): void {
  for (const value of values) if (value !== null) set.add(value);
}
