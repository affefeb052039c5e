// KPIs that the store counts: tables of cells from rows of the store, many periods at once. Ratios are put together from
// sums here, never from ratios.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import { cell, unknown, type Cell, type Cells } from './cells.ts';
import type { Measure, Metric } from './metric.ts';
import { readingOf } from './reading.ts';
import type { Slot } from './slots.ts';
import { addCohorts, addRows, isAdditive, measureRows, sharedRows, whole } from './rows.ts';
import type { MeasureRow, Span } from './store.ts';
import { once, type Cut, type Workbench } from './workbench.ts';

export const NOTHING = 'There is nothing to measure in these days.';
export const NO_CASES = 'It divides by nothing: there are no cases in these days.';
export const NOBODY = 'Nobody came to the first stage in these days.';

/** A forecast is one for all of the period, whatever of it is over. */
export function spansFor({ fact }: Measure, slots: readonly Slot[]): readonly Span[] {
  return slots.map(({ span, whole }) => (fact === 'forecast' ? whole : span));
}

export async function simpleTables(
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
    // A sum of nothing is nought.
    if (row.value === null) return isAdditive(measure) ? cell(0, known) : unknown(NOTHING, known);
    return cell(row.value / scale, known);
  });
}

/** Milliseconds of what durations are told in. */
const DURATIONS: Readonly<Partial<Record<Metric['unit'], number>>> = {
  days: DAY_MS,
  hours: HOUR_MS,
  minutes: MINUTE_MS,
};

function ratedOf({ rows, unrated }: MeasureRow): Pick<Cell, 'rows' | 'unrated' | 'unratedAlone'> {
  return { rows, unrated, unratedAlone: unrated > 0 && rows === 0 };
}

export async function ratioTables(
  bench: Workbench,
  formula: Extract<Metric['formula'], { kind: 'ratio' }>,
  slots: readonly Slot[],
  cut: Cut,
): Promise<readonly Cells[]> {
  const { numerator, denominator, proportion, shared } = formula;
  const [above, below] = await Promise.all([
    shared
      ? sharedRows(bench, formula, spansFor(numerator, slots), cut)
      : measureRows(bench, numerator, spansFor(numerator, slots), cut),
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

export async function conversionTables(
  bench: Workbench,
  { conversion, windowDays }: Extract<Metric['formula'], { kind: 'conversion' }>,
  slots: readonly Slot[],
  cut: Cut,
): Promise<readonly Cells[]> {
  const { playbook, store, settings } = bench;
  const windowMs = windowDays === null ? playbook.kpis.conversion_window : windowDays * DAY_MS;
  const spans = slots.map(({ span }) => span);
  const by = cut.by ?? cut.besides ?? null;
  const rows = await once(bench, ['convert', conversion, windowMs, by, cut.filter, spans], () =>
    store.convert({
      spans,
      by,
      filter: cut.filter,
      reading: readingOf(playbook),
      now: settings.now,
      conversion,
      windowMs,
    }),
  );
  const wanted = cut.by === null && by !== null ? whole(rows, addCohorts) : rows;
  return spread(slots.length, wanted, ({ rows: cases, mature, converted }) => {
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

export async function attributedTables(
  bench: Workbench,
  amount: 'won' | 'pipeline',
  slots: readonly Slot[],
  cut: Cut,
): Promise<readonly Cells[]> {
  const { playbook, store, settings } = bench;
  const spans = slots.map(({ span }) => span);
  const model = cut.model ?? playbook.kpis.attribution.model;
  const by = cut.by ?? cut.besides ?? null;
  const shared = { spans, by, filter: cut.filter, reading: readingOf(playbook), now: settings.now };
  const shares = await once(bench, ['attribute', amount, model, by, cut.filter, spans], () =>
    store.attribute({ ...shared, amount, model }),
  );
  const rows = cut.by === null && by !== null ? whole(shares, addRows) : shares;
  return spread(slots.length, rows.map(inWholeDeals), (row) =>
    cell(row.value ?? 0, { sample: row.rows, ...ratedOf(row) }),
  );
}

function inWholeDeals(row: MeasureRow): MeasureRow {
  return { ...row, rows: Math.round(row.rows), unrated: Math.round(row.unrated) };
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
