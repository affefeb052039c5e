// What was to be expected of each cell of a number, from the same number of an earlier time. Counts, shares of cases, money and
// averages come out in cases, so that one likelihood judges them all.
import type { Cell } from './root-cause.ts';

/**
 * `count`: leads. `ratio`: of `cases`, `value` made it. `amount`: money of `cases` deals. `average`: money by case, as cost per
 * lead or the duration of a deal.
 */
export type CellKind = 'count' | 'ratio' | 'amount' | 'average';

export interface Part {
  readonly dims: Readonly<Record<string, string>>;
  readonly value: number;
  /** What the value is divided by, or how many it is the sum of; of counts the value itself. */
  readonly cases: number;
}

/** Weight of the whole's rate in the rate of a cell, in cases: a cell of two leads knows little of itself. */
const BORROWED_CASES = 5;
/** The variance of a sum of amounts by its mean and the mean amount: 1 + cv², with amounts that scatter by their mean. */
const SCATTER = 2;

export interface Known {
  readonly now: readonly Part[];
  /** Of an earlier time, of any length. */
  readonly before: readonly Part[];
  /** What the whole was expected to be now, of counts and amounts; null: as much as before. */
  readonly expected: number | null;
  /** What of an amount counts as one case, where it was measured. */
  readonly unit?: number | null;
}

/** Cells of now and before, each once; a cell that is on one side alone counts as nought on the other. */
export function expectCells(kind: CellKind, { now, before, expected, unit: measured = null }: Known): readonly Cell[] {
  const past = { value: total(before, 'value'), cases: total(before, 'cases') };
  const cells = new Map<string, { dims: Part['dims']; now: Amount; before: Amount }>();
  for (const [side, parts] of [
    ['now', now],
    ['before', before],
  ] as const) {
    for (const part of parts) {
      const key = keyOf(part.dims);
      const cell = cells.get(key) ?? { dims: part.dims, now: { value: 0, cases: 0 }, before: { value: 0, cases: 0 } };
      cell[side].value += part.value;
      cell[side].cases += part.cases;
      cells.set(key, cell);
    }
  }
  const scale = past.value === 0 || expected === null ? 1 : expected / past.value;
  const unit = measured ?? unitOf(kind, past);
  return [...cells.values()].map((cell) => {
    const { dims } = cell;
    const usual = kind === 'count' || kind === 'amount' ? cell.before.value * scale : usualOf(cell, past);
    return { dims, actual: Math.max(0, cell.now.value) / unit, expected: Math.max(0, usual) / unit };
  });
}

/** The same for the same values, in whichever order the dimensions come. */
function keyOf(dims: Part['dims']): string {
  return JSON.stringify(Object.entries(dims).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

interface Amount {
  value: number;
  cases: number;
}

/** The cases of now at the rate of before. */
function usualOf(cell: { readonly now: Amount; readonly before: Amount }, past: Amount): number {
  const whole = past.cases === 0 ? 0 : past.value / past.cases;
  const rate = (cell.before.value + BORROWED_CASES * whole) / (cell.before.cases + BORROWED_CASES);
  return cell.now.cases * rate;
}

/** What counts as one case. */
function unitOf(kind: CellKind, past: Amount): number {
  if (kind === 'count' || kind === 'ratio') return 1;
  const mean = past.cases === 0 ? 0 : past.value / past.cases;
  return mean > 0 ? SCATTER * mean : 1;
}

function total(parts: readonly Part[], of: 'value' | 'cases'): number {
  return parts.reduce((sum, part) => sum + part[of], 0);
}
