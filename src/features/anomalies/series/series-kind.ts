// Which kind of series a KPI makes by the day: from its formula and unit, never by hand and never by its values.
import type { Formula, Measure, Metric } from '#features/metrics/metric.ts';

/** `cohort`: conversion by the day of entry; `threshold_only`: a limit can be set, but its days cannot be judged. */
export type Series = 'count' | 'ratio' | 'amount' | 'cohort' | 'threshold_only';

export interface KindOfSeries {
  readonly series: Series;
  /** Why its days cannot be judged, and what to watch instead; null where they can. */
  readonly because: string | null;
}

/** @param metrics the catalogue, in which inputs of derived KPIs are looked up. */
export function kindOfSeries(metric: Metric, metrics: readonly Metric[]): KindOfSeries {
  if (metric.onlyWhenOver) return limitAlone(`${metric.label} is said of whole months and quarters, not of days.`);
  const { formula } = metric;
  switch (formula.kind) {
    case 'simple':
      return ofMeasure(metric, formula.measure, metrics);
    case 'ratio':
      return ofRatio(metric, formula);
    case 'conversion':
      return { series: 'cohort', because: null };
    case 'attributed':
      return { series: 'amount', because: null };
    case 'cumulative':
      return limitAlone(
        `${metric.label} is a running total: each day stands on all those before it.`,
        metrics.find((one) => one.formula.kind === 'simple' && countsTheSame(one.formula.measure, formula.measure)),
      );
    case 'derived':
      return ofInputs(metric, formula, metrics);
  }
}

function ofMeasure(metric: Metric, measure: Measure, metrics: readonly Metric[]): KindOfSeries {
  if (measure.at === null) return limitAlone(levelWords(metric), newOnes(measure, metrics));
  const { kind } = measure.aggregate;
  const counts = kind === 'count' || kind === 'distinct' || (kind === 'sum' && metric.unit === 'count');
  return { series: counts ? 'count' : 'amount', because: null };
}

function ofRatio(metric: Metric, { numerator, denominator, proportion }: Of<'ratio'>): KindOfSeries {
  if (numerator.at === null || denominator.at === null) return limitAlone(levelWords(metric));
  if (denominator.where?.includes('settled')) {
    return limitAlone(`${metric.label} is known only after days, when nobody corrects it any more.`);
  }
  return { series: proportion ? 'ratio' : 'amount', because: null };
}

/** Days of it can be judged where days of everything that it is made of can; it is an amount then, whatever its unit. */
function ofInputs(metric: Metric, { inputs }: Of<'derived'>, metrics: readonly Metric[]): KindOfSeries {
  const made = Object.values(inputs).flatMap(({ kpi, offset }) => {
    const input = metrics.find(({ id }) => id === kpi);
    return input === undefined ? [] : [{ input, offset, kind: kindOfSeries(input, metrics) }];
  });
  if (made.length === 0) return limitAlone(`${metric.label} is kept by hand and knows no days.`);
  const judged = made.find(({ kind }) => kind.series !== 'threshold_only')?.input;
  if (made.some(({ offset }) => offset === 'previous')) {
    return limitAlone(`${metric.label} is a change against the period before, and a day’s says little.`, judged);
  }
  const hard = made.find(({ kind }) => kind.series === 'threshold_only' || kind.series === 'cohort');
  if (hard === undefined) return { series: 'amount', because: null };
  return limitAlone(
    hard.kind.because === null
      ? `${metric.label} is made of ${hard.input.label}, which young cohorts do not have yet.`
      : `${metric.label} is made of ${hard.input.label}. ${hard.kind.because}`,
    hard.kind.because === null ? hard.input : undefined,
  );
}

type Of<Kind extends Formula['kind']> = Extract<Formula, { kind: Kind }>;

function limitAlone(reason: string, instead?: Metric): KindOfSeries {
  const watch = instead === undefined ? '' : ` Watch ${instead.id} instead, or set a limit.`;
  return { series: 'threshold_only', because: `${reason}${watch}` };
}

function levelWords({ label }: Metric): string {
  return `${label} is a level: what a day adds to it is small beside what was there before.`;
}

/** What brings a level up by the day. */
function newOnes({ fact }: Measure, metrics: readonly Metric[]): Metric | undefined {
  return metrics.find(
    ({ formula, filter }) =>
      formula.kind === 'simple' &&
      formula.measure.fact === fact &&
      formula.measure.at !== null &&
      formula.measure.aggregate.kind === 'count' &&
      filter === undefined,
  );
}

function countsTheSame(one: Measure, other: Measure): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
