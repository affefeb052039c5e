// Parts of a number put into tables by one dimension and by two: the slices that may explain a change. Of a dimension with many
// values the rarer ones are one.
import type { Dimension } from '#features/metrics/metric.ts';
import type { Part } from '../root-cause-cells.ts';

/** A part of the number by all dimensions; several parts may have the same values. */
export interface Share {
  readonly side: 'now' | 'before';
  /** In the order of the dimensions; null: rows do not have it. */
  readonly groups: readonly (string | null)[];
  readonly value: number;
  readonly cases: number;
}

export interface PartTable {
  readonly now: readonly Part[];
  readonly before: readonly Part[];
}

export interface PartTables {
  /** Those by one dimension first, in the order of the dimensions, then those by two. */
  readonly tables: readonly PartTable[];
  /** Dimensions that have more than one value and that say something of their own. */
  readonly dimensions: readonly Dimension[];
}

const NONE = '(none)';
export const OTHER = '(other)';

/** Values of a dimension that are told apart. */
const MOST_VALUES = 20;
/** One dimension follows from another where its values give those of the other away in this share of the cases. */
const FOLLOWS = 0.98;
/** Numbers of a cell: value and cases, of now and of before. */
const WIDTH = 4;

/** @param weight of what was before, in comparison to now: one by the number of its days. */
export function tablesOf(dimensions: readonly Dimension[], shares: readonly Share[], weight: number): PartTables {
  const coded = dimensions.map((dimension, place) => codesOf(dimension, place, shares, weight));
  const telling = coded.filter(({ names }) => names.length > 1);
  const pairs = telling.flatMap((one, index) => telling.slice(index + 1).map((other) => pairOf(one, other, shares)));
  const weightAt = (sums: Float64Array, cell: number): number =>
    (sums[cell * WIDTH + 1] ?? 0) + (sums[cell * WIDTH + 3] ?? 0) * weight;
  const alike = new Set(
    pairs.flatMap((pair) => (follows(pair, 'other') && follows(pair, 'one') ? [pair.other.dimension] : [])),
  );
  const known = telling.filter(({ dimension }) => !alike.has(dimension));
  const apart = pairs.filter(
    (pair) =>
      known.includes(pair.one) && known.includes(pair.other) && !follows(pair, 'one') && !follows(pair, 'other'),
  );
  return {
    tables: [...known.map((one) => tableOf([one], sumsOf([one], shares))), ...apart.map(tableOfPair)],
    dimensions: known.map(({ dimension }) => dimension),
  };

  /** Whether this dimension of the pair follows from the other one. */
  function follows({ one, other, sums }: Pair, which: 'one' | 'other'): boolean {
    const [from, to] = which === 'other' ? [one, other] : [other, one];
    let [given, all] = [0, 0];
    for (let a = 0; a < from.names.length; a += 1) {
      let largest = 0;
      for (let b = 0; b < to.names.length; b += 1) {
        const [row, column] = which === 'other' ? [a, b] : [b, a];
        const here = weightAt(sums, row * other.names.length + column);
        largest = Math.max(largest, here);
        all += here;
      }
      given += largest;
    }
    return given >= all * FOLLOWS;
  }
}

/** A dimension whose values are numbers. */
interface Coded {
  readonly dimension: Dimension;
  readonly names: readonly string[];
  /** Of each share. */
  readonly codes: Uint8Array;
}

interface Pair {
  readonly one: Coded;
  readonly other: Coded;
  readonly sums: Float64Array;
}

function codesOf(dimension: Dimension, place: number, shares: readonly Share[], weight: number): Coded {
  const weights = new Map<string, number>();
  for (const { side, groups, cases } of shares) {
    const name = groups[place] ?? NONE;
    weights.set(name, (weights.get(name) ?? 0) + cases * (side === 'now' ? 1 : weight));
  }
  const ranked = [...weights].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  const names = ranked.length > MOST_VALUES ? [...ranked.slice(0, MOST_VALUES), OTHER] : ranked;
  const codeOf = new Map(ranked.map((name, index) => [name, Math.min(index, MOST_VALUES)]));
  return { dimension, names, codes: Uint8Array.from(shares, ({ groups }) => codeOf.get(groups[place] ?? NONE) ?? 0) };
}

function pairOf(one: Coded, other: Coded, shares: readonly Share[]): Pair {
  return { one, other, sums: sumsOf([one, other], shares) };
}

function tableOfPair({ one, other, sums }: Pair): PartTable {
  return tableOf([one, other], sums);
}

function sumsOf([one, other]: readonly [Coded, Coded?], shares: readonly Share[]): Float64Array {
  const columns = other?.names.length ?? 1;
  const sums = new Float64Array(one.names.length * columns * WIDTH);
  for (const [index, { side, value, cases }] of shares.entries()) {
    const cell = (one.codes[index] ?? 0) * columns + (other?.codes[index] ?? 0);
    const at = cell * WIDTH + (side === 'now' ? 0 : 2);
    sums[at] = (sums[at] ?? 0) + value;
    sums[at + 1] = (sums[at + 1] ?? 0) + cases;
  }
  return sums;
}

function tableOf([one, other]: readonly [Coded, Coded?], sums: Float64Array): PartTable {
  const [now, before]: [Part[], Part[]] = [[], []];
  for (const [row, name] of one.names.entries()) {
    for (const [column, second] of (other?.names ?? ['']).entries()) {
      const at = (row * (other?.names.length ?? 1) + column) * WIDTH;
      const dims = { [one.dimension]: name, ...(other === undefined ? {} : { [other.dimension]: second }) };
      const [value = 0, cases = 0, past = 0, pastCases = 0] = sums.subarray(at, at + WIDTH);
      if (value !== 0 || cases !== 0) now.push({ dims, value, cases });
      if (past !== 0 || pastCases !== 0) before.push({ dims, value: past, cases: pastCases });
    }
  }
  return { now, before };
}
