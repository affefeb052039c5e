// Each KPI that the sandbox's past knows, asked for as people do, against what the past itself says: planted in both
// servers, read by both adapters, kept in PostgreSQL, in three zones, over changes of the clocks and a leap day.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dimension } from '#features/metrics/metric.ts';
import type { Answer } from '#features/metrics/answer.ts';
import { ask } from '#features/metrics/ask.ts';
import { resolvePeriod } from '#features/metrics/periods.ts';
import type { PeriodSpec } from '#features/metrics/periods.ts';
import type { AttributionModel } from '#features/metrics/metric.ts';
import { OPERATOR } from '#features/metrics/restrict.ts';
import { historyRules } from '#features/history/rules.ts';
import { makePast } from '#sandbox/world/past/make-past.ts';
import { useDatabase } from '../../support/database.ts';
import { fillFromPast } from '../../support/past-mirror.ts';
import { aPlaybook, truthRules } from '../../support/past-playbook.ts';
import { truthOf } from '../../support/past-truth/truth.ts';
import type { Truth } from '../../support/past-truth/truth.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
/** Far enough back that the leap day of 2024 is in it. */
const OPTIONS = { seed: 3, anchor: '2026-11-22', leads: 1_500, months: 36 };
const PAST = makePast(OPTIONS);
/** Money is kept to a hundredth of a cent. */
const AS_GOOD_AS = 1e-7;

const clock = { now: () => NOW };
const db = useDatabase(clock);

beforeAll(async () => {
  await fillFromPast({
    database: db.database,
    past: OPTIONS,
    rules: historyRules(aPlaybook('Europe/Berlin')),
    now: NOW,
  });
}, 120_000);

const FUNNEL = ['leads', 'mqls', 'sqls', 'opportunities', 'customers'];
const SHARES = [
  'lead_to_mql',
  'mql_to_sql',
  'sql_to_opportunity',
  'lead_to_opportunity',
  'lead_to_customer',
  'opportunity_to_customer',
];
const TIMES = ['time_to_mql', 'time_to_sql', 'time_to_opportunity', 'time_to_customer'];
const CARE = ['lead_response_time', 'lead_response_time_p90', 'sla_compliance', 'routing_accuracy'];
const QUALITY = ['contacts', 'marketable_contacts', 'completeness', 'validity', 'freshness'];
const PEOPLE = [...FUNNEL, ...SHARES, ...TIMES, ...CARE, ...QUALITY];
const DEALS = [
  'pipeline_sourced',
  'pipeline_total',
  'pipeline_contribution',
  'revenue',
  'revenue_sourced',
  'deals_created',
  'deals_won',
  'open_deals',
  'win_rate',
  'average_deal_size',
  'sales_cycle',
  'pipeline_velocity',
  'attribution_coverage',
  'forecast',
  'forecast_accuracy',
];
const CREDITED = ['campaign_influence', 'attributed_pipeline'];
const COSTS = ['spend', 'cost_per_lead', 'cost_per_opportunity', 'cost_per_acquisition', 'cac'];
const BUDGETS = ['budget', 'budgeted_spend', 'budget_variance', 'burn_rate'];
const CUSTOMERS = ['mrr', 'arpa', 'net_revenue_retention', 'churn', 'clv'];
const ALL = [
  ...PEOPLE,
  ...DEALS,
  ...CREDITED,
  ...COSTS,
  ...BUDGETS,
  ...CUSTOMERS,
  'campaign_roi',
  'content_conversion',
  'duplicate_rate',
  'data_integrity_score',
];
const MODELS = ['first_touch', 'last_touch', 'linear', 'u_shaped', 'w_shaped', 'time_decay'] as const;

const PERIODS: readonly { readonly when: string; readonly from: string; readonly to: string }[] = [
  { when: 'a quarter', from: '2026-04-01', to: '2026-06-30' },
  { when: 'a year', from: '2025-01-01', to: '2025-12-31' },
  { when: 'a month that runs', from: '2026-11-01', to: '2026-11-30' },
  { when: 'the weekend on which Europe sets its clocks forward', from: '2026-03-28', to: '2026-03-29' },
  { when: 'the month in which it sets them back', from: '2026-10-01', to: '2026-10-31' },
  { when: 'the day on which it sets them back', from: '2025-10-26', to: '2025-10-26' },
  { when: 'a February with a leap day', from: '2024-02-01', to: '2024-02-29' },
  { when: 'the leap day', from: '2024-02-29', to: '2024-02-29' },
];

interface Asked {
  readonly kpi: string;
  readonly from: string;
  readonly to: string;
  readonly by?: Dimension;
  readonly model?: AttributionModel;
}

const DIMENSIONS = ['source', 'channel', 'campaign', 'owner', 'team', 'country', 'segment', 'crm'] as const;

