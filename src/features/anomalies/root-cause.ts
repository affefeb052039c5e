// Which part of a number explains its change: every slice of one or two dimensions is asked how well "this slice changed and
// the rest did not" accounts for the cells. Pure; what to expect of each cell is worked out in root-cause-cells.ts.
import jStat from 'jstat';

/** A combination of all dimensions' values, with what is there and what was to be expected. */
export interface Cell {
  readonly dims: Readonly<Record<string, string>>;
  /** In cases: counts themselves, money by the size of a case. */
  readonly actual: number;
  readonly expected: number;
}

export interface Cause {
  readonly dims: Readonly<Record<string, string>>;
  /** Of the whole change; above 1 where the rest went the other way. */
  readonly share: number;
  readonly actual: number;
  readonly expected: number;
  /** How much better than "nothing changed in particular" it explains the cells: natural log of the odds. */
  readonly evidence: number;
}

export interface Explanation {
  /** The change is the same everywhere: no slice explains it better. */
  readonly everywhere: boolean;
  /** Best first; none where no slice is likelier than chance. */
  readonly causes: readonly Cause[];
}

/**
 * How far the factor of a changed slice, and that of everything else, is known beforehand: gamma distributions around 1 of this
 * shape. The rest may drift by a twentieth, as forecasts do; the slice may do anything.
 */
const SHAPE = { slice: 2, rest: 400 } as const;
/** The worst slices are of no use to anybody. */
const MOST = 5;

/** @param cells with the same dimensions each. */
export function explainChange(cells: readonly Cell[]): Explanation {
  const whole = sum(cells);
  const ranked = rankSlices(cells);
  const best = ranked[0];
  const all = likelihood(whole, SHAPE.slice) - likelihood(whole, SHAPE.rest);
  return {
    everywhere: all > 0 && all > (best?.evidence ?? 0),
    causes: ranked.filter(({ evidence }) => evidence > 0).slice(0, MOST),
  };
}

/** Every slice of one or two dimensions, the best first, however weak its evidence. */
export function rankSlices(cells: readonly Cell[]): readonly Cause[] {
  const whole = sum(cells);
  const change = whole.actual - whole.expected;
  const nothing = likelihood(whole, SHAPE.rest);
  const slices = [...slicesOf(cells).values()].filter(({ actual, expected }) => actual > 0 || expected > 0);
  const ofOne = slices.filter(({ names }) => names.length === 1).length;
  const prior = { 1: -Math.log(Math.max(1, ofOne)), 2: -Math.log(Math.max(1, slices.length - ofOne)) };
  return slices
    .map((slice): Ranked => {
      const { actual, expected, dims, names } = slice;
      const rest = { actual: Math.max(0, whole.actual - actual), expected: Math.max(0, whole.expected - expected) };
      const evidence =
        likelihood(slice, SHAPE.slice) + likelihood(rest, SHAPE.rest) + prior[names.length === 1 ? 1 : 2] - nothing;
      const share = change === 0 ? 0 : (actual - expected) / change;
      return { name: names.join('&'), cause: { dims, share, actual, expected, evidence } };
    })
    .toSorted(byEvidence)
    .map(({ cause }) => cause);
}

interface Amounts {
  actual: number;
  expected: number;
}

interface Slice extends Amounts {
  readonly dims: Readonly<Record<string, string>>;
  /** `source=web`, one of each dimension. */
  readonly names: readonly string[];
}

interface Ranked {
  readonly name: string;
  readonly cause: Cause;
}

/** Equal evidence: the simpler one, then the alphabet, so that the answer is always the same. */
function byEvidence(a: Ranked, b: Ranked): number {
  const simpler = Object.keys(a.cause.dims).length - Object.keys(b.cause.dims).length;
  return b.cause.evidence - a.cause.evidence || simpler || (a.name < b.name ? -1 : 1);
}

function slicesOf(cells: readonly Cell[]): Map<string, Slice> {
  const slices = new Map<string, Slice>();
  for (const cell of cells) {
    const parts = Object.entries(cell.dims);
    for (const [i, first] of parts.entries()) {
      add(slices, [first], cell);
      for (const second of parts.slice(i + 1)) add(slices, [first, second], cell);
    }
  }
  return slices;
}

function add(slices: Map<string, Slice>, parts: readonly (readonly [string, string])[], cell: Cell): void {
  const names = parts.map(([dimension, value]) => `${dimension}=${value}`);
  const key = JSON.stringify(names);
  const slice = slices.get(key) ?? { dims: Object.fromEntries(parts), names, actual: 0, expected: 0 };
  slice.actual += cell.actual;
  slice.expected += cell.expected;
  slices.set(key, slice);
}

function sum(cells: readonly Cell[]): Amounts {
  const whole = { actual: 0, expected: 0 };
  for (const { actual, expected } of cells) {
    whole.actual += actual;
    whole.expected += expected;
  }
  return whole;
}

/** Log of a Poisson count's probability, averaged over the factor's gamma distribution, but for what all slices share. */
function likelihood({ actual, expected }: Amounts, shape: number): number {
  const constant = jStat.gammaln(actual + shape) - jStat.gammaln(shape);
  return constant + shape * Math.log(shape) - (actual + shape) * Math.log(expected + shape);
}
