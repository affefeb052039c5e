// What the metric layer asks of what is kept. The layer decides what to count; the store knows where it stands.
import type { CrmName, RecordRef } from '#ports/crm.ts';
import type { AttributionModel, Conversion, Dimension, Measure, RowFilter } from './metric.ts';

/** From and before, two instants. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** How the playbook reads raw values; all of it is applied when asked, so a changed playbook needs no new reading. */
export interface Reading {
  /** IANA zone of days. */
  readonly zone: string;
  /** The organization's own, and what others are worth in it, ascending by day. */
  readonly currency: string;
  readonly rates: ReadonlyMap<string, readonly { readonly from: string; readonly rate: number }[]>;
  /** Raw source -> name of the source, for renamed and differently written ones. */
  readonly sources: ReadonlyMap<string, string>;
  /** Source -> channel, where a row has no channel of its own. */
  readonly channels: ReadonlyMap<string, string>;
  /** Names of sources that are marketing's; where it names none, all are that `sales` does not name. None is no source of marketing. */
  readonly marketing: ReadonlySet<string>;
  readonly sales: ReadonlySet<string>;
  /** Bands of employees, ascending; `upTo` null: the last. Rows without a number of employees have no segment. */
  readonly segments: readonly { readonly name: string; readonly upTo: number | null }[];
  /** Owner (lower-case e-mail) -> team. */
  readonly teams: ReadonlyMap<string, string>;
  /** How many fields prospects shall have (the first bits of prospect.filled and .valid), and when a record is fresh. */
  readonly quality: { readonly fields: number; readonly freshDays: number };
  /**
   * Working time of the organization, day by day of its zone, all days from that of `from` to that of `to`. The working
   * time between two instants is the difference of what was worked before them: `before` of an instant's day, and what
   * of the day's hours lies before it.
   */
  working(from: Date, to: Date): WorkingDays;
  /** First rep activity due after assignment, in milliseconds of elapsed time. */
  readonly firstTouchMs: number;
  /** Days in which a corrected owner makes a routing wrong. */
  readonly correctionDays: number;
}

export interface WorkingDays {
  /** `2026-11-01`. */
  readonly first: string;
  /** Milliseconds since 1970 of each day's working hours [from, to), both 0 on a day off, and the working milliseconds of all days before. */
  readonly days: readonly { readonly from: number; readonly to: number; readonly before: number }[];
}

interface Asked {
  readonly spans: readonly Span[];
  readonly by: Dimension | null;
  readonly filter: RowFilter | null;
  readonly reading: Reading;
  /** The app's time: what is younger than a window is not mature. */
  readonly now: Date;
}

export interface MeasureRequest extends Asked {
  readonly measure: Measure;
}

export interface ConversionRequest extends Asked {
  readonly conversion: Conversion;
  readonly windowMs: number;
}

export interface AttributionRequest extends Asked {
  readonly amount: 'won' | 'pipeline';
  /** With `by: 'model'` all of them. */
  readonly model: AttributionModel;
}

/**
 * Costs by what they brought. In each span a cost is shared evenly among the results that its campaign brought there; where
 * it has none, or that brought nothing there, among those of its source, else of its channel, else among all. What falls
 * into a span without any result is nobody's.
 */
export interface AllocationRequest extends Asked {
  readonly costs: Measure;
  /** What is counted once each: people, by the instant at which they became what the costs are for. */
  readonly results: Measure;
  /** Which costs are shared, and among which results; `filter` and `by` are of results alone, whose parts are told. */
  readonly among: RowFilter | null;
}

export interface CohortRequest extends Omit<Asked, 'spans' | 'now'> {
  readonly conversion: Conversion;
  readonly windowMs: number;
  /** Who came then. */
  readonly entered: Span;
  /** Conversions before this instant are known. */
  readonly until: Date;
}

/** What is counted by several dimensions at once. */
export type Counted =
  /** `outOf`: what it is divided by, whose rows are its own and more. */
  | { readonly kind: 'measure'; readonly measure: Measure; readonly outOf: Measure | null }
  /** Who converted within the window and before their span was over, out of those who came in the span. */
  | { readonly kind: 'conversion'; readonly conversion: Conversion; readonly windowMs: number };

export interface CombinationRequest extends Omit<Asked, 'by'> {
  readonly of: Counted;
  /** Grouped by all of them at once. Spans do not overlap. */
  readonly by: readonly Dimension[];
}