describe.each([
  { zone: 'Europe/Berlin', dimensions: DIMENSIONS, models: MODELS },
  { zone: 'America/New_York', dimensions: ['source', 'crm'] as const, models: ['linear'] as const },
  { zone: 'Asia/Kolkata', dimensions: ['channel', 'owner'] as const, models: ['w_shaped'] as const },
])('in $zone', ({ zone, dimensions, models }) => {
  const playbook = aPlaybook(zone);
  let truth: Truth;

  beforeAll(async () => {
    await db.database.stores.history.recompute(historyRules(playbook));
    truth = truthOf(PAST, truthRules(playbook, NOW));
  }, 60_000);

  async function answerTo({ kpi, from, to, by, model }: Asked): Promise<Answer> {
    const question = {
      kpi,
      period: { from, to, words: `${from}..${to}`, running: false },
      grain: 'quarter' as const,
      by: by ?? null,
      where: [],
      compare: null,
      model: model ?? null,
    };
    const answering = await ask({ store: db.database.metrics, playbook: inForce, clock }, question, OPERATOR);
    if (answering.kind !== 'answer') throw new Error(`${kpi} by ${by ?? 'nothing'}: ${answering.because}`);
    return answering.answer;
  }

  function inForce() {
    return { playbook, version: 'test', text: '' } as never;
  }

  it.each(PERIODS)('says what is true of $when', async ({ from, to }) => {
    const told = await Promise.all(
      ALL.map(async (kpi) => [kpi, (await answerTo({ kpi, from, to })).figure.value] as const),
    );
    const [said, real] = compared(
      told,
      ALL.map((kpi) => [kpi, truth.value(kpi, { from, to })]),
    );
    expect(said).toEqual(real);
  });

  it.each(dimensions)('says what is true by %s', async (by) => {
    const [from, to] = ['2026-01-01', '2026-09-30'];
    const fitting = [
      ...PEOPLE,
      ...DEALS,
      ...CREDITED,
      ...(['source', 'channel', 'campaign'].includes(by) ? COSTS : []),
      ...(['campaign', 'channel', 'crm'].includes(by) ? BUDGETS : []),
      ...(by === 'crm' ? CUSTOMERS : []),
    ];
    const answers = await Promise.all(fitting.map((kpi) => answerTo({ kpi, from, to, by })));
    const shown = answers.map(({ metric, groups }) => {
      const real = groups.map(({ key }) => [key, truth.value(metric.id, { from, to, by, group: key })] as const);
      const told = groups.map(({ key, value }) => [key, value] as const);
      return { kpi: metric.id, both: compared(told, real) };
    });
    expect(Object.fromEntries(shown.map(({ kpi, both: [said] }) => [kpi, said]))).toEqual(
      Object.fromEntries(shown.map(({ kpi, both: [, real] }) => [kpi, real])),
    );
    for (const { metric, groups, others } of answers) {
      const named = new Set(groups.map(({ key }) => key));
      const left = truth.groups(by).filter((group) => !named.has(group));
      const missed = left.filter((group) => !!truth.value(metric.id, { from, to, by, group }));
      expect(missed.length, `${metric.id} of ${missed.join(', ')}`).toBeLessThanOrEqual(others);
    }
  });

  it.each(models)('shares deals as %s says', async (model) => {
    const [from, to] = ['2025-07-01', '2026-06-30'];
    for (const kpi of CREDITED) {
      const { groups, figure } = await answerTo({ kpi, from, to, by: 'campaign', model });
      const told = groups.map(({ key, value }) => [key, value] as const);
      const real = groups.map(
        ({ key }) => [key, truth.value(kpi, { from, to, by: 'campaign', group: key, model })] as const,
      );
      const [said, truly] = compared(told, real);
      expect(said).toEqual(truly);
      expect(figure.value).toBeCloseTo(truth.value(kpi, { from, to, model }) ?? NaN, 2);
    }
  });

  it('says how a quarter grew against the one before', async () => {
    const [now, before] = [
      { from: '2026-04-01', to: '2026-06-30' },
      { from: '2026-01-01', to: '2026-03-31' },
    ];
    const grew = (kpi: string): number => (truth.value(kpi, now) ?? 0) - (truth.value(kpi, before) ?? 0);
    const velocity = await answerTo({ kpi: 'lead_velocity_rate', ...now });
    expect(velocity.figure.value).toBeCloseTo(grew('mqls') / (truth.value('mqls', before) ?? 0), 9);
    const returns = await answerTo({ kpi: 'diminishing_returns', ...now });
    expect(returns.figure.value).toBeCloseTo(grew('campaign_influence') / grew('spend'), 3);
  });

  it.each<{ readonly when: string; readonly spec: PeriodSpec; readonly from: string; readonly to: string }>([
    { when: 'a fiscal year', spec: { kind: 'named', year: 2026 }, from: '2025-02-01', to: '2026-01-31' },
    {
      when: 'its last quarter, over the turn of the year',
      spec: { kind: 'named', year: 2026, quarter: 4 },
      from: '2025-11-01',
      to: '2026-01-31',
    },
    {
      when: 'the first quarter of the next',
      spec: { kind: 'named', year: 2027, quarter: 1 },
      from: '2026-02-01',
      to: '2026-04-30',
    },
  ])('says what is true of $when that begins in February', async ({ spec, from, to }) => {
    const period = resolvePeriod(spec, { zone, fiscalYearStarts: 2, weekStarts: 'monday', now: NOW });
    const told = await Promise.all(
      ALL.map(async (kpi) => [kpi, (await answerTo({ kpi, from: period.from, to: period.to })).figure.value] as const),
    );
    const [said, real] = compared(
      told,
      ALL.map((kpi) => [kpi, truth.value(kpi, { from, to })]),
    );
    expect(said).toEqual(real);
  });
});

type Values = readonly (readonly [string | null, number | null])[];

/** What was told, with what is as good as true told as true. */
function compared(told: Values, real: Values): readonly [told: object, real: object] {
  const truths = new Map(real);
  const agreed = told.map(([name, value]) => {
    const truly = truths.get(name);
    const same =
      typeof truly === 'number' && value !== null && Math.abs(value - truly) <= AS_GOOD_AS * Math.max(1, truly);
    return [name ?? '(none)', same ? truly : value] as const;
  });
  return [Object.fromEntries(agreed), Object.fromEntries(real.map(([name, value]) => [name ?? '(none)', value]))];
}
