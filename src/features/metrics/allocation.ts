// Costs have a campaign, a source and a channel, and no country, owner or team. Where a question is about those, costs are
// shared among the results that they brought: who decides when, and what the store is asked for then.
import { FACT_COLUMNS } from './facts.ts';
import type { Dimension, Measure, Metric, RowFilter } from './metric.ts';
import { filterOf, type Question } from './question.ts';
import { allOf, type Cut } from './workbench.ts';

const OF_COSTS: ReadonlySet<Dimension> = new Set(FACT_COLUMNS.cost.dimensions);

/** Conditions that costs can be held to, and those that only results can. */
export interface Conditions {
  readonly ofCosts: RowFilter | null;
  readonly ofResults: RowFilter | null;
}

export function conditionsOf(filter: RowFilter | null): Conditions {
  const each = filter === null ? [] : parts(filter);
  return {
    ofCosts: allOf(...each.filter(costsHave)),
    ofResults: allOf(...each.filter((part) => !costsHave(part))),
  };
}

/** Whether the costs of a group, or under the conditions, are shares. */
export function isAllocated({ by, filter }: Pick<Cut, 'by' | 'filter'>): boolean {
  return (by !== null && !OF_COSTS.has(by)) || (filter !== null && !costsHave(filter));
}

/** What costs for each result are made of, where costs are shared for this question; through all that it is made of. */
export function allocatedFor(
  metric: Metric,
  metrics: ReadonlyMap<string, Metric>,
  question: Pick<Question, 'by' | 'where'>,
  above: RowFilter | null = null,
): Measure | null {
  const { formula } = metric;
  const filter = allOf(above, metric.filter ?? null);
  if (formula.kind === 'derived') {
    const inputs = Object.values(formula.inputs).flatMap(({ kpi }) => metrics.get(kpi) ?? []);
    return inputs.reduce<Measure | null>(
      (found, input) => found ?? allocatedFor(input, metrics, question, filter),
      null,
    );
  }
  if (formula.kind !== 'ratio' || formula.shared !== true) return null;
  const cut = { by: question.by, filter: allOf(filter, filterOf(question)) };
  return isAllocated(cut) ? formula.denominator : null;
}

function parts(filter: RowFilter): readonly RowFilter[] {
  return filter.kind === 'all' ? filter.of.flatMap(parts) : [filter];
}

function costsHave(filter: RowFilter): boolean {
  switch (filter.kind) {
    case 'is':
    case 'like':
    case 'known':
      return OF_COSTS.has(filter.dimension);
    case 'compare':
      return false;
    case 'all':
    case 'any':
      return filter.of.every(costsHave);
    case 'not':
      return costsHave(filter.of);
  }
}
