// Every day's value of what a watch counts: the same numbers as the KPI's chart by the day shows.
import { workbenchOf } from '#features/metrics/ask.ts';
import type { Cell } from '#features/metrics/cells.ts';
import { dailyValues } from '#features/metrics/daily-values.ts';
import type { Metric } from '#features/metrics/metric.ts';
import { daysIn } from '#features/metrics/periods.ts';
import { sinceOf } from '#features/metrics/since.ts';
import { asking } from './plan-series.ts';
import type { SeriesDeps, SeriesPlan } from './plan-series.ts';

export interface DayValue {
  /** Calendar day in the organization's zone, `2026-11-20`. */
  readonly day: string;
  /** 0 where nothing was counted; null where there is nothing to divide by or to average, and before anything was known. */
  readonly value: number | null;
  readonly parts: { readonly numerator: number; readonly denominator: number } | null;
  /** Rows behind it; of a ratio what it is divided by. */
  readonly cases: number;
}

export interface DaysAsked {
  /** Calendar days, both included; days that have not begun are left out. */
  readonly from: string;
  readonly to: string;
}

/**
 * Each series from its first day to its last: '' the whole, then the at most ten largest values of the plan's dimension,
 * by the eight weeks up to `to`. Throws what the store throws.
 */
export async function readDays(
  deps: SeriesDeps,
  { metric, by, filter, question }: Pick<SeriesPlan, 'metric' | 'by' | 'filter' | 'question'>,
  asked: DaysAsked,
): Promise<ReadonlyMap<string, readonly DayValue[]>> {
  const bench = workbenchOf(asking(deps));
  const [{ days, series }, since] = await Promise.all([
    dailyValues(bench, metric, { days: daysIn(asked), by, filter, model: question.model }),
    sinceOf(bench, metric),
  ]);
  return new Map(
    Array.from(series, ([group, cells]) => [
      group ?? '',
      days.map(({ day, span }, index) => {
        const cell = cells[index];
        const known = cell !== undefined && since !== null && since < span.to;
        return known ? valueOf(day, cell, metric) : { day, value: null, parts: null, cases: 0 };
      }),
    ]),
  );
}

function valueOf(day: string, { value, parts, sample }: Cell, { formula }: Metric): DayValue {
  const differing = formula.kind === 'simple' && formula.measure.aggregate.kind === 'distinct';
  return { day, value: value ?? (differing ? 0 : null), parts, cases: sample };
}
