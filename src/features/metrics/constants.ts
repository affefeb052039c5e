// What derived KPIs may name beside other KPIs: figures of the playbook, and the length of the period.
import type { Playbook } from '#features/playbook/schema.ts';
import { monthsIn, type Slot } from './slots.ts';

/** A year of licences and such, and what the weights of quality are. */
export function constantsOf({ kpis }: Playbook, slot: Slot): Readonly<Record<string, number>> {
  const { weights } = kpis.quality;
  return {
    months: monthsIn(slot.days),
    margin: kpis.margin,
    loading_factor: kpis.loading_factor,
    stack_yearly: total(kpis.stack.map(({ yearly }) => yearly)),
    stack_features: total(kpis.stack.map(({ features }) => features)),
    stack_used: total(kpis.stack.map(({ used }) => used)),
    completeness_weight: weights.completeness,
    validity_weight: weights.validity,
    uniqueness_weight: weights.uniqueness,
    freshness_weight: weights.freshness,
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
