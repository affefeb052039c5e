// The parts of a number by several dimensions at once, now and before: from sums alone, so that they can be added up.
import { evaluate } from '#features/metrics/evaluate.ts';
import type { AttributionModel, Dimension, Measure, Metric, RowFilter } from '#features/metrics/metric.ts';
import { readingOf } from '#features/metrics/reading.ts';
import type { CombinationRow, Counted } from '#features/metrics/store.ts';
import type { Workbench } from '#features/metrics/workbench.ts';
import { DAY_MS } from '#kernel/time.ts';
import type { CellKind } from '../root-cause-cells.ts';
import type { ComparedDays } from './compared-days.ts';
import type { Share } from './part-tables.ts';

/** How the parts of a KPI are told. */
export interface Makeup {
  readonly cells: CellKind;
  /** Null: the KPI is asked for dimension by dimension. */
  readonly counted: Counted | null;
}

/** Null: it has no parts that could be added up. */
export function makeupOf({ formula, unit }: Metric, windowMs: number): Makeup | null {
  switch (formula.kind) {
    case 'simple': {
      const { measure } = formula;
      return measure.at === null
        ? null
        : { cells: cellsOf(measure, unit), counted: { kind: 'measure', measure, outOf: null } };
    }
    case 'ratio': {
      const { numerator: measure, denominator: outOf, proportion } = formula;
      if (measure.at === null || outOf.at === null) return null;
      const counted: Counted = { kind: 'measure', measure, outOf };
      return { cells: proportion ? 'ratio' : 'average', counted: isAmong(measure, outOf) ? counted : null };
    }
    case 'conversion': {
      const window = formula.windowDays === null ? windowMs : formula.windowDays * DAY_MS;
      return { cells: 'ratio', counted: { kind: 'conversion', conversion: formula.conversion, windowMs: window } };
    }
    case 'attributed':
      return { cells: 'amount', counted: null };
    case 'derived':
    case 'cumulative':
      return null;
  }
}

function cellsOf({ aggregate }: Measure, unit: Metric['unit']): CellKind {
  if (aggregate.kind === 'count' || aggregate.kind === 'distinct') return 'count';
  if (aggregate.kind !== 'sum') return 'average';
  return unit === 'count' ? 'count' : 'amount';
}

/** Whether all rows of the one are rows of the other. */
function isAmong(one: Measure, { fact, at, where = [] }: Measure): boolean {
  return one.fact === fact && one.at === at && where.every((name) => one.where?.includes(name));
}

export interface SharesAsked {
  readonly by: readonly Dimension[];
  readonly filter: RowFilter | null;
  readonly days: ComparedDays;
}

/** By all the dimensions at once, in one question to the store. Throws what the store throws. */
export async function readShares(
  { store, playbook, settings }: Workbench,
  of: Counted,
  { by, filter, days }: SharesAsked,
): Promise<readonly Share[]> {
  const rows = await store.combine({
    of,
    by,
    filter,
    spans: [days.now, ...days.before].map(({ span }) => span),
    reading: readingOf(playbook),
    now: settings.now,
  });
  const isMoney = of.kind === 'measure' && of.outOf !== null && of.outOf.aggregate.kind !== 'count';
  const aCase = isMoney ? mean(rows) : 1;
  return rows.map(({ span, groups, value, cases }) => ({ time: span, groups, value, cases: cases / aCase }));
}

/** Where amounts are divided by amounts, each row is a case. */
function mean(rows: readonly CombinationRow[]): number {
  const total = rows.reduce((sum, { cases }) => sum + cases, 0);
  const many = rows.reduce((sum, row) => sum + row.rows, 0);
  return total > 0 && many > 0 ? total / many : 1;
}

/** By one dimension, as the KPI itself is told by it: of what is shared out by rule. Throws what the store throws. */
export async function readSharesBy(
  bench: Workbench,
  metric: Metric,
  dimension: Dimension,
  { filter, days, model }: Omit<SharesAsked, 'by'> & { readonly model: AttributionModel | null },
): Promise<readonly Share[]> {
  const tables = await evaluate(bench, metric, [days.now, ...days.before], { by: dimension, filter, model });
  return tables.flatMap((cells, time) =>
    Array.from(cells, ([group, { value, parts, sample }]): Share => {
      const [sum, cases] = parts === null ? [value ?? 0, sample] : [parts.numerator, parts.denominator];
      return { time, groups: [group], value: sum, cases };
    }),
  );
}
