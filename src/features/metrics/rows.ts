// Rows of the store that cells are made of, each question asked once: of groups, or of their whole, which is their sum
// wherever they add up.
import { conditionsOf, isAllocated } from './allocation.ts';
import type { Formula, Measure } from './metric.ts';
import { readingOf } from './reading.ts';
import type { ConversionRow, MeasureRow, Span } from './store.ts';
import { once, type Cut, type Workbench } from './workbench.ts';

export function isAdditive({ aggregate }: Measure): boolean {
  return aggregate.kind === 'count' || aggregate.kind === 'sum';
}

export async function measureRows(
  bench: Workbench,
  measure: Measure,
  spans: readonly Span[],
  cut: Cut,
): Promise<readonly MeasureRow[]> {
  const { store, playbook, settings } = bench;
  const { filter } = cut;
  const by = cut.by ?? (isSumOfGroups(measure) ? (cut.besides ?? null) : null);
  const rows = await once(bench, ['measure', measure, by, filter, spans], () =>
    store.measure({ measure, spans, by, filter, reading: readingOf(playbook), now: settings.now }),
  );
  return cut.by === null && by !== null ? whole(rows, addRows) : rows;
}

/** Costs of results: as they are where costs can be asked for like that, else shared among the results. */
export async function sharedRows(
  bench: Workbench,
  { numerator, denominator }: Pick<Extract<Formula, { kind: 'ratio' }>, 'numerator' | 'denominator'>,
  spans: readonly Span[],
  cut: Cut,
): Promise<readonly MeasureRow[]> {
  const { store, playbook, settings } = bench;
  const { filter } = cut;
  if (!isAllocated(cut)) {
    // The whole of what is shared out is what was spent, also where there was nobody to share it among.
    const besides = cut.besides !== undefined && !isAllocated({ by: cut.besides, filter: null });
    return measureRows(bench, numerator, spans, besides ? cut : { by: cut.by, filter, model: cut.model });
  }
  const by = cut.by ?? cut.besides ?? null;
  const { ofCosts, ofResults } = conditionsOf(filter);
  const rows = await once(bench, ['allocate', numerator, denominator, by, filter, spans], () =>
    store.allocate({
      costs: numerator,
      results: denominator,
      among: ofCosts,
      filter: ofResults,
      spans,
      by,
      reading: readingOf(playbook),
      now: settings.now,
    }),
  );
  const wanted = cut.by === null && by !== null ? whole(rows, addRows) : rows;
  // A part of a cost is a cost to whoever is told how many there are.
  return wanted.map((row) => ({ ...row, rows: Math.ceil(row.rows), unrated: Math.ceil(row.unrated) }));
}

/** A customer may have several products: what is counted by product is more than the customers. */
function isSumOfGroups(measure: Measure): boolean {
  return isAdditive(measure) && measure.fact !== 'subscription';
}

interface Grouped {
  readonly span: number;
  readonly group: string | null;
}

/** One row a span, of all its groups. */
export function whole<Row extends Grouped>(rows: readonly Row[], add: (one: Row, other: Row) => Row): readonly Row[] {
  const spans = new Map<number, Row>();
  for (const row of rows) {
    const known = spans.get(row.span);
    spans.set(row.span, known === undefined ? { ...row, group: null } : add(known, row));
  }
  return [...spans.values()];
}

export function addRows(one: MeasureRow, other: MeasureRow): MeasureRow {
  const value = one.value === null && other.value === null ? null : (one.value ?? 0) + (other.value ?? 0);
  return { ...one, value, rows: one.rows + other.rows, unrated: one.unrated + other.unrated };
}

export function addCohorts(one: ConversionRow, other: ConversionRow): ConversionRow {
  return {
    ...one,
    rows: one.rows + other.rows,
    mature: one.mature + other.mature,
    converted: one.converted + other.converted,
  };
}
