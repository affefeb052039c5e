// No two entries of a list may share a name.
import { asList, entryIn, type Issues } from './written.ts';

/**
 * A check for a list of `noun`s that differ by `key`, or of texts where no key is given. Looks at whatever was
 * written, so that a repeated name is told along with everything else that is wrong.
 */
export function unique(noun: string, key?: string): (items: unknown, issues: Issues) => void {
  return (items, issues) => {
    const seen = new Set<string>();
    for (const [index, item] of asList(items).entries()) {
      const name = key === undefined ? item : entryIn(item, key);
      if (typeof name !== 'string') continue;
      if (seen.has(name)) {
        const path = key === undefined ? [index] : [index, key];
        issues.addIssue({ code: 'custom', message: `there is a ${noun} "${name}" already`, path });
      }
      seen.add(name);
    }
  };
}
