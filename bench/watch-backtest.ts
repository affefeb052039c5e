// What a year's back-test of a watch costs on 100,000 leads, reading included: of each kind of series, beside asking for each
// day's number by itself, as whoever has only a chart to click through would.
import { connectDatabase } from '#adapters/postgres/connect.ts';
import { migrate } from '#adapters/postgres/migrate.ts';
import { backTest } from '#features/anomalies/judging/back-test.ts';
import type { BackTestDeps } from '#features/anomalies/judging/back-test.ts';
import { dayAfter } from '#features/anomalies/judging/calendar-day.ts';
import { planSeries } from '#features/anomalies/series/plan-series.ts';
import { readFigure } from '#features/anomalies/series/read-figure.ts';
import { createValueBook } from '#features/metrics/value-book.ts';
import { readPlaybook } from '#features/playbook/load-playbook.ts';
import { below, median } from './figures.ts';
import type { Figure, Result } from './figures.ts';
import { SILENT, startDatabase, untilDone } from './house.ts';
import { fillForKpis, KPI_NOW } from './kpi-data.ts';
import { PLAYBOOK } from './kpi-questions.ts';

const LEADS = 100_000;
const YEAR = { from: '2025-11-01', to: '2026-10-31' } as const;
const DAYS = 365;
const ROUNDS = 5;
/** Days that are asked for by themselves, and taken times as many. */
const ASKED = 30;
const LIMIT_MS = 1000;
const WATCH = { direction: 'both', threshold: null, channel: '', assignee: null, createdBy: null } as const;

export function watchBackTest(): Promise<Result> {
  return untilDone(async (atEnd) => {
    const { url } = await startDatabase(atEnd);
    await migrate({ url, log: SILENT });
    await fillForKpis(url, LEADS);
    const clock = { now: () => KPI_NOW };
    const database = connectDatabase({ url, log: SILENT, clock, poolSize: 4 });
    atEnd(() => database.close());
    const inForce = { playbook: readPlaybook(PLAYBOOK, 'playbook.yaml'), version: 1 };
    const playbook = () => inForce;
    const { metrics, stores } = database;
    const deps = { metrics, stores, playbook, clock, values: createValueBook({ store: metrics, playbook, clock }) };
    return {
      title: `watch-backtest: a year, on ${LEADS.toLocaleString('en-US')} leads`,
      figures: [
        await cost(deps, 'a count (leads)', 'leads', null, LIMIT_MS),
        await cost(deps, 'a ratio (win rate)', 'win_rate', null, LIMIT_MS),
        await cost(deps, 'an amount (pipeline)', 'pipeline_total', null, LIMIT_MS),
        await cost(deps, 'cohorts (MQL to SQL)', 'mql_to_sql', null, LIMIT_MS),
        await cost(deps, 'a count, by ten sources', 'leads', 'source', 5 * LIMIT_MS),
      ],
      notes: [`${ASKED} days are asked for by themselves, and counted ${DAYS} times over`],
    };
  });
}

async function cost(
  deps: BackTestDeps,
  what: string,
  question: string,
  by: string | null,
  limitMs: number,
): Promise<Figure> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const since = performance.now();
    const tested = await backTest(deps, { ...WATCH, question, by, sensitivity: 'normal' }, YEAR);
    if ('kind' in tested) throw new Error(tested.because);
    times.push(performance.now() - since);
  }
  const baseline = { name: 'each day asked by itself', value: await asking(deps, question) };
  return below({ what: `back-test of ${what}, median`, value: median(times), unit: 'ms', baseline }, limitMs);
}

async function asking(deps: BackTestDeps, question: string): Promise<number> {
  const plan = await planSeries(deps, { question, by: null });
  if (plan.kind === 'refused') throw new Error(plan.because);
  const since = performance.now();
  for (let day = 0; day < ASKED; day += 1) await readFigure(deps, plan, dayAfter(YEAR.from, day));
  return ((performance.now() - since) * DAYS) / ASKED;
}
