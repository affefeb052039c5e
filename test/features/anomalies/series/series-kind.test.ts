// Which kind of series each KPI makes: the whole catalogue, and what a playbook adds to it.
import { describe, expect, it } from 'vitest';
import { kindOfSeries } from '#features/anomalies/series/series-kind.ts';
import type { Series } from '#features/anomalies/series/series-kind.ts';
import { BUILT_IN, catalogue } from '#features/metrics/catalogue/catalogue.ts';
import { aPlaybook } from '../../playbook/builders.ts';

const EXPECTED: Readonly<Record<Series, readonly string[]>> = {
  count: ['leads', 'mqls', 'sqls', 'opportunities', 'customers', 'deals_created', 'deals_won'],
  ratio: [
    'sla_compliance',
    'win_rate',
    'attribution_coverage',
    'sync_reliability',
    'error_free_runs',
    'automation_rate',
    'content_conversion',
  ],
  amount: [
    'time_to_mql',
    'time_to_sql',
    'time_to_opportunity',
    'time_to_customer',
    'lead_response_time',
    'lead_response_time_p90',
    'spend',
    'cost_per_lead',
    'cost_per_opportunity',
    'cost_per_acquisition',
    'cac',
    'budget',
    'budgeted_spend',
    'budget_variance',
    'burn_rate',
    'pipeline_sourced',
    'pipeline_total',
    'pipeline_contribution',
    'revenue',
    'revenue_sourced',
    'campaign_influence',
    'attributed_pipeline',
    'campaign_roi',
    'channel_roi',
    'average_deal_size',
    'sales_cycle',
    'forecast',
    'sync_lag',
    'campaign_deployment_time',
    'campaign_brief_time',
    'campaign_approval_time',
    'campaign_build_time',
    'campaign_launch_time',
  ],
  cohort: [
    'lead_to_mql',
    'mql_to_sql',
    'sql_to_opportunity',
    'lead_to_opportunity',
    'lead_to_customer',
    'opportunity_to_customer',
  ],
  threshold_only: [
    'lead_velocity_rate',
    'routing_accuracy',
    'revenue_to_date',
    'diminishing_returns',
    'open_deals',
    'pipeline_velocity',
    'forecast_accuracy',
    'mrr',
    'arpa',
    'net_revenue_retention',
    'churn',
    'clv',
    'contacts',
    'marketable_contacts',
    'completeness',
    'validity',
    'freshness',
    'duplicate_rate',
    'company_duplicate_rate',
    'data_integrity_score',
    'martech_utilisation',
    'stack_cost',
  ],
};

const KINDS = new Map(Object.entries(EXPECTED).flatMap(([series, ids]) => ids.map((id) => [id, series] as const)));

describe('A KPI of the catalogue', () => {
  it('is expected to be of one kind', () => {
    expect([...KINDS.keys()].toSorted()).toEqual(BUILT_IN.map(({ id }) => id).toSorted());
  });

  it.each(BUILT_IN)('$id makes the series that its formula says', (metric) => {
    const { series, because } = kindOfSeries(metric, BUILT_IN);
    expect(series).toBe(KINDS.get(metric.id));
    expect(because === null).toBe(series !== 'threshold_only');
  });

  it.each([
    { kpi: 'revenue_to_date', reason: 'is a running total', instead: 'Watch revenue instead' },
    { kpi: 'contacts', reason: 'is a level', instead: 'Watch leads instead' },
    { kpi: 'open_deals', reason: 'is a level', instead: 'Watch deals_created instead' },
    { kpi: 'lead_velocity_rate', reason: 'is a change against the period before', instead: 'Watch mqls instead' },
    { kpi: 'pipeline_velocity', reason: 'is made of Open deals', instead: 'Watch deals_created instead' },
  ])('$kpi says why its days cannot be judged, and what to watch', ({ kpi, reason, instead }) => {
    const metric = BUILT_IN.find(({ id }) => id === kpi);
    const because = metric === undefined ? null : kindOfSeries(metric, BUILT_IN).because;
    expect(because).toContain(reason);
    expect(because).toContain(instead);
  });
});

describe('A KPI of the playbook', () => {
  const metrics = catalogue(
    aPlaybook(`kpis:
  own:
    - { id: german_leads, label: German leads, like: leads, if: 'country == "DE"' }
    - { id: leads_of_year, label: Leads of the year, like: leads, to_date: year }
    - { id: fast_sqls, label: Fast SQLs, conversion: { from: lead, to: sql }, window: 14d }
    - { id: mql_share, label: MQL share, formula: 'mqls / leads', unit: percent }
    - { id: both, label: Both, formula: 'lead_to_mql * leads', unit: count }
`),
  );

  it.each([
    { id: 'german_leads', series: 'count' },
    { id: 'leads_of_year', series: 'threshold_only' },
    { id: 'fast_sqls', series: 'cohort' },
    { id: 'mql_share', series: 'amount' },
    { id: 'both', series: 'threshold_only' },
  ])('$id is of kind $series', ({ id, series }) => {
    const metric = metrics.find((one) => one.id === id);
    expect(metric === undefined ? null : kindOfSeries(metric, metrics).series).toBe(series);
  });
});
