// Parts of a number put into tables by one dimension and by two: the slices that may explain a change. Of a dimension with many
// values the rarer ones are one.
import type { Dimension } from '#features/metrics/metric.ts';
import type { Part } from '../root-cause-cells.ts';

/** A part of the number by all dimensions; several parts may have the same values. */
export interface Share {
  /** 0: now; from 1 on the times before that it is compared with. */
  readonly time: number;
  /** In the order of the dimensions; null: rows do not have it. */
  readonly groups: readonly (string | null)[];
  readonly value: number;
  readonly cases: number;
}

export interface PartTable {
  readonly dimensions: readonly Dimension[];
  readonly now: readonly Part[];
  readonly before: readonly Part[];
}

export interface PartTables {
  /** Those by one dimension first, in the order of the dimensions, then those by two. */
  readonly tables: readonly PartTable[];
  /** Dimensions that have more than one value and that say something of their own. */
  readonly dimensions: readonly Dimension[];
}

export const OTHER = '(other)';
const NONE = '(none)';

/** Values of a dimension that are told apart. */
const MOST_VALUES = 20;
/** One dimension follows from another where its values give those of the other away in this share of the cases. */
const FOLLOWS = 0.98;
/** Numbers of a cell: value and cases, of now and of before. */
const WIDTH = 4;

/** @param times how many times before there are. */
export function tablesOf(dimensions: readonly Dimension[], shares: readonly Share[], times: number): PartTables {
  const coded = dimensions.map((dimension, place) => codesOf(dimension, place, shares, times));
  const telling = coded.filter(({ names }) => names.length > 1);
  const pairs = telling.flatMap((one, index) => telling.slice(index + 1).map((other) => pairOf(one, other, shares)));
  const following = pairs.map((pair) => ({
    pair,
    other: follows(weightsOf(pair, times), 'column'),
    one: follows(weightsOf(pair, times), 'row'),
  }));
  const alike = new Set(following.flatMap(({ pair, one, other }) => (one && other ? [pair.other] : [])));
  const known = telling.filter((one) => !alike.has(one));
  const apart = following.flatMap(({ pair, one, other }) =>
    one || other || alike.has(pair.one) || alike.has(pair.other) ? [] : [pair],
  );
  return {
    tables: [
      ...known.map((one) => tableOf([one], sumsOf([one], shares))),
      ...apart.map(({ one, other, sums }) => tableOf([one, other], sums)),
    ],
    dimensions: known.map(({ dimension }) => dimension),
  };
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

function codesOf(dimension: Dimension, place: number, shares: readonly Share[], times: number): Coded {
  const weights = new Map<string, number>();
  for (const { time, groups, cases } of shares) {
    const name = groups[place] ?? NONE;
    weights.set(name, (weights.get(name) ?? 0) + (time === 0 ? cases : cases / times));
  }
  const ranked = [...weights].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  const names = ranked.length > MOST_VALUES ? [...ranked.slice(0, MOST_VALUES), OTHER] : ranked;
  const codeOf = new Map(ranked.map((name, index) => [name, Math.min(index, MOST_VALUES)]));
  return { dimension, names, codes: Uint8Array.from(shares, ({ groups }) => codeOf.get(groups[place] ?? NONE) ?? 0) };
}

function pairOf(one: Coded, other: Coded, shares: readonly Share[]): Pair {
  return { one, other, sums: sumsOf([one, other], shares) };
}

function sumsOf([one, other]: readonly [Coded, Coded?], shares: readonly Share[]): Float64Array {
  const columns = other?.names.length ?? 1;
  const sums = new Float64Array(one.names.length * columns * WIDTH);
  for (const [index, { time, value, cases }] of shares.entries()) {
    const cell = (one.codes[index] ?? 0) * columns + (other?.codes[index] ?? 0);
    const at = cell * WIDTH + (time === 0 ? 0 : 2);
    sums[at] = (sums[at] ?? 0) + value;
    sums[at + 1] = (sums[at + 1] ?? 0) + cases;
  }
  return sums;
}

/** Cases of each cell, row by row. */
function weightsOf({ one, other, sums }: Pair, times: number): readonly (readonly number[])[] {
  return one.names.map((_, row) =>
    other.names.map((__, column) => {
      const at = (row * other.names.length + column) * WIDTH;
      return (sums[at + 1] ?? 0) + (sums[at + 3] ?? 0) / times;
    }),
  );
}

/** Whether the column follows from the row, or the row from the column. */
function follows(weights: readonly (readonly number[])[], which: 'row' | 'column'): boolean {
  const lines = which === 'column' ? weights : (weights[0] ?? []).map((_, at) => weights.map((row) => row[at] ?? 0));
  const given = lines.reduce((sum, line) => sum + Math.max(...line), 0);
  const all = lines.reduce((sum, line) => sum + line.reduce((total, one) => total + one, 0), 0);
  return given >= all * FOLLOWS;
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
  return { dimensions: [one.dimension, ...(other === undefined ? [] : [other.dimension])], now, before };
}
