// What a watch counts: its question understood, and which kind of series that makes.
import { refusalOf, metricNamed, workbenchOf } from '#features/metrics/ask.ts';
import { readText } from '#features/metrics/ask-text.ts';
import type { AskTextDeps } from '#features/metrics/ask-text.ts';
import type { Refusal } from '#features/metrics/answer.ts';
import { catalogue } from '#features/metrics/catalogue/catalogue.ts';
import { DIMENSIONS } from '#features/metrics/metric.ts';
import type { Dimension, Metric, RowFilter } from '#features/metrics/metric.ts';
import { filterOf } from '#features/metrics/question.ts';
import { resolvePeriod } from '#features/metrics/periods.ts';
import type { Period, Question } from '#features/metrics/question.ts';
import { OPERATOR } from '#features/metrics/restrict.ts';
import { usualPeriod } from '#features/metrics/usual-period.ts';
import type { Workbench } from '#features/metrics/workbench.ts';
import type { WatchDesk } from '../desk.ts';
import type { Watch } from '../store.ts';
import { kindOfSeries } from './series-kind.ts';
import type { KindOfSeries } from './series-kind.ts';

export type SeriesDeps = Pick<WatchDesk, 'metrics' | 'values' | 'playbook' | 'clock'>;

export interface SeriesPlan extends KindOfSeries {
  readonly kind: 'plan';
  /** As of when it was read: of its period only the words count. Without a period it is about `yesterday`. */
  readonly question: Question;
  readonly metric: Metric;
  /** Each of the largest values of this dimension is a series of its own beside the whole. */
  readonly by: Dimension | null;
  readonly filter: RowFilter | null;
}

/** Words of the period where a watch names none: the day that is looked at. */
export const THE_DAY = 'yesterday';

/**
 * Asked on nobody's behalf: who may ask for numbers of single owners is decided when a watch is asked for. A watch that
 * can have limits alone is a plan all the same; see `series`. Throws what the store throws.
 */
export async function planSeries(
  deps: SeriesDeps,
  { question: text, by }: Pick<Watch, 'question' | 'by'>,
): Promise<SeriesPlan | Refusal> {
  const read = await readText({ ...asking(deps), defaultPeriod: THE_DAY }, text, OPERATOR, 'typed');
  if (read.kind === 'refused') return read;
  const dimension = by === null ? read.question.by : dimensionNamed(by);
  if (dimension === undefined) return refused(`There is no dimension “${by}”.`, [text]);
  if (dimension === 'model') return refused('Models share out the same money: watch one of them.', [text]);
  const question: Question = { ...read.question, by: dimension, grain: null, compare: null };
  const bench = workbenchOf(asking(deps));
  const metric = metricNamed(bench, question.kpi);
  if ('kind' in metric) return metric;
  const refusal = refusalOf(bench, metric, question, OPERATOR);
  if (refusal !== null) return refusal;
  return {
    kind: 'plan',
    question: { ...question, period: periodOf(bench, metric, question) },
    metric,
    by: dimension,
    filter: filterOf(question),
    ...kindOfSeries(metric, catalogue(bench.playbook)),
  };
}

/** A conversion is read with the newest month that has one, whatever period is to be understood where none is named. */
function periodOf({ playbook, settings }: Workbench, metric: Metric, { period }: Question): Period {
  if (metric.formula.kind !== 'conversion') return period;
  const usual = usualPeriod(playbook.kpis.conversion_window, metric, settings);
  return period.words === usual.words ? resolvePeriod({ kind: 'unit', unit: 'day', offset: -1 }, settings) : period;
}

/** What questions are asked with. */
export function asking({ metrics, values, playbook, clock }: SeriesDeps): AskTextDeps {
  return { store: metrics, values, playbook, clock };
}

function dimensionNamed(name: string): Dimension | undefined {
  return DIMENSIONS.find((dimension) => dimension === name);
}

function refused(because: string, suggestions: readonly string[]): Refusal {
  return { kind: 'refused', because, suggestions };
}
