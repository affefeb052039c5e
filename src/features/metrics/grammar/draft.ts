// What was found in a question so far, and what is wrong with it. Each part is taken once.
import type { AttributionModel, Dimension, Metric } from '../metric.ts';
import type { Comparison, Grain, Period } from '../question.ts';
import type { Token } from './tokens.ts';
import type { Condition, Swap } from './where-clause.ts';

interface Trouble {
  readonly because: string;
  /** Texts to put in the place of others, each of which would be understood. */
  readonly swaps: readonly Swap[];
}

export interface Scanned {
  readonly kpi: Metric | null;
  readonly period: Period | null;
  readonly grain: Grain | null;
  readonly by: Dimension | null;
  readonly where: readonly Condition[];
  /** `none`: expressly without. Null: not said. */
  readonly compare: Comparison | 'none' | null;
  readonly model: AttributionModel | null;
  readonly troubles: readonly Trouble[];
  /** Not understood, in order. */
  readonly left: readonly Token[];
}

export type Draft = { -readonly [Key in keyof Scanned]: Scanned[Key] };

export function emptyDraft(): Draft {
  return {
    kpi: null,
    period: null,
    grain: null,
    by: null,
    where: [],
    compare: null,
    model: null,
    troubles: [],
    left: [],
  };
}

/** A second one that differs is a contradiction, and nobody can tell which was meant. */
export function once<Key extends 'period' | 'grain' | 'by' | 'compare' | 'model'>(
  draft: Draft,
  key: Key,
  value: NonNullable<Draft[Key]>,
  called: string,
): void {
  const before = draft[key];
  if (before === null || before === value) draft[key] = value;
  else trouble(draft, `Ask for one ${called} at a time: here are ${sayTwo(before, value)}.`, []);
}

function sayTwo(one: unknown, two: unknown): string {
  return [one, two].map((each) => (typeof each === 'string' ? each : (each as Period).words)).join(' and ');
}

export function trouble(draft: Draft, because: string, swaps: readonly Swap[]): void {
  draft.troubles = [...draft.troubles, { because, swaps }];
}
