// Cohorts by their day and age: of old ones the conversions that the KPI itself counts, of young ones those so far.
import { Pool } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Cohort } from '#features/anomalies/cohorts.ts';
import { readCohorts } from '#features/anomalies/series/read-cohorts.ts';
import { readDays } from '#features/anomalies/series/read-days.ts';
import { useDatabase } from '../../../support/database.ts';
import { createFakeMetrics } from '../../../support/fake-metrics.ts';
import { fillMirror } from '../../../support/metric-mirror.ts';
import { MIRROR_NOW } from '../../../support/mirror-die.ts';
import { aPlan, aSeriesDesk } from '../../../support/series-desk.ts';

const db = useDatabase({ now: () => MIRROR_NOW });
const THROUGH = '2024-12-01';

beforeAll(async () => {
  const pool = new Pool({ connectionString: db.url, max: 1 });
  await fillMirror(pool).finally(() => pool.end());
});

const desk = () => aSeriesDesk(db.database.metrics, MIRROR_NOW, 'kpis: { conversion_window: 60d }\n');

function dayNumber(day: string): number {
  return Date.parse(day) / 86_400_000;
}

function total({ converted }: Cohort): number {
  return converted.reduce((sum, people) => sum + people, 0);
}

describe('Cohorts', () => {
  it.each([
    { question: 'lead_to_mql', by: 'source' },
    { question: 'mql_to_sql where country = DE', by: null },
  ])('old enough converted as the KPI says: $question', async ({ question, by }) => {
    const plan = await aPlan(desk(), question, by);
    const cohorts = await readCohorts(desk(), plan, THROUGH, '2023-11-10');
    const days = await readDays(desk(), plan, { from: '2023-11-10', to: '2024-09-30' });
    expect(cohorts.size).toBe(by === null ? 1 : 9);
    for (const [series, known] of cohorts) {
      const found = new Map(known.map((cohort) => [cohort.day, cohort]));
      const counted = (days.get(series) ?? []).flatMap(({ day, parts }) =>
        parts?.denominator ? [{ day, parts }] : [],
      );
      const seen = counted.map(({ day }) => {
        const cohort = found.get(dayNumber(day));
        return { day, parts: { numerator: cohort === undefined ? 0 : total(cohort), denominator: cohort?.size } };
      });
      expect(counted.length > 20 || !days.has(series)).toBe(true);
      expect(seen).toEqual(counted);
    }
  });

  it('are those of the days that a look needs, with the conversions so far', async () => {
    const plan = await aPlan(desk(), 'lead_to_mql');
    const known = (await readCohorts(desk(), plan, THROUGH)).get('') ?? [];
    const last = dayNumber(THROUGH);
    expect(known[0]?.day).toBeGreaterThanOrEqual(last - 222);
    expect(known.at(-1)?.day).toBe(last);
    expect(known.every(({ day, converted }) => converted.length <= last - day + 1)).toBe(true);
    expect(known.every(({ converted }) => converted.length <= 61)).toBe(true);
  });

  it('are known as they were on an earlier day from one reading', async () => {
    const plan = await aPlan(desk(), 'lead_to_mql');
    const until = '2024-06-30';
    const then = (await readCohorts(desk(), plan, until, '2024-05-01')).get('') ?? [];
    const now = (await readCohorts(desk(), plan, THROUGH, '2024-05-01')).get('') ?? [];
    const cut = now
      .filter(({ day }) => day <= dayNumber(until))
      .map(({ day, size, converted }) => ({
        day,
        size,
        by: total({ day, size, converted: converted.slice(0, dayNumber(until) - day + 1) }),
      }));
    expect(then.map((cohort) => ({ day: cohort.day, size: cohort.size, by: total(cohort) }))).toEqual(cut);
  });

  it('are none of a KPI that is no conversion', async () => {
    expect((await readCohorts(desk(), await aPlan(desk(), 'leads'), THROUGH)).size).toBe(0);
  });

  it('count ages in days of the organization, whatever the clocks do', async () => {
    const person = (lead: string, mql: string) => ({ fact: 'prospect' as const, at: { created: lead, lead, mql } });
    const store = createFakeMetrics([
      // A quarter to midnight in Berlin, and half an hour later.
      person('2026-10-24T21:45:00Z', '2026-10-24T22:15:00Z'),
      // The day with 25 hours: two days later by the calendar.
      person('2026-10-24T22:05:00Z', '2026-10-26T23:30:00Z'),
    ]);
    const small = aSeriesDesk(store, new Date('2026-11-20T09:00:00Z'));
    const cohorts = await readCohorts(small, await aPlan(small, 'lead_to_mql'), '2026-11-19');
    expect(cohorts.get('')).toEqual([
      { day: dayNumber('2026-10-24'), size: 1, converted: [0, 1] },
      { day: dayNumber('2026-10-25'), size: 1, converted: [0, 0, 1] },
    ]);
  });
});
