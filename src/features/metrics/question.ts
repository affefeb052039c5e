// A question about a KPI, whoever asked it and how: typed, chosen in a form, said in plain words, or due in a report.
import type { AttributionModel, Dimension, RowFilter } from './metric.ts';

export const GRAINS = ['day', 'week', 'month', 'quarter'] as const;
export type Grain = (typeof GRAINS)[number];

/** Calendar days in the zone of the numbers, both included, with the words that name them for people. */
export interface Period {
  readonly from: string;
  readonly to: string;
  /** `last quarter`, `Q3 2026`, `90d`: as asked, so that a followed question means a new period each time. */
  readonly words: string;
  /** The period that ends with today is not over. */
  readonly running: boolean;
}

export type Comparison = 'previous' | 'last_year';

export interface Question {
  /** Id of a metric. */
  readonly kpi: string;
  readonly period: Period;
  /** Steps of the chart; null: what suits the period. */
  readonly grain: Grain | null;
  readonly by: Dimension | null;
  /** Dimension and wanted values; several values of one dimension are alternatives. */
  readonly where: readonly {
    readonly dimension: Dimension;
    readonly values: readonly string[];
    readonly not: boolean;
  }[];
  readonly compare: Comparison | null;
  /** Null: the playbook's. */
  readonly model: AttributionModel | null;
}

/** The filter of a question's `where`; null where there is none. */
export function filterOf({ where }: Pick<Question, 'where'>): RowFilter | null {
  if (where.length === 0) return null;
  return {
    kind: 'all',
    of: where.map(({ dimension, values, not }): RowFilter => {
      const is: RowFilter = { kind: 'is', dimension, values };
      return not ? { kind: 'not', of: is } : is;
    }),
  };
}
