// What a KPI is made of, as data: which rows it counts, which of their instants puts them into a period, what is done with
// their values. Knows no SQL and computes nothing.

export const DIMENSIONS = [
  'source',
  'channel',
  'campaign',
  'owner',
  'team',
  'country',
  'segment',
  'crm',
  'product',
  'stage',
  'format',
  'model',
] as const;
/** `format` is that of content; `model` an attribution model. */
export type Dimension = (typeof DIMENSIONS)[number];

/** Kinds of rows that can be counted. What each has, by name: facts.ts. */
export const FACTS = [
  'prospect',
  'deal',
  'credit',
  'touch',
  'cost',
  'campaign',
  'assignment',
  'routing',
  'subscription',
  'content',
  'plan',
  'crm_read',
  'run',
  'step',
  'record',
  'company',
  'forecast',
] as const;
export type Fact = (typeof FACTS)[number];

export type Aggregate =
  | { readonly kind: 'count' }
  /** Of rows that differ in this column. */
  | { readonly kind: 'distinct'; readonly of: string }
  | { readonly kind: 'sum' | 'average' | 'median' | 'p90' | 'p95'; readonly of: string };

/**
 * Rows of one fact, aggregated. `at` names the instant that puts a row into a period; null: the state at the period's end
 * counts, whatever happened when (`records as of now`, subscriptions that run).
 */
export interface Measure {
  readonly fact: Fact;
  readonly at: string | null;
  readonly aggregate: Aggregate;
  /** Named conditions of the fact, all of which must hold: `won`, `sourced`. */
  readonly where?: readonly string[];
}

/** Cohort by entry into `from`, and those of it that reached `to` within the window after that. */
export interface Conversion {
  readonly fact: Fact;
  readonly from: string;
  readonly to: string;
  readonly where?: readonly string[];
}

export type Formula =
  | { readonly kind: 'simple'; readonly measure: Measure }
  /** `proportion`: the numerator counts some of the cases that the denominator counts, so an interval can be given. */
  | {
      readonly kind: 'ratio';
      readonly numerator: Measure;
      readonly denominator: Measure;
      readonly proportion: boolean;
      /** The numerator is costs, shared among the cases where a question is about dimensions that only cases have. */
      readonly shared?: true;
    }
  /** `windowDays` null: the playbook's `kpis.conversion_window`. Cohorts younger than the window are not counted. */
  | { readonly kind: 'conversion'; readonly conversion: Conversion; readonly windowDays: number | null }
  /**
   * A CEL expression over its inputs, KPIs at the same period unless they say otherwise, and over constants.ts. Of money
   * with money, days with days: no unit is converted.
   */
  | { readonly kind: 'derived'; readonly expression: string; readonly inputs: Readonly<Record<string, DerivedInput>> }
  /** Sum from the beginning of the span on: the fiscal year, quarter or month to date, or all time. */
  | { readonly kind: 'cumulative'; readonly measure: Measure; readonly since: 'month' | 'quarter' | 'year' | 'ever' }
  /** Amounts of deals, shared among their touches by a model. */
  | { readonly kind: 'attributed'; readonly amount: 'won' | 'pipeline' };

interface DerivedInput {
  readonly kpi: string;
  /** `previous`: the period before. */
  readonly offset?: 'previous';
  /** Without a single row behind this there is no number, not a nought. */
  readonly required?: true;
}

/** `percent` is a share: 0.25 is 25%. `points` are 0 to 100. */
export type Unit = 'count' | 'percent' | 'ratio' | 'money' | 'money_per_day' | 'days' | 'hours' | 'minutes' | 'points';

export interface Metric {
  /** `mql_to_sql`; also what a question calls it. */
  readonly id: string;
  readonly label: string;
  /** Other names that people use for it, lower case. */
  readonly synonyms: readonly string[];
  /** One sentence: what it counts, from which records. */
  readonly description: string;
  readonly formula: Formula;
  readonly unit: Unit;
  /** Whether more is better; null: neither. */
  readonly upIsGood: boolean | null;
  /** Below this many cases the number is said to be uncertain. */
  readonly minimumSample: number;
  readonly dimensions: readonly Dimension[];
  /** It is worked out for periods that are over alone. */
  readonly onlyWhenOver?: true;
  /** What it cannot say, where there is something. */
  readonly caveat?: string;
  /** Grows when the meaning changes. */
  readonly version: number;
  /** A condition of the playbook's own KPIs, compiled. */
  readonly filter?: RowFilter;
}

export const ATTRIBUTION_MODELS = [
  'first_touch',
  'last_touch',
  'linear',
  'u_shaped',
  'w_shaped',
  'time_decay',
] as const;
export type AttributionModel = (typeof ATTRIBUTION_MODELS)[number];

/** A condition on the dimensions of a row. Built from a question's `where` and from CEL; the store turns it into SQL. */
export type RowFilter =
  | { readonly kind: 'is'; readonly dimension: Dimension; readonly values: readonly string[] }
  | {
      readonly kind: 'like';
      readonly dimension: Dimension;
      readonly part: 'starts' | 'ends' | 'contains';
      readonly text: string;
    }
  | { readonly kind: 'known'; readonly dimension: Dimension }
  | {
      readonly kind: 'compare';
      readonly field: 'employees' | 'amount';
      readonly operator: '<' | '<=' | '>' | '>=' | '==';
      readonly value: number;
    }
  | { readonly kind: 'all' | 'any'; readonly of: readonly RowFilter[] }
  | { readonly kind: 'not'; readonly of: RowFilter };
