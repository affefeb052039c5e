// Works a KPI out for many periods at once: asks the store as few questions as possible, side by side, and puts ratios and
// formulas together from sums. Knows nothing of who asks.
import { Temporal } from 'temporal-polyfill';
import { NOUGHT, unknown, type Cell, type Cells } from './cells.ts';
import {
  attributedTables,
  conversionTables,
  NO_CASES,
  NOBODY,
  NOTHING,
  ratioTables,
  simpleTables,
  spansFor,
} from './counted.ts';
import { deriveCell } from './derive.ts';
import type { Metric } from './metric.ts';
import { BEGINNING, startOf, unitAt, type PeriodSettings } from './periods.ts';
import { isAdditive } from './rows.ts';
import { slotBefore, type Slot } from './slots.ts';
import { allOf, type Cut, type Workbench } from './workbench.ts';

/** Cells of each slot, in the slots' order. */
export async function evaluate(
  bench: Workbench,
  metric: Metric,
  slots: readonly Slot[],
  cut: Cut,
): Promise<readonly Cells[]> {
  if (slots.length === 0) return [];
  const filter = allOf(metric.filter ?? null, cut.filter);
  const tables = await tablesOf(bench, metric, slots, { ...cut, filter });
  return tables.map((cells, index) => {
    const whole = cut.by === null && cells.size === 0 ? new Map([[null, emptyCell(metric)]]) : cells;
    const slot = slots[index];
    return metric.onlyWhenOver && slot && slot.span.to < slot.whole.to ? unfinished(whole) : whole;
  });
}

/** What a group is of which there are no rows. */
export function emptyCell({ formula }: Metric): Cell {
  switch (formula.kind) {
    case 'simple':
    case 'cumulative':
      return isAdditive(formula.measure) ? NOUGHT : unknown(NOTHING);
    case 'attributed':
      return NOUGHT;
    case 'conversion':
      return unknown(NOBODY);
    case 'ratio':
    case 'derived':
      return unknown(NO_CASES);
  }
}

function unfinished(cells: Cells): Cells {
  return new Map(Array.from(cells, ([group, one]) => [group, unknown('The period is not over yet.', one)]));
}

function tablesOf(bench: Workbench, metric: Metric, slots: readonly Slot[], cut: Cut): Promise<readonly Cells[]> {
  const { formula } = metric;
  switch (formula.kind) {
    case 'simple':
      return simpleTables(bench, formula.measure, metric, spansFor(formula.measure, slots), cut);
    case 'cumulative': {
      const spans = slots.map(({ days, span }) => ({
        from: startOfUnit(days.to, formula.since, bench.settings),
        to: span.to,
      }));
      return simpleTables(bench, formula.measure, metric, spans, cut);
    }
    case 'ratio':
      return ratioTables(bench, formula, slots, cut);
    case 'conversion':
      return conversionTables(bench, formula, slots, cut);
    case 'attributed':
      return attributedTables(bench, formula.amount, slots, cut);
    case 'derived':
      return derivedTables(bench, metric, formula, slots, cut);
  }
}

function startOfUnit(
  day: Temporal.PlainDate,
  since: 'month' | 'quarter' | 'year' | 'ever',
  settings: PeriodSettings,
): Date {
  const from = since === 'ever' ? Temporal.PlainDate.from(BEGINNING) : unitAt(day, since, settings).from;
  return startOf(from, settings.zone);
}

async function derivedTables(
  bench: Workbench,
  metric: Metric,
  { expression, inputs }: Extract<Metric['formula'], { kind: 'derived' }>,
  slots: readonly Slot[],
  cut: Cut,
): Promise<readonly Cells[]> {
  const named = await Promise.all(
    Object.entries(inputs).map(async ([name, { kpi, offset, required }]) => {
      const input = bench.metrics.get(kpi);
      if (input === undefined) throw new RangeError(`${metric.id} needs ${kpi}, which is no KPI`);
      const at = offset === 'previous' ? slots.map((slot) => slotBefore(slot, 'previous', bench.settings)) : slots;
      // What has nothing to do with models is the same for each of them.
      const applies = cut.by !== 'model' || input.dimensions.includes('model');
      const tables = await evaluate(bench, input, at, applies ? cut : { ...cut, by: null });
      return { name, input, tables, applies, required: required ?? false };
    }),
  );
  return slots.map((slot, index) => {
    const grouped = named.filter(({ applies }) => applies);
    const groups = new Set(
      cut.by === null ? [null] : grouped.flatMap(({ tables }) => [...(tables[index]?.keys() ?? [])]),
    );
    return new Map(
      Array.from(groups, (group) => {
        const cells = named.map(({ name, input, tables, applies, required }) => ({
          name,
          label: input.label,
          required,
          cell: tables[index]?.get(applies ? group : null) ?? emptyCell(input),
        }));
        return [group, deriveCell(expression, cells, bench.playbook, slot)];
      }),
    );
  });
}
