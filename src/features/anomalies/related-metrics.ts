// Which KPIs move together by nature: they count the same rows, or rows that stand next to each other on the way from a click
// to a customer.
import type { Fact, Metric } from '#features/metrics/metric.ts';

/** What leads to what. */
const NEIGHBOURS: readonly (readonly [Fact, Fact])[] = [
  ['cost', 'campaign'],
  ['cost', 'touch'],
  ['campaign', 'touch'],
  ['content', 'touch'],
  ['touch', 'credit'],
  ['touch', 'prospect'],
  ['prospect', 'routing'],
  ['routing', 'assignment'],
  ['prospect', 'assignment'],
  ['prospect', 'deal'],
  ['deal', 'forecast'],
  ['deal', 'subscription'],
  ['company', 'prospect'],
];

/** @param metrics the catalogue, in which the inputs of derived KPIs are looked up. */
export function areRelated(a: Metric, b: Metric, metrics: readonly Metric[]): boolean {
  if (a.id === b.id) return true;
  const factsOfB = factsOf(b, metrics);
  for (const fact of factsOf(a, metrics)) {
    for (const other of factsOfB) if (fact === other || areNeighbours(fact, other)) return true;
  }
  return false;
}

function areNeighbours(a: Fact, b: Fact): boolean {
  return NEIGHBOURS.some(([from, to]) => (from === a && to === b) || (from === b && to === a));
}

export function factsOf({ formula }: Metric, metrics: readonly Metric[]): ReadonlySet<Fact> {
  switch (formula.kind) {
    case 'simple':
    case 'cumulative':
      return new Set([formula.measure.fact]);
    case 'ratio':
      return new Set([formula.numerator.fact, formula.denominator.fact]);
    case 'conversion':
      return new Set([formula.conversion.fact]);
    case 'attributed':
      return new Set(['deal', 'touch']);
    case 'derived': {
      const inputs = Object.values(formula.inputs).map(({ kpi }) => metrics.find(({ id }) => id === kpi));
      return new Set(inputs.flatMap((input) => (input === undefined ? [] : [...factsOf(input, metrics)])));
    }
  }
}
