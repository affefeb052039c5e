// Looks into what was written before it is known to be right: checks that run beside the shape's own read it with this.

export type Written = Readonly<Record<string, unknown>>;

/** A block of keys. */
export function isBlock(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The items of a list; none where it is no list. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What stands under a key of a block; undefined where it is none, or has no such key. */
export function entryIn(value: unknown, key: string): unknown {
  return isBlock(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function textIn(value: unknown, key: string): string | null {
  const entry = entryIn(value, key);
  return typeof entry === 'string' ? entry : null;
}

/** Where a check says what is wrong. `params` may hold an `offset` in the text and a `suggestion`. */
export interface Issues {
  addIssue(issue: {
    code: 'custom';
    message: string;
    path: PropertyKey[];
    params?: { offset?: number; suggestion?: string | null };
  }): void;
}
