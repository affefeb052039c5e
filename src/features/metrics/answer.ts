// What a question is answered with: the number, what it is compared with, how it went, what it rests on, and what it
// cannot say. Data for views, tables, CSV and reports.
import type { Metric } from './metric.ts';
import type { Grain, Period, Question } from './question.ts';
import type { Freshness } from './store.ts';

export interface Figure {
  /** Null: it cannot be worked out, and `because` says why (a division by nothing). */
  readonly value: number | null;
  /** Cases behind it: rows, or the denominator of a ratio. */
  readonly sample: number;
  /** 95%, of ratios and conversions (Wilson). */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Of a ratio or conversion. */
  readonly parts: { readonly numerator: number; readonly denominator: number } | null;
  readonly because: string | null;
}

export interface Point extends Figure {
  /** First day of the step, `2026-11-01`, and how the step is called. */
  readonly day: string;
  readonly label: string;
  /** Not over yet, or its cohorts are too young to be counted. */
  readonly unfinished: boolean;
}

export interface Group extends Figure {
  /** As people read it; `(none)` for rows that do not have the dimension. */
  readonly name: string;
  /** The value to ask for with `where`; null for `(none)`. */
  readonly key: string | null;
  readonly before: Figure | null;
  readonly points: readonly Point[];
}

export type Warning =
  | { readonly kind: 'immature'; readonly cases: number; readonly days: number }
  | { readonly kind: 'small_sample'; readonly sample: number; readonly minimum: number }
  | { readonly kind: 'no_rate'; readonly rows: number }
  | { readonly kind: 'not_filled'; readonly crm: string; readonly share: number }
  | { readonly kind: 'stale'; readonly crm: string; readonly since: Date }
  | { readonly kind: 'begins_later'; readonly since: Date }
  | { readonly kind: 'caveat'; readonly text: string };

export interface Pace {
  readonly target: number;
  /** The period that the target is for, in words. */
  readonly words: string;
  /** Share of the target that is reached, and of the period that is over; 0 to 1. */
  readonly reached: number;
  readonly elapsed: number;
  /** Where it will end, with its 80% interval; null where it cannot be said. */
  readonly projected: { readonly low: number; readonly value: number; readonly high: number } | null;
  readonly status: 'ahead' | 'on_track' | 'behind' | 'reached' | 'missed';
}

export interface Answer {
  readonly question: Question;
  readonly metric: Metric;
  /** Of money. */
  readonly currency: string;
  readonly zone: string;
  readonly figure: Figure;
  readonly compared: { readonly period: Period; readonly figure: Figure; readonly change: number | null } | null;
  readonly grain: Grain;
  readonly points: readonly Point[];
  /** Of the compared period, step by step. */
  readonly pointsBefore: readonly Point[];
  /** Largest first, at most 100; the rest are in `others`. */
  readonly groups: readonly Group[];
  readonly others: number;
  /** One sentence: what was counted, from which records, in which days and zone. */
  readonly sentence: string;
  readonly freshness: readonly Freshness[];
  readonly since: Date | null;
  readonly pace: Pace | null;
  readonly warnings: readonly Warning[];
}

/** Why a question has no answer, in words that say how to mend it. */
export interface Refusal {
  readonly kind: 'refused';
  readonly because: string;
  /** Questions that would be understood, most likely first. */
  readonly suggestions: readonly string[];
}

export type Answering = { readonly kind: 'answer'; readonly answer: Answer } | Refusal;
