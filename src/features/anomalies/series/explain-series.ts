// What explains a change: the slices of one or two dimensions, out of those that the KPI knows and everybody may see. The days
// of the change are held against the same weekdays of the eight weeks before.
import { workbenchOf } from '#features/metrics/ask.ts';
import { evaluate } from '#features/metrics/evaluate.ts';
import { measuresOf } from '#features/metrics/inputs.ts';
import type { Dimension, Metric } from '#features/metrics/metric.ts';
import { seesOwners } from '#features/metrics/restrict.ts';
import { sinceOf } from '#features/metrics/since.ts';
import { lengthInDays } from '#features/metrics/slots.ts';
import { allOf } from '#features/metrics/workbench.ts';
import type { Cut, Workbench } from '#features/metrics/workbench.ts';
import { expectCells } from '../root-cause-cells.ts';
import { explainTables } from '../root-cause.ts';
import type { Cause } from '../root-cause.ts';
import { comparedDays } from './compared-days.ts';
import type { ComparedDays } from './compared-days.ts';
import { OTHER, tablesOf } from './part-tables.ts';
import type { PartTable, Share } from './part-tables.ts';
import { asking } from './plan-series.ts';
import type { SeriesDeps, SeriesPlan } from './plan-series.ts';
import { makeupOf, readShares, readSharesBy } from './read-shares.ts';
import type { Makeup } from './read-shares.ts';
import { scatterOf } from './scatter.ts';

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

/** Better names first: of a source and its channel, the source. */
const EXPLAINING: readonly Dimension[] = [
  'source',
  'channel',
  'campaign',
  'country',
  'segment',
  'owner',
  'crm',
  'product',
  'team',
];

const NOTHING: Explained = { everywhere: false, causes: [], lookedAt: [] };

/** As many rows are told apart in well under a second, and tell the same. */
const MOST_ROWS = 25_000;

/**
 * Of what cannot be added up from parts, such as KPIs made of others, and of what nothing older is known of, nothing was
 * looked at. Throws what the store throws.
 */
export async function explainSeries(deps: SeriesDeps, plan: SeriesPlan, asked: ChangeAsked): Promise<Explained> {
  const bench = workbenchOf(asking(deps));
  const { metric, filter, question, by } = plan;
  const makeup = makeupOf(metric, bench.playbook.kpis.conversion_window);
  const dimensions = dimensionsFor(bench, plan, asked);
  if (makeup === null || dimensions.length === 0) return NOTHING;
  const one =
    by === null || asked.series === '' ? null : ({ kind: 'is', dimension: by, values: [asked.series] } as const);
  const cut: Cut = { by: null, filter: allOf(filter, one), model: question.model };
  const days = await daysFor(bench, metric, asked, cut);
  if (days.before.length === 0) return NOTHING;
  const read = await readAll(bench, metric, makeup, { by: dimensions, days, cut });
  const expected = asked.expected === null ? null : asked.expected * days.share;
  const times = days.before.length;
  const parts = read.map(({ by: all, shares }) => ({ all, shares, ...tablesOf(all, shares, times) }));
  const tables = parts.flatMap(({ all, shares, tables: each }) =>
    each.map((table) => {
      const unit = makeup.cells === 'amount' ? scatterOf(table.dimensions, all, shares, times) : null;
      return expectCells(makeup.cells, { ...table, expected: expected ?? usual(table) / times, unit });
    }),
  );
  const { everywhere, causes } = explainTables(tables);
  // The rarer values together are nothing that anybody could look into.
  const named = causes.filter(({ dims }) => !Object.values(dims).includes(OTHER));
  return { everywhere, causes: named, lookedAt: parts.flatMap((part) => part.dimensions) };
}

/** Dimensions that all rows behind the KPI have; single owners only where everybody may see their numbers. */
function dimensionsFor(
  { store, playbook, metrics }: Workbench,
  { metric, by }: SeriesPlan,
  { series }: ChangeAsked,
): readonly Dimension[] {
  const facts = measuresOf(metric, metrics).map(({ fact }) => new Set(store.dimensionsOf(fact)));
  return EXPLAINING.filter(
    (dimension) =>
      metric.dimensions.includes(dimension) &&
      facts.every((known) => known.has(dimension)) &&
      (dimension !== 'owner' || seesOwners(playbook, null)) &&
      (dimension !== by || series === ''),
  );
}

async function daysFor(bench: Workbench, metric: Metric, asked: ChangeAsked, cut: Cut): Promise<ComparedDays> {
  const known = await sinceOf(bench, metric);
  const all = comparedDays(bench, { ...asked, known });
  const [latest] = all.before;
  if (latest === undefined) return all;
  const counted = await evaluate(bench, metric, [all.now, latest], cut);
  const rows = Math.max(...counted.map((cells) => cells.get(null)?.rows ?? 0));
  const rowsADay = rows / lengthInDays(all.now.days);
  return rowsADay === 0 ? all : comparedDays(bench, { ...asked, known, most: MOST_ROWS / rowsADay });
}

interface Read {
  readonly by: readonly Dimension[];
  readonly shares: readonly Share[];
}

async function readAll(
  bench: Workbench,
  metric: Metric,
  { counted }: Makeup,
  { by, days, cut }: { readonly by: readonly Dimension[]; readonly days: ComparedDays; readonly cut: Cut },
): Promise<readonly Read[]> {
  if (counted === null) {
    const { filter, model } = cut;
    return Promise.all(
      by.map(async (one) => ({ by: [one], shares: await readSharesBy(bench, metric, one, { days, filter, model }) })),
    );
  }
  const filter = allOf(metric.filter ?? null, cut.filter);
  return [{ by, shares: await readShares(bench, counted, { by, days, filter }) }];
}

function usual({ before }: PartTable): number {
  return before.reduce((sum, { value }) => sum + value, 0);
}
