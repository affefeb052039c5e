// Works a KPI out for many periods at once: asks the store as few questions as possible, side by side, and puts ratios and
// formulas together from sums. Knows nothing of who asks.
import type { Playbook } from '#features/playbook/schema.ts';
import { cell, NOUGHT, unknown, type Cell, type Cells } from './cells.ts';
import { deriveCell } from './derive.ts';
import type { AttributionModel, Dimension, Measure, Metric, RowFilter } from './metric.ts';
import { BEGINNING, startOf, unitAt, type PeriodSettings } from './periods.ts';
import { readingOf } from './reading.ts';
import { slotBefore, type Slot } from './slots.ts';
import type { MeasureRow, MetricStore, Span } from './store.ts';
import { Temporal } from 'temporal-polyfill';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';

export interface Workbench {
  readonly store: MetricStore;
  readonly playbook: Playbook;
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly settings: PeriodSettings;
  /** Answers of the store to what was asked already, so that KPIs that share an input ask once. */
  readonly asked: Map<string, Promise<unknown>>;
}

export interface Cut {
  readonly by: Dimension | null;
  readonly filter: RowFilter | null;
  /** Null: the playbook's. */
  readonly model: AttributionModel | null;
}

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

const NOTHING = 'There is nothing to measure in these days.';
const NO_CASES = 'It divides by nothing: there are no cases in these days.';
const NOBODY = 'Nobody came to the first stage in these days.';

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

