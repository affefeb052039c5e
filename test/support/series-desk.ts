// What series are read with, over a database of its own and a playbook that a test writes.
import type { SeriesDeps, SeriesPlan } from '#features/anomalies/series/plan-series.ts';
import { planSeries } from '#features/anomalies/series/plan-series.ts';
import { createValueBook } from '#features/metrics/value-book.ts';
import type { MetricStore } from '#features/metrics/store.ts';
import { aPlaybook } from '../features/playbook/builders.ts';

/** @param rest of the playbook, such as `kpis:`. */
export function aSeriesDesk(metrics: MetricStore, now: Date, rest = ''): SeriesDeps {
  const playbook = aPlaybook(rest);
  const inForce = () => ({ playbook, version: 1 });
  const clock = { now: () => now };
  return { metrics, playbook: inForce, clock, values: createValueBook({ store: metrics, playbook: inForce, clock }) };
}

export async function aPlan(desk: SeriesDeps, question: string, by: string | null = null): Promise<SeriesPlan> {
  const plan = await planSeries(desk, { question, by });
  if (plan.kind === 'refused') throw new Error(`${question}: ${plan.because}`);
  return plan;
}