/** `rows` came to the first stage on this day. */
export interface CohortRow {
  /** In the zone of the numbers, counted from 1970-01-01. */
  readonly day: number;
  readonly group: string | null;
  /** In days of that zone when they came to the second stage, within the window; null: not before `until`. */
  readonly age: number | null;
  readonly rows: number;
}

/** All of it can be added up. */
export interface CombinationRow {
  /** Index into the request's spans. */
  readonly span: number;
  /** Values of the dimensions in their order; null where rows do not have one. */
  readonly groups: readonly (string | null)[];
  /** How many rows where they are counted or told apart, else the sum of their values; of a conversion who converted. */
  readonly value: number;
  /** The same of what it is out of; without such a thing rows that have a value, of a conversion who came. */
  readonly cases: number;
  /** Of `cases`, rows that have a value. */
  readonly rows: number;
}

export interface MeasureRow {
  /** Index into the request's spans. */
  readonly span: number;
  /** Null where it is not grouped, or where rows do not have the dimension. */
  readonly group: string | null;
  /** Null: nothing to aggregate (a median of no rows). */
  readonly value: number | null;
  /** Rows behind it; of a sum, an average or a percentile those that have the value, so no unrated ones. */
  readonly rows: number;
  /** Rows whose amount is in a currency without a rate, and is not in the sum. */
  readonly unrated: number;
}

export interface ConversionRow extends Omit<MeasureRow, 'value' | 'unrated'> {
  /** Of `rows`, those old enough for the window. */
  readonly mature: number;
  /** Of the mature ones, those that converted within the window. */
  readonly converted: number;
}

/** A row behind a number. */
export interface RecordRow {
  /** Where it is to be seen, in each CRM that has it. */
  readonly refs: readonly RecordRef[];
  readonly name: string;
  /** When it counted. */
  readonly at: Date | null;
  /** Amount, duration in ms, 1 where it is counted. */
  readonly value: number | null;
  readonly owner: string | null;
  readonly source: string | null;
  readonly company: string | null;
}

export interface RecordPage {
  readonly rows: readonly RecordRow[];
  /** All of them, counted up to a limit; `more`: there are more than that. */
  readonly total: number;
  readonly more: boolean;
}

/** What stands behind a measure, newest first. `side`: of a conversion, those who converted or who did not. */
export type RecordsRequest = (
  | { readonly kind: 'measure'; readonly request: MeasureRequest }
  | { readonly kind: 'conversion'; readonly request: ConversionRequest; readonly side: 'all' | 'converted' }
) & { readonly skip: number; readonly limit: number };

export interface Freshness {
  readonly crm: CrmName;
  /** Everything that the CRM knew up to then is in the numbers; null: the first fill is not over. */
  readonly freshAt: Date | null;
  /** Share of the first fill, 0 to 1. */
  readonly filled: number;
  /** Why it is behind, where it is. */
  readonly trouble: string | null;
}

/** All reads; every number is that of committed rows. Throws Fault `invalid_input` for a dimension that a fact does not have. */
export interface MetricStore {
  measure(request: MeasureRequest): Promise<readonly MeasureRow[]>;
  convert(request: ConversionRequest): Promise<readonly ConversionRow[]>;
  /** One row for each day of entry, group and age that there is. */
  cohorts(request: CohortRequest): Promise<readonly CohortRow[]>;
  /** Rows of each span by all the dimensions; several of them may have the same values. */
  combine(request: CombinationRequest): Promise<readonly CombinationRow[]>;
  attribute(request: AttributionRequest): Promise<readonly MeasureRow[]>;
  /** `value` is the part of the costs; `rows` and `unrated` are parts of costs, too, so that they add up as well. */
  allocate(request: AllocationRequest): Promise<readonly MeasureRow[]>;
  records(request: RecordsRequest): Promise<RecordPage>;
  /** Values that a dimension has, most frequent first, for "did you mean" and menus. */
  values(dimension: Dimension, reading: Reading, limit: number): Promise<readonly string[]>;
  freshness(): Promise<readonly Freshness[]>;
  /** Currencies of deals, costs and subscriptions that have no rate on their day, most frequent first. */
  unratedCurrencies(): Promise<readonly string[]>;
  /** Since when there are rows of a fact; null: there are none. */
  since(measure: Pick<Measure, 'fact' | 'at'>): Promise<Date | null>;
  /** Dimensions that rows of a fact have. */
  dimensionsOf(fact: Measure['fact']): readonly Dimension[];
}