export function isAdditive({ aggregate }: Measure): boolean {
  return aggregate.kind === 'count' || aggregate.kind === 'sum';
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

/** A forecast is one for all of the period, whatever of it is over. */
function spansFor({ fact }: Measure, slots: readonly Slot[]): readonly Span[] {
  return slots.map(({ span, whole }) => (fact === 'forecast' ? whole : span));
}

async function simpleTables(
  bench: Workbench,
  measure: Measure,
  metric: Metric,
  spans: readonly Span[],
  cut: Cut,
): Promise<readonly Cells[]> {
  const scale = DURATIONS[metric.unit] ?? 1;
  const rows = await measureRows(bench, measure, spans, cut);
  return spread(spans.length, rows, (row) => {
    const known = { sample: row.rows, ...ratedOf(row) };
    return row.value === null ? unknown(NOTHING, known) : cell(row.value / scale, known);
  });
}

/** Milliseconds of what durations are told in. */
const DURATIONS: Readonly<Partial<Record<Metric['unit'], number>>> = {
  days: DAY_MS,
  hours: HOUR_MS,
  minutes: MINUTE_MS,
};

function ratedOf({ rows, unrated }: MeasureRow): Pick<Cell, 'rows' | 'unrated' | 'unratedAlone'> {
  return { rows, unrated, unratedAlone: unrated > 0 && unrated >= rows };
}

async function ratioTables(
  bench: Workbench,
  formula: Extract<Metric['formula'], { kind: 'ratio' }>,
  slots: readonly Slot[],
  cut: Cut,
): Promise<readonly Cells[]> {
  const { numerator, denominator, proportion } = formula;
  const [above, below] = await Promise.all([
    measureRows(bench, numerator, spansFor(numerator, slots), cut),
    measureRows(bench, denominator, spansFor(denominator, slots), cut),
  ]);
  const uppers = spread(slots.length, above, (row) => row);
  const lowers = spread(slots.length, below, (row) => row);
  return slots.map((_, index) => {
    const [upper, lower] = [uppers[index], lowers[index]];
    const groups = new Set([...(upper?.keys() ?? []), ...(lower?.keys() ?? [])]);
    return new Map(
      Array.from(groups, (group) => [group, divided(upper?.get(group), lower?.get(group), denominator, proportion)]),
    );
  });
}

function divided(
  upper: MeasureRow | undefined,
  lower: MeasureRow | undefined,
  { aggregate }: Measure,
  proportion: boolean,
): Cell {
  const parts = { numerator: upper?.value ?? 0, denominator: lower?.value ?? 0 };
  const known = {
    parts,
    proportion,
    sample: aggregate.kind === 'count' || proportion ? parts.denominator : (lower?.rows ?? 0),
    rows: Math.max(upper?.rows ?? 0, lower?.rows ?? 0),
    unrated: Math.max(upper?.unrated ?? 0, lower?.unrated ?? 0),
    unratedAlone: [upper, lower].some((row) => row !== undefined && ratedOf(row).unratedAlone),
  };
  if (parts.denominator === 0) return unknown(NO_CASES, known);
  return cell(parts.numerator / parts.denominator, known);
}

async function conversionTables(
  bench: Workbench,
  { conversion, windowDays }: Extract<Metric['formula'], { kind: 'conversion' }>,
  slots: readonly Slot[],
  cut: Cut,
): Promise<readonly Cells[]> {
  const { playbook, store, settings } = bench;
  const windowMs = windowDays === null ? playbook.kpis.conversion_window : windowDays * DAY_MS;
  const spans = slots.map(({ span }) => span);
  const shared = { spans, by: cut.by, filter: cut.filter, reading: readingOf(playbook), now: settings.now };
  const rows = await once(bench, ['convert', conversion, windowMs, cut, spans], () =>
    store.convert({ ...shared, conversion, windowMs }),
  );
  return spread(slots.length, rows, ({ rows: cases, mature, converted }) => {
    const known = {
      parts: { numerator: converted, denominator: mature },
      proportion: true,
      sample: mature,
      rows: cases,
      immature: cases - mature,
    };
    if (mature > 0) return cell(converted / mature, known);
    const days = Math.round(windowMs / DAY_MS);
    return unknown(cases === 0 ? NOBODY : `Nobody has had the ${days} days of the window yet.`, known);
  });
}

async function attributedTables(
  bench: Workbench,
  amount: 'won' | 'pipeline',
  slots: readonly Slot[],
  cut: Cut,
): Promise<readonly Cells[]> {
  const { playbook, store, settings } = bench;
  const spans = slots.map(({ span }) => span);
  const model = cut.model ?? playbook.kpis.attribution.model;
  const shared = { spans, by: cut.by, filter: cut.filter, reading: readingOf(playbook), now: settings.now };
  const rows = await once(bench, ['attribute', amount, model, cut, spans], () =>
    store.attribute({ ...shared, amount, model }),
  );
  return spread(slots.length, rows, (row) => cell(row.value ?? 0, { sample: row.rows, ...ratedOf(row) }));
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

async function measureRows(
  bench: Workbench,
  measure: Measure,
  spans: readonly Span[],
  { by, filter }: Cut,
): Promise<readonly MeasureRow[]> {
  const { store, playbook, settings } = bench;
  return once(bench, ['measure', measure, by, filter, spans], () =>
    store.measure({ measure, spans, by, filter, reading: readingOf(playbook), now: settings.now }),
  );
}

function once<T>({ asked }: Workbench, key: unknown, ask: () => Promise<T>): Promise<T> {
  const text = JSON.stringify(key);
  const known = asked.get(text);
  if (known) return known as Promise<T>;
  const answer = ask();
  asked.set(text, answer);
  return answer;
}

function spread<Row extends { readonly span: number; readonly group: string | null }, T>(
  slots: number,
  rows: readonly Row[],
  read: (row: Row) => T,
): readonly ReadonlyMap<string | null, T>[] {
  const tables = Array.from({ length: slots }, () => new Map<string | null, T>());
  for (const row of rows) tables[row.span]?.set(row.group, read(row));
  return tables;
}

/** Both conditions, where there are both. */
export function allOf(...filters: readonly (RowFilter | null)[]): RowFilter | null {
  const known = filters.filter((filter) => filter !== null);
  const [first, ...more] = known;
  if (first === undefined) return null;
  return more.length === 0 ? first : { kind: 'all', of: known };
}
