// The few shapes that most entries of the catalogue have, so that an entry reads as its formula.
import type { Aggregate, Conversion, Dimension, Fact, Formula, Measure } from '../metric.ts';

export const OF_PEOPLE = [
  'source',
  'channel',
  'campaign',
  'owner',
  'team',
  'country',
  'segment',
  'crm',
  'stage',
] as const satisfies readonly Dimension[];

export const OF_DEALS = [...OF_PEOPLE, 'product'] as const satisfies readonly Dimension[];

/** What costs are known by. */
export const OF_COSTS = ['source', 'channel', 'campaign'] as const satisfies readonly Dimension[];

/** `at` null: what is there at the end of the period. */
export function count(fact: Fact, at: string | null, ...where: readonly string[]): Measure {
  return measure(fact, at, { kind: 'count' }, where);
}

export function sum(fact: Fact, at: string | null, of: string, ...where: readonly string[]): Measure {
  return measure(fact, at, { kind: 'sum', of }, where);
}

export function measure(fact: Fact, at: string | null, aggregate: Aggregate, where: readonly string[] = []): Measure {
  return where.length === 0 ? { fact, at, aggregate } : { fact, at, aggregate, where };
}

export function simple(one: Measure): Formula {
  return { kind: 'simple', measure: one };
}

export function ratio(numerator: Measure, denominator: Measure): Formula {
  return { kind: 'ratio', numerator, denominator, proportion: false };
}

/** Costs for each of what they brought. */
export function costPer(costs: Measure, results: Measure): Formula {
  return { kind: 'ratio', numerator: costs, denominator: results, proportion: false, shared: true };
}

/** Of some cases the share that is so. */
export function proportion(numerator: Measure, denominator: Measure): Formula {
  return { kind: 'ratio', numerator, denominator, proportion: true };
}

/** Of those who came to `from` the share that came to `to` within the playbook's window. */
export function conversion(fact: Fact, from: string, to: string): Formula {
  const reached: Conversion = { fact, from, to };
  return { kind: 'conversion', conversion: reached, windowDays: null };
}
