// Values by the day: the same numbers as a question by the day gives, over changes of the clocks, in few questions.
import { Pool } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { planSeries } from '#features/anomalies/series/plan-series.ts';
import { readDays } from '#features/anomalies/series/read-days.ts';
import { ask } from '#features/metrics/ask.ts';
import { OPERATOR } from '#features/metrics/restrict.ts';
import { useDatabase } from '../../../support/database.ts';
import { createFakeMetrics } from '../../../support/fake-metrics.ts';
import { fillMirror } from '../../../support/metric-mirror.ts';
import { MIRROR_NOW } from '../../../support/mirror-die.ts';
import { aPlan, aSeriesDesk } from '../../../support/series-desk.ts';

const db = useDatabase({ now: () => MIRROR_NOW });
const KPIS = 'kpis:\n  channels: { organic: [Web], event: [Webinar] }\n';
/** Both changes of the clocks, the leap day and the turn of the year are in it. */
const DAYS = { from: '2023-11-10', to: '2024-12-01' } as const;

beforeAll(async () => {
  const pool = new Pool({ connectionString: db.url, max: 1 });
  await fillMirror(pool).finally(() => pool.end());
});

const desk = () => aSeriesDesk(db.database.metrics, MIRROR_NOW, KPIS);

describe('Every day of a watch', () => {
  it.each([
    { question: 'leads', by: 'source' },
    { question: 'mqls where source != Web', by: 'country' },
    { question: 'leads', by: 'campaign' },
    { question: 'revenue', by: 'product' },
    { question: 'spend', by: 'channel' },
    { question: 'win_rate', by: 'crm' },
    { question: 'lead_response_time', by: 'owner' },
    { question: 'cost_per_lead', by: null },
    { question: 'cost_per_lead', by: 'country' },
    { question: 'campaign_influence model linear', by: 'channel' },
    { question: 'budget_variance', by: null },
  ])('has the value that a question by the day shows: $question by $by', async ({ question, by }) => {
    const plan = await aPlan(desk(), question, by);
    const series = await readDays(desk(), plan, DAYS);
    const period = { ...DAYS, words: `${DAYS.from}..${DAYS.to}`, running: false };
    const { metrics: store, ...rest } = desk();
    const answering = await ask({ store, ...rest }, { ...plan.question, period, grain: 'day' }, OPERATOR);
    if (answering.kind === 'refused') throw new Error(answering.because);
    const { points, groups } = answering.answer;
    expect(series.get('')?.map(({ day, value }) => ({ day, value: rounded(value) }))).toEqual(
      points.map(({ day, value }) => ({ day, value: rounded(value) })),
    );
    expect([...series.keys()][0]).toBe('');
    expect(series.size > 1).toBe(by !== null);
    expect(series.size).toBeLessThanOrEqual(11);
    for (const { key, points: course } of groups) {
      const days = key === null ? undefined : series.get(key);
      if (days === undefined || course.length === 0) continue;
      expect(days.map(({ value }) => rounded(value))).toEqual(course.map(({ value }) => rounded(value)));
    }
  });

  it('of a ratio comes with what it is made of, and of days without a case without a value', async () => {
    const plan = await aPlan(desk(), 'win_rate');
    const days = (await readDays(desk(), plan, DAYS)).get('') ?? [];
    const [known, empty] = [days.filter(({ cases }) => cases > 0), days.filter(({ cases }) => cases === 0)];
    expect(known.length).toBeGreaterThan(0);
    expect(empty.length).toBeGreaterThan(0);
    expect(known.every(({ value, parts }) => value === (parts?.numerator ?? 0) / (parts?.denominator ?? 0))).toBe(true);
    expect(empty.every(({ value }) => value === null)).toBe(true);
  });

  it('is the sum of its groups where it is a count', async () => {
    const plan = await aPlan(desk(), 'leads where source in (Web, Webinar)', 'source');
    const series = await readDays(desk(), plan, DAYS);
    const total = (name: string): number => (series.get(name) ?? []).reduce((sum, { value }) => sum + (value ?? 0), 0);
    expect(total('')).toBe(total('Web') + total('Webinar'));
    expect(total('Web')).toBeGreaterThan(0);
  });
});

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(10));
}

describe('Days of nothing', () => {
  const now = new Date('2026-11-20T09:00:00Z');
  const lead = (at: string) => ({ fact: 'prospect' as const, at: { created: at, lead: at }, by: { source: 'Web' } });
  const store = createFakeMetrics([lead('2026-11-16T10:00:00Z'), lead('2026-11-18T10:00:00Z')]);

  it('are noughts, but for those before anything was known; and days that have not begun are none', async () => {
    const plan = await planSeries(aSeriesDesk(store, now), { question: 'leads', by: null });
    if (plan.kind === 'refused') throw new Error(plan.because);
    const days = await readDays(aSeriesDesk(store, now), plan, { from: '2026-11-14', to: '2026-11-25' });
    expect(days.get('')?.map(({ day, value }) => [day, value])).toEqual([
      ['2026-11-14', null],
      ['2026-11-15', null],
      ['2026-11-16', 1],
      ['2026-11-17', 0],
      ['2026-11-18', 1],
      ['2026-11-19', 0],
      ['2026-11-20', 0],
    ]);
  });

  it('and all others are asked for in one question, the whole and its parts', async () => {
    const desk = aSeriesDesk(store, now);
    const plan = await aPlan(desk, 'leads', 'source');
    const before = store.calls['measure'] ?? 0;
    const series = await readDays(desk, plan, { from: '2024-11-20', to: '2026-11-19' });
    expect(store.calls['measure']).toBe(before + 1);
    expect([...series].map(([name, days]) => [name, days.length])).toEqual([
      ['', 730],
      ['Web', 730],
    ]);
  });
});
