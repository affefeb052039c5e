// Conversion by the day of entry and by age: what cohorts need to be compared at the same age.
import { workbenchOf } from '#features/metrics/ask.ts';
import { largestGroups } from '#features/metrics/daily-values.ts';
import type { Formula, Metric } from '#features/metrics/metric.ts';
import { daysIn, startOf } from '#features/metrics/periods.ts';
import { readingOf } from '#features/metrics/reading.ts';
import type { CohortRequest, CohortRow } from '#features/metrics/store.ts';
import { allOf } from '#features/metrics/workbench.ts';
import { DAY_MS } from '#kernel/time.ts';
import type { Cohort } from '../cohorts.ts';
import { asking } from './plan-series.ts';
import type { SeriesDeps, SeriesPlan } from './plan-series.ts';

/** The days of older cohorts, and those of the longest span of young ones. */
const REACH_DAYS = 222;

/**
 * Each series: '' the whole, then the at most ten largest values of the plan's dimension. Days are counted from 1970-01-01
 * and ages in days of the organization's zone; a day on which nobody came is left out. Of a KPI that is no conversion there
 * are none. Throws what the store throws.
 * @param through last day of entries and of conversions.
 * @param since first day of entries; left out: what one day's look needs.
 */
export async function readCohorts(
  deps: SeriesDeps,
  plan: SeriesPlan,
  through: string,
  since?: string,
): Promise<ReadonlyMap<string, readonly Cohort[]>> {
  const { metric, by, question } = plan;
  const { formula } = metric;
  if (formula.kind !== 'conversion') return new Map();
  const entries = entriesOf(metric, formula);
  const bench = workbenchOf(asking(deps));
  const { playbook, settings, store } = bench;
  const { from, to } = daysIn({ from: since ?? through, to: through });
  const days = { from: since === undefined ? to.subtract({ days: REACH_DAYS }) : from, to };
  const end = startOf(days.to.add({ days: 1 }), settings.zone);
  const asked: CohortRequest = {
    conversion: formula.conversion,
    windowMs: formula.windowDays === null ? playbook.kpis.conversion_window : formula.windowDays * DAY_MS,
    entered: { from: startOf(days.from, settings.zone), to: end },
    until: end,
    by: null,
    filter: allOf(metric.filter ?? null, plan.filter),
    reading: readingOf(playbook),
  };
  const [whole, parts] = await Promise.all([store.cohorts(asked), partsOf()]);
  return new Map([['', cohortsOf(whole)], ...parts]);

  async function partsOf(): Promise<readonly (readonly [string, readonly Cohort[]])[]> {
    if (by === null) return [];
    const coming = { days, by, filter: plan.filter, model: question.model };
    const leaders = await largestGroups(bench, entries, coming);
    if (leaders.length === 0) return [];
    const within = allOf(asked.filter, { kind: 'is', dimension: by, values: leaders });
    const groups = Map.groupBy(await store.cohorts({ ...asked, by, filter: within }), ({ group }) => group);
    return leaders.map((leader) => [leader, cohortsOf(groups.get(leader) ?? [])] as const);
  }
}

/** Those who came, whether they converted or not. */
function entriesOf(metric: Metric, { conversion }: Extract<Formula, { kind: 'conversion' }>): Metric {
  const { fact, from, where = [] } = conversion;
  return { ...metric, formula: { kind: 'simple', measure: { fact, at: from, aggregate: { kind: 'count' }, where } } };
}

function cohortsOf(rows: readonly CohortRow[]): readonly Cohort[] {
  const days = Map.groupBy(rows, ({ day }) => day);
  return [...days.keys()]
    .toSorted((one, other) => one - other)
    .map((day) => {
      const ofDay = days.get(day) ?? [];
      const ages = Math.max(-1, ...ofDay.map(({ age }) => age ?? -1)) + 1;
      const converted = Array.from({ length: ages }, () => 0);
      for (const { age, rows: people } of ofDay) if (age !== null) converted[age] = (converted[age] ?? 0) + people;
      return { day, size: ofDay.reduce((size, { rows: people }) => size + people, 0), converted };
    });
}
