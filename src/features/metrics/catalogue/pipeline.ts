// Deals that marketing brought, and what touches have to do with them.
import type { Dimension, Metric } from '../metric.ts';
import { count, OF_DEALS, proportion, ratio, simple, sum } from './measures.ts';

const MONEY = { unit: 'money', upIsGood: true, minimumSample: 0, dimensions: OF_DEALS, version: 1 } as const;
const CREDITED: readonly Dimension[] = [...OF_DEALS.filter((dimension) => dimension !== 'stage'), 'model'];
const RETURN_ON: readonly Dimension[] = ['campaign', 'channel', 'source', 'model'];
const SHARED = 'Who touched a deal is not who caused it: a model shares it out by rule.';

export const PIPELINE: readonly Metric[] = [
  {
    id: 'pipeline_sourced',
    label: 'Marketing-sourced pipeline',
    synonyms: ['sourced pipeline', 'marketing pipeline', 'marketing sourced pipeline', 'pipeline from marketing'],
    description: 'amounts of deals that were made, are open or won, and whose source is marketing',
    formula: simple(sum('deal', 'created', 'created_value', 'not_lost', 'sourced')),
    ...MONEY,
  },
  {
    id: 'pipeline_total',
    label: 'Pipeline',
    synonyms: ['pipeline', 'all pipeline', 'total pipeline', 'pipeline created', 'new pipeline'],
    description: 'amounts of deals that were made and are open or won',
    formula: simple(sum('deal', 'created', 'created_value', 'not_lost')),
    ...MONEY,
  },
  {
    id: 'pipeline_contribution',
    label: 'Pipeline contribution',
    synonyms: ['marketing contribution', 'share of pipeline', 'contribution', 'sourced share'],
    description: 'share of marketing-sourced pipeline in all pipeline',
    formula: ratio(
      sum('deal', 'created', 'created_value', 'not_lost', 'sourced'),
      sum('deal', 'created', 'created_value', 'not_lost'),
    ),
    ...MONEY,
    unit: 'percent',
    minimumSample: 10,
  },
  {
    id: 'revenue',
    label: 'Revenue',
    synonyms: ['won revenue', 'closed won', 'bookings', 'won amount', 'sales'],
    description: 'amounts of deals that were won, by the day on which they closed',
    formula: simple(sum('deal', 'closed', 'closed_value', 'won')),
    ...MONEY,
  },
  {
    id: 'revenue_sourced',
    label: 'Marketing-sourced revenue',
    synonyms: ['sourced revenue', 'marketing revenue', 'marketing sourced revenue', 'revenue from marketing'],
    description: 'amounts of deals that were won and whose source is marketing, by the day on which they closed',
    formula: simple(sum('deal', 'closed', 'closed_value', 'won', 'sourced')),
    ...MONEY,
  },
  {
    id: 'revenue_to_date',
    label: 'Revenue, year to date',
    synonyms: ['ytd revenue', 'revenue ytd', 'year to date revenue', 'cumulative revenue'],
    description: 'amounts of deals that were won since the fiscal year began, by the day on which they closed',
    formula: { kind: 'cumulative', measure: sum('deal', 'closed', 'closed_value', 'won'), since: 'year' },
    ...MONEY,
  },
  {
    id: 'campaign_influence',
    label: 'Campaign influence',
    synonyms: ['attributed revenue', 'influenced revenue', 'influence', 'attribution', 'multi touch attribution'],
    description: 'amounts of deals that were won, shared among the touches before them',
    formula: { kind: 'attributed', amount: 'won' },
    ...MONEY,
    dimensions: CREDITED,
    caveat: SHARED,
  },
  {
    id: 'attributed_pipeline',
    label: 'Attributed pipeline',
    synonyms: ['influenced pipeline', 'pipeline influence', 'touched pipeline'],
    description: 'amounts of deals that were made and are open or won, shared among the touches before them',
    formula: { kind: 'attributed', amount: 'pipeline' },
    ...MONEY,
    dimensions: CREDITED,
    caveat: SHARED,
  },
  {
    id: 'campaign_roi',
    label: 'Campaign ROI',
    synonyms: ['roi', 'return on investment', 'romi', 'marketing roi', 'campaign return'],
    description: 'attributed revenue of campaigns less what they cost, divided by what they cost',
    formula: returnOn(),
    filter: { kind: 'known', dimension: 'campaign' },
    unit: 'percent',
    upIsGood: true,
    minimumSample: 0,
    dimensions: RETURN_ON,
    caveat: `${SHARED} What is spent today earns later.`,
    version: 1,
  },
  {
    id: 'channel_roi',
    label: 'Channel ROI',
    synonyms: ['roi by channel', 'return by channel', 'channel return'],
    description: 'attributed revenue of channels less what they cost, divided by what they cost',
    formula: returnOn(),
    filter: { kind: 'known', dimension: 'channel' },
    unit: 'percent',
    upIsGood: true,
    minimumSample: 0,
    dimensions: RETURN_ON,
    caveat: `${SHARED} What is spent today earns later.`,
    version: 1,
  },
  {
    id: 'diminishing_returns',
    label: 'Marginal return',
    synonyms: ['diminishing returns', 'marginal roi', 'incremental return', 'marginal returns'],
    description: 'change of attributed revenue against the period before, divided by the change of marketing spend',
    formula: {
      kind: 'derived',
      expression: '(revenue - revenue_before) / (spent - spent_before)',
      inputs: {
        revenue: { kpi: 'campaign_influence' },
        revenue_before: { kpi: 'campaign_influence', offset: 'previous' },
        spent: { kpi: 'spend' },
        spent_before: { kpi: 'spend', offset: 'previous' },
      },
    },
    unit: 'ratio',
    upIsGood: true,
    minimumSample: 0,
    dimensions: RETURN_ON,
    caveat: 'Where spend fell, a positive number means that revenue fell too.',
    version: 1,
  },
  {
    id: 'attribution_coverage',
    label: 'Attribution coverage',
    synonyms: ['coverage', 'attributed deals', 'deals with a touch'],
    description: 'of the deals that were won, the share that has a source and a touch',
    formula: proportion(count('deal', 'closed', 'won', 'attributed'), count('deal', 'closed', 'won')),
    ...MONEY,
    unit: 'percent',
    minimumSample: 30,
  },
];

function returnOn(): Metric['formula'] {
  return {
    kind: 'derived',
    expression: '(revenue - spent) / spent',
    inputs: { revenue: { kpi: 'campaign_influence' }, spent: { kpi: 'spend' } },
  };
}
