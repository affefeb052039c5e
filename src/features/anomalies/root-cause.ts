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
  const ranked = rankSlices(cells);
  return {
    everywhere: isEverywhere(sum(cells), ranked),
    causes: ranked.filter(({ evidence }) => evidence > 0).slice(0, MOST),
  };
}

/** Every slice of one or two dimensions, the best first, however weak its evidence. */
export function rankSlices(cells: readonly Cell[]): readonly Cause[] {
  const whole = sum(cells);
  return rank([...slicesOf(cells).values()].map((slice) => ({ ...slice, whole })));
}

/**
 * The same of tables that were added up already, whose cells are the slices. One slice under several names is called by that
 * which comes first, and of slices that are part of each other the best is named alone; those that changed the other
 * way than the whole are no causes.
 * @param tables each of the same whole, by one or two dimensions; better names first.
 */
export function explainTables(tables: readonly (readonly Cell[])[]): Explanation {
  const ranked = rank(withoutEchoes(tables));
  const causes: Cause[] = [];
  for (const cause of ranked) {
    if (cause.evidence <= 0 || causes.length === MOST) break;
    if (cause.share > 0 && !causes.some((better) => areNested(better, cause))) causes.push(cause);
  }
  return { everywhere: isEverywhere(sum(tables[0] ?? []), ranked), causes };
}

function isEverywhere(whole: Amounts, [best]: readonly Cause[]): boolean {
  const all = likelihood(whole, SHAPE.slice) - likelihood(whole, SHAPE.rest);
  return all > 0 && all > (best?.evidence ?? 0);
}

function rank(all: readonly SliceOfWhole[]): readonly Cause[] {
  const slices = all.filter(({ actual, expected }) => actual > 0 || expected > 0);
  const ofOne = slices.filter(({ names }) => names.length === 1).length;
  const prior = { 1: -Math.log(Math.max(1, ofOne)), 2: -Math.log(Math.max(1, slices.length - ofOne)) };
  return slices
    .map((slice): Ranked => {
      const { actual, expected, dims, names, whole } = slice;
      const change = whole.actual - whole.expected;
      const rest = { actual: Math.max(0, whole.actual - actual), expected: Math.max(0, whole.expected - expected) };
      const better = likelihood(slice, SHAPE.slice) + likelihood(rest, SHAPE.rest) - likelihood(whole, SHAPE.rest);
      const evidence = better + prior[names.length === 1 ? 1 : 2];
      const share = change === 0 ? 0 : (actual - expected) / change;
      return { name: names.join('&'), cause: { dims, share, actual, expected, evidence } };
    })
    .toSorted(byEvidence)
    .map(({ cause }) => cause);
}

/** What has the same amounts by other dimensions is the same thing: a channel with one source, a team with one owner. */
function withoutEchoes(tables: readonly (readonly Cell[])[]): readonly SliceOfWhole[] {
  const first = new Map<string, string>();
  return tables.flatMap((cells) => {
    const whole = sum(cells);
    return cells.flatMap(({ dims, actual, expected }) => {
      const amounts = `${actual.toPrecision(9)} ${expected.toPrecision(9)}`;
      const by = Object.keys(dims).join(' ');
      const earlier = first.get(amounts) ?? by;
      first.set(amounts, earlier);
      const names = Object.entries(dims).map(nameOf);
      return earlier === by ? [{ dims, names, actual, expected, whole }] : [];
    });
  });
}

/** One is a part of the other: all values of the one are values of the other. */
function areNested(one: Cause, other: Cause): boolean {
  const [fewer, more] = [one.dims, other.dims].toSorted((a, b) => Object.keys(a).length - Object.keys(b).length);
  return Object.entries(fewer ?? {}).every(([dimension, value]) => more?.[dimension] === value);
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

interface SliceOfWhole extends Slice {
  readonly whole: Amounts;
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
  const names = parts.map(nameOf);
  const key = JSON.stringify(names);
  const slice = slices.get(key) ?? { dims: Object.fromEntries(parts), names, actual: 0, expected: 0 };
  slice.actual += cell.actual;
  slice.expected += cell.expected;
  slices.set(key, slice);
}

function nameOf([dimension, value]: readonly [string, string]): string {
  return `${dimension}=${value}`;
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
