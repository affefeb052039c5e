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
  /** What is counted, and of ratios what it is divided by. Null: the KPI is asked for dimension by dimension. */
  readonly counted: { readonly value: Counted; readonly cases: Counted | null } | null;
}

/** Null: it has no parts that could be added up. */
export function makeupOf({ formula, unit }: Metric, windowMs: number): Makeup | null {
  switch (formula.kind) {
    case 'simple':
      if (formula.measure.at === null) return null;
      return { cells: cellsOf(formula.measure, unit), counted: { value: measured(formula.measure), cases: null } };
    case 'ratio': {
      const { numerator, denominator, proportion, shared } = formula;
      if (numerator.at === null || denominator.at === null) return null;
      const cells = proportion ? 'ratio' : 'average';
      if (shared) return { cells, counted: null };
      return { cells, counted: { value: measured(numerator), cases: measured(denominator) } };
    }
    case 'conversion': {
      const window = formula.windowDays === null ? windowMs : formula.windowDays * DAY_MS;
      const value: Counted = { kind: 'conversion', conversion: formula.conversion, windowMs: window };
      return { cells: 'ratio', counted: { value, cases: null } };
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

function measured(measure: Measure): Counted {
  return { kind: 'measure', measure };
}

export interface SharesAsked {
  readonly by: readonly Dimension[];
  readonly filter: RowFilter | null;
  readonly days: ComparedDays;
}

/** By all the dimensions at once; one question to the store, of ratios two. Throws what the store throws. */
export async function readShares(
  { store, playbook, settings }: Workbench,
  { value, cases }: NonNullable<Makeup['counted']>,
  { by, filter, days }: SharesAsked,
): Promise<readonly Share[]> {
  const slots = [days.now, ...days.before];
  const ask = (of: Counted): Promise<readonly CombinationRow[]> =>
    store.combine({
      of,
      by,
      filter,
      spans: slots.map(({ span }) => span),
      sides: slots.map((_, index) => (index === 0 ? 0 : 1)),
      reading: readingOf(playbook),
      now: settings.now,
    });
  if (cases === null) return (await ask(value)).map((row) => ({ ...placeOf(row), value: row.value, cases: row.rows }));
  const [above, below] = await Promise.all([ask(value), ask(cases)]);
  const perRow = isCount(cases) ? 1 : mean(below);
  return [
    ...above.map((row) => ({ ...placeOf(row), value: row.value, cases: 0 })),
    ...below.map((row) => ({ ...placeOf(row), value: 0, cases: row.value / perRow })),
  ];
}

function placeOf({ side, groups }: CombinationRow): Pick<Share, 'side' | 'groups'> {
  return { side: side === 0 ? 'now' : 'before', groups };
}

function isCount(counted: Counted): boolean {
  return counted.kind === 'measure' && counted.measure.aggregate.kind === 'count';
}

/** Of money by money a row counts as one case. */
function mean(rows: readonly CombinationRow[]): number {
  const total = rows.reduce((sum, { value }) => sum + value, 0);
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
  return tables.flatMap((cells, index) =>
    Array.from(cells, ([group, { value, parts, sample }]): Share => {
      const [sum, cases] = parts === null ? [value ?? 0, sample] : [parts.numerator, parts.denominator];
      return { side: index === 0 ? 'now' : 'before', groups: [group], value: sum, cases };
    }),
  );
}
