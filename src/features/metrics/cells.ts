// One number of a table of numbers: the value of a KPI in a period and a group, with what it rests on.
import type { Figure } from './answer.ts';
import { wilson } from './stats.ts';

export interface Cell {
  readonly value: number | null;
  /** Cases behind it. */
  readonly sample: number;
  readonly parts: Figure['parts'];
  /** The numerator counts cases of the denominator. */
  readonly proportion: boolean;
  /** Rows, and those of them that are left out because their currency has no rate. */
  readonly rows: number;
  readonly unrated: number;
  /** Of something that it is made of all rows are left out for that. */
  readonly unratedAlone: boolean;
  /** Cases too young to be counted. */
  readonly immature: number;
  /** Why there is no value. */
  readonly because: string | null;
}

/** Of one slot, by group; the total under null where it is not grouped, `(none)` where it is. */
export type Cells = ReadonlyMap<string | null, Cell>;

const BLANK: Omit<Cell, 'value' | 'because'> = {
  sample: 0,
  parts: null,
  proportion: false,
  rows: 0,
  unrated: 0,
  unratedAlone: false,
  immature: 0,
};

/** Nothing happened: that is nought, not unknown. */
export const NOUGHT: Cell = { ...BLANK, value: 0, because: null };

export function unknown(because: string, known: Partial<Cell> = {}): Cell {
  return { ...BLANK, ...known, value: null, because };
}

export function cell(value: number, known: Partial<Cell>): Cell {
  return { ...BLANK, ...known, value, because: null };
}

export function figureOf({ value, sample, parts, proportion, because }: Cell): Figure {
  const interval =
    proportion && parts !== null && parts.denominator > 0 && parts.numerator <= parts.denominator
      ? wilson(parts.numerator, parts.denominator)
      : null;
  return { value, sample, interval, parts, because };
}
