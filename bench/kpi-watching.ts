// What a watch's questions cost beside those of people: the days that are looked at, two years at its beginning, the cohorts of
// a conversion, and what explains a change.
import { explainSeries } from '#features/anomalies/series/explain-series.ts';
import { planSeries } from '#features/anomalies/series/plan-series.ts';
import type { SeriesDeps, SeriesPlan } from '#features/anomalies/series/plan-series.ts';
import { readCohorts } from '#features/anomalies/series/read-cohorts.ts';
import { readDays } from '#features/anomalies/series/read-days.ts';
import type { AskDeps } from '#features/metrics/ask.ts';
import { createValueBook } from '#features/metrics/value-book.ts';
import { below, median } from './figures.ts';
import type { Figure } from './figures.ts';

const UNTIL = '2026-10-31';
const WEEK = { from: '2026-10-25', to: UNTIL } as const;
const YEARS = { from: '2024-11-01', to: UNTIL } as const;
const CHANGE = { series: '', since: WEEK.from, until: UNTIL, expected: null } as const;
const ROUNDS = 5;

/** As of the day after `UNTIL`. */
export async function watching({ store, playbook, clock }: AskDeps): Promise<readonly Figure[]> {
  const values = createValueBook({ store, playbook, clock });
  const deps: SeriesDeps = { metrics: store, playbook, clock, values };
  const leads = await planOf(deps, 'leads', 'source');
  const answered = await planOf(deps, 'lead_response_time');
  const conversion = await planOf(deps, 'mql_to_sql');
  return [
    await cost('a week of leads by source', 300, () => readDays(deps, leads, WEEK)),
    await cost('two years of leads by source', 2000, () => readDays(deps, leads, YEARS)),
    await cost('two years of median response times', 8000, () => readDays(deps, answered, YEARS)),
    await cost('cohorts of MQL to SQL', 2000, () => readCohorts(deps, conversion, UNTIL)),
    await cost('what explains a week of leads', 1000, () => explainSeries(deps, leads, CHANGE)),
    await cost('what explains a week of response times', 1000, () => explainSeries(deps, answered, CHANGE)),
    await cost('what explains a week of MQL to SQL', 1000, () => explainSeries(deps, conversion, CHANGE)),
  ];
}

async function planOf(deps: SeriesDeps, question: string, by: string | null = null): Promise<SeriesPlan> {
  const plan = await planSeries(deps, { question, by });
  if (plan.kind === 'refused') throw new Error(plan.because);
  return plan;
}

async function cost(what: string, limitMs: number, work: () => Promise<unknown>): Promise<Figure> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const since = performance.now();
    await work();
    times.push(performance.now() - since);
  }
  return below({ what: `watching: ${what}, median`, value: median(times), unit: 'ms', baseline: null }, limitMs);
}
