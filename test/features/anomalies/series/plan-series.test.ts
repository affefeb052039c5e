// A watch's question understood: its KPI, its filter, what it is split by, and in which words it is refused.
import { describe, expect, it } from 'vitest';
import { planSeries } from '#features/anomalies/series/plan-series.ts';
import { createFakeMetrics } from '../../../support/fake-metrics.ts';
import { aPlan, aSeriesDesk } from '../../../support/series-desk.ts';

const NOW = new Date('2026-11-20T09:00:00Z');
const desk = aSeriesDesk(
  createFakeMetrics([
    { fact: 'prospect', at: { created: NOW, lead: NOW }, by: { source: 'Web', owner: 'bo@acme.test', country: 'DE' } },
  ]),
  NOW,
  'kpis:\n  owners_seen_by: [alex@acme.test]\n',
);

describe('A watch', () => {
  it('counts by the day where it names no period', async () => {
    const plan = await aPlan(desk, 'mqls where source = Web', 'country');
    expect(plan).toMatchObject({
      series: 'count',
      because: null,
      by: 'country',
      filter: { kind: 'all', of: [{ kind: 'is', dimension: 'source', values: ['Web'] }] },
      question: { kpi: 'mqls', by: 'country', grain: null, compare: null, period: { words: 'yesterday' } },
    });
  });

  it('keeps the period that a limit is for', async () => {
    expect((await aPlan(desk, 'leads this month')).question.period.words).toBe('this month');
  });

  it('is split as its question says, where nothing else does', async () => {
    expect((await aPlan(desk, 'leads by source daily vs last year')).question).toMatchObject({
      by: 'source',
      grain: null,
      compare: null,
    });
  });

  it('may be about single owners: who may ask for that is decided elsewhere', async () => {
    expect((await aPlan(desk, 'leads', 'owner')).by).toBe('owner');
  });

  it('of a running total is understood, and says why limits alone are possible', async () => {
    const plan = await aPlan(desk, 'revenue_to_date');
    expect(plan.series).toBe('threshold_only');
    expect(plan.because).toBe(
      'Revenue, year to date is a running total: each day stands on all those before it. Watch revenue instead, or set a limit.',
    );
  });
});

describe('A watch that is not understood', () => {
  it.each([
    { when: 'there is no such KPI', question: 'mqlz', by: null, because: 'No KPI is called “mqlz”.', first: 'mql' },
    {
      when: 'the KPI is not known by a dimension',
      question: 'spend',
      by: 'owner',
      because: 'Marketing spend is not known by owner, but by source, channel, campaign.',
      first: 'spend',
    },
    {
      when: 'there is no such dimension',
      question: 'leads',
      by: 'colour',
      because: 'There is no dimension “colour”.',
      first: 'leads',
    },
    {
      when: 'it is to be split by attribution models',
      question: 'campaign_influence',
      by: 'model',
      because: 'Models share out the same money: watch one of them.',
      first: 'campaign_influence',
    },
  ])('is refused when $when, with what would be understood', async ({ question, by, because, first }) => {
    const refusal = await planSeries(desk, { question, by });
    expect(refusal).toMatchObject({ kind: 'refused', because });
    expect(refusal.kind === 'refused' ? refusal.suggestions[0] : null).toContain(first);
  });
});
