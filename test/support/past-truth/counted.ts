// What a question is answered from. Types alone.
import type { Past } from '#sandbox/world/past/past.ts';
import type { TruthRules } from './rules.ts';
import type { TrueDeal } from './truth-deals.ts';
import type { TruePerson } from './truth-people.ts';

export interface TruthQuestion {
  /** Days, both included. */
  readonly from: string;
  readonly to: string;
  readonly by?: string;
  /** Null: those without. Without `by` everything counts. */
  readonly group?: string | null;
  readonly model?: string;
}

/** What a question is answered from. */
export interface Counted extends TruthQuestion {
  readonly rules: TruthRules;
  readonly past: Past;
  /** Instants: from, and before. */
  readonly begin: number;
  readonly end: number;
  /** Those of the group. */
  readonly people: readonly TruePerson[];
  readonly deals: readonly TrueDeal[];
}
