// What explains a change: the slices of one or two dimensions, out of those that the KPI knows and everybody may see. The days
// of the change are held against the same weekdays of the eight weeks before.
import { workbenchOf } from '#features/metrics/ask.ts';
import { measuresOf } from '#features/metrics/inputs.ts';
import type { Dimension } from '#features/metrics/metric.ts';
import { seesOwners } from '#features/metrics/restrict.ts';
import { sinceOf } from '#features/metrics/since.ts';
import { allOf } from '#features/metrics/workbench.ts';
import type { Workbench } from '#features/metrics/workbench.ts';
import { expectCells } from '../root-cause-cells.ts';
import { explainTables } from '../root-cause.ts';
import type { Cause, Cell } from '../root-cause.ts';
import { comparedDays } from './compared-days.ts';
import { OTHER, tablesOf } from './part-tables.ts';
import type { PartTable } from './part-tables.ts';
import { asking } from './plan-series.ts';
import type { SeriesDeps, SeriesPlan } from './plan-series.ts';
import { makeupOf, readShares, readSharesBy } from './read-shares.ts';
import type { Makeup, SharesAsked } from './read-shares.ts';

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

/**
 * Of what cannot be added up from parts, such as KPIs made of others, and of what nothing older is known of, nothing was
 * looked at. Throws what the store throws.
 */
export async function explainSeries(deps: SeriesDeps, plan: SeriesPlan, asked: ChangeAsked): Promise<Explained> {
  const bench = workbenchOf(asking(deps));
  const { metric, filter, question } = plan;
  const makeup = makeupOf(metric, bench.playbook.kpis.conversion_window);
  if (makeup === null) return NOTHING;
  const days = comparedDays(bench, asked, await sinceOf(bench, metric));
  const by = dimensionsFor(bench, plan, asked);
  if (by.length === 0 || days.before.length === 0) return NOTHING;
  const { by: split } = plan;
  const one =
    split === null || asked.series === '' ? null : ({ kind: 'is', dimension: split, values: [asked.series] } as const);
  const shares: SharesAsked = { by, filter: allOf(metric.filter ?? null, filter, one), days };
  const { counted } = makeup;
  const weight = 1 / days.before.length;
  const parts =
    counted === null
      ? await Promise.all(
          by.map(async (dimension) => {
            const rows = await readSharesBy(bench, metric, dimension, {
              ...shares,
              filter: allOf(filter, one),
              model: question.model,
            });
            return tablesOf([dimension], rows, weight);
          }),
        )
      : [tablesOf(by, await readShares(bench, counted, shares), weight)];
  const expected = asked.expected === null ? null : asked.expected * days.share;
  const tables = parts.flatMap((part) => part.tables.map((table) => cellsOf(makeup, table, expected, weight)));
  const { everywhere, causes } = explainTables(tables);
  // The rarer values together are nothing that anybody could look into.
  const named = causes.filter(({ dims }) => !Object.values(dims).includes(OTHER));
  return { everywhere, causes: named, lookedAt: parts.flatMap(({ dimensions }) => dimensions) };
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

function cellsOf({ cells }: Makeup, table: PartTable, expected: number | null, weight: number): readonly Cell[] {
  const usual = table.before.reduce((sum, { value }) => sum + value, 0) * weight;
  return expectCells(cells, { ...table, expected: expected ?? usual });
}
