// What a KPI is computed from, through all the KPIs that it is made of.
import type { Measure, Metric } from './metric.ts';

export type Counted = Pick<Measure, 'fact' | 'at'>;

/** Facts with the instants that they are counted by, each once. */
export function measuresOf(metric: Metric, metrics: ReadonlyMap<string, Metric>): readonly Counted[] {
  const found = new Map(directly(metric, metrics).map(({ fact, at }) => [`${fact} ${at}`, { fact, at }]));
  return [...found.values()];
}

function directly({ formula }: Metric, metrics: ReadonlyMap<string, Metric>): readonly Counted[] {
  switch (formula.kind) {
    case 'simple':
    case 'cumulative':
      return [formula.measure];
    case 'ratio':
      return [formula.numerator, formula.denominator];
    case 'conversion':
      return [{ fact: formula.conversion.fact, at: formula.conversion.from }];
    case 'attributed':
      return [{ fact: 'credit', at: formula.amount === 'won' ? 'closed' : 'created' }];
    case 'derived':
      return Object.values(formula.inputs).flatMap(({ kpi }) => {
        const input = metrics.get(kpi);
        return input === undefined ? [] : directly(input, metrics);
      });
  }
}
