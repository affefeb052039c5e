// No two entries of a list may share a name.

interface Issues {
  addIssue(issue: { code: 'custom'; message: string; path: PropertyKey[] }): void;
}

/**
 * A check for a list of `noun`s that differ by `key`, or of texts where no key is given. Looks at whatever was
 * written, so that a repeated name is told along with everything else that is wrong.
 */
export function unique(noun: string, key?: string): (items: unknown, issues: Issues) => void {
  return (items, issues) => {
    if (!Array.isArray(items)) return;
    const seen = new Set<string>();
    for (const [index, item] of (items as readonly unknown[]).entries()) {
      const name = key === undefined ? item : nameIn(item, key);
      if (typeof name !== 'string') continue;
      if (seen.has(name)) {
        const path = key === undefined ? [index] : [index, key];
        issues.addIssue({ code: 'custom', message: `there is a ${noun} "${name}" already`, path });
      }
      seen.add(name);
    }
  };
}

function nameIn(item: unknown, key: string): unknown {
  return typeof item === 'object' && item !== null ? (item as Readonly<Record<string, unknown>>)[key] : undefined;
}
