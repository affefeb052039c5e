// Questions that may have been meant: words that are not known put right one after the other, until all is understood.
import leven from 'leven';
import type { Token } from './tokens.ts';
import type { Swap } from './where-clause.ts';

/** The words of a question that are known, and what is to be made of one that is like them. */
export interface Known {
  readonly phrases: readonly string[];
  /** Names of KPIs, which are proposed also where they contain what was typed: `response time`. */
  readonly kpis: readonly string[];
}

/** A text read to its end: understood, as it is written properly, or with what is to be put right. */
export type Read =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'swaps'; readonly swaps: readonly Swap[] };

const MOST = 4;
/** Words that are put right in one question. */
const DEPTH = 3;
/** Longest name in words that a typo is looked for in. */
const RUN = 4;

/** Most likely first; none where nothing is like it. */
export function corrections(
  text: string,
  swaps: readonly Swap[],
  read: (text: string) => Read,
  depth = DEPTH,
): readonly string[] {
  const found: string[] = [];
  for (const swap of swaps) {
    if (found.length >= MOST) break;
    const put = text.slice(0, swap.start) + swap.by + text.slice(swap.end);
    const again = read(put);
    if (again.kind === 'read') found.push(again.text);
    else if (depth > 1) found.push(...corrections(put, again.swaps, read, depth - 1));
  }
  return [...new Set(found)].slice(0, MOST);
}

/** What can be put in the place of words that were left over. */
export function swapsFor(left: readonly Token[], { phrases, kpis }: Known, wantsKpi: boolean): readonly Swap[] {
  const all: { readonly swap: Swap; readonly far: number }[] = [];
  for (let from = 0; from < left.length; from += 1) {
    for (let length = Math.min(RUN, left.length - from); length > 0; length -= 1) {
      const row = left.slice(from, from + length);
      if (!isRow(row)) continue;
      const [start, end] = [row[0]?.start ?? 0, row.at(-1)?.end ?? 0];
      const typed = row.flatMap(({ parts }) => parts).join(' ');
      if (typed === '') continue;
      const near = likes(typed, length === 1 ? phrases : []).map(({ name, far }) => ({ name, far: far + 0.5 }));
      const names = wantsKpi ? [...likes(typed, kpis), ...containing(typed, kpis)] : [];
      for (const { name, far } of [...names, ...near])
        all.push({ swap: { start, end, by: name }, far: far - length * 0.1 });
    }
  }
  return all
    .toSorted((one, two) => one.far - two.far)
    .map(({ swap }) => swap)
    .slice(0, 2 * MOST);
}

function isRow(row: readonly Token[]): boolean {
  return row.every(({ start }, index) => index === 0 || start - (row[index - 1]?.end ?? 0) <= 1);
}

function likes(typed: string, names: readonly string[]): readonly { readonly name: string; readonly far: number }[] {
  const allowed = typed.length < 3 ? 0 : Math.max(1, Math.floor(typed.length / 3));
  return names.flatMap((name) => {
    const far = leven(typed, name.toLowerCase().replaceAll(/[_-]/gu, ' '), { maxDistance: allowed + 1 });
    return far <= allowed ? [{ name, far }] : [];
  });
}

function containing(
  typed: string,
  names: readonly string[],
): readonly { readonly name: string; readonly far: number }[] {
  if (typed.length < 3) return [];
  return names
    .filter((name) => ` ${name.toLowerCase().replaceAll(/[_-]/gu, ' ')} `.includes(` ${typed} `))
    .map((name) => ({ name, far: 2.5 }));
}
