// The words of questions beside the names of KPIs: dimensions, steps, comparisons, models, and what means nothing here.
import { ATTRIBUTION_MODELS, DIMENSIONS } from '../metric.ts';
import type { AttributionModel, Dimension } from '../metric.ts';
import type { Grain } from '../question.ts';

/** What people call dimensions beside their own names. */
const ALSO: Readonly<Record<Dimension, readonly string[]>> = {
  source: ['lead source', 'origin'],
  channel: [],
  campaign: [],
  owner: ['rep', 'sales rep', 'salesperson', 'ae', 'sdr', 'account owner'],
  team: [],
  country: ['market', 'countries'],
  segment: ['company size', 'size'],
  crm: ['system'],
  product: [],
  stage: ['status'],
  format: ['content type', 'asset type'],
  model: ['attribution model', 'attribution'],
};

/** Phrases of each dimension, its own name first. */
export const DIMENSION_WORDS: ReadonlyMap<string, Dimension> = new Map(
  DIMENSIONS.flatMap((dimension) => [dimension, ...ALSO[dimension]].map((word) => [word, dimension] as const)),
);

export const GRAIN_WORDS: Readonly<Record<Grain, string>> = {
  day: 'daily',
  week: 'weekly',
  month: 'monthly',
  quarter: 'quarterly',
};

/** Phrases that open a split. */
export const BY_PHRASES: readonly string[] = [
  'by',
  'per',
  'each',
  'grouped by',
  'group by',
  'split by',
  'broken down by',
  'break down by',
  'sliced by',
  'for each',
];

export const WHERE_PHRASES: readonly string[] = ['where', 'filter', 'filtered by', 'only', 'with'];

export const VERSUS_PHRASES: readonly string[] = [
  'vs',
  'vs.',
  'versus',
  'against',
  'compare',
  'compared to',
  'compared with',
  'compare to',
  'compare with',
];

export const PREVIOUS_PHRASES: readonly string[] = [
  'previous',
  'previous period',
  'the previous period',
  'the previous one',
  'prior',
  'prior period',
  'the prior period',
  'the period before',
  'before',
  'last period',
];

export const LAST_YEAR_PHRASES: readonly string[] = [
  'last year',
  'last_year',
  'the last year',
  'previous year',
  'the previous year',
  'prior year',
  'a year ago',
  'a year earlier',
  'the year before',
  'same period last year',
  'the same period last year',
];

/** That stand for a whole comparison. */
export const YEAR_OVER_YEAR_PHRASES: readonly string[] = ['yoy', 'year over year', 'year on year'];
export const NO_COMPARISON_PHRASES: readonly string[] = ['none', 'nothing'];

/** Model names as typed: `w_shaped`, `w shaped`, `first touch`. */
export const MODEL_WORDS: ReadonlyMap<string, AttributionModel> = new Map(
  ATTRIBUTION_MODELS.map((model) => [model.replaceAll('_', ' '), model] as const),
);

/** Mean nothing in a typed question, and are passed over. */
export const QUIET_WORDS: ReadonlySet<string> = new Set(
  'a an the in for of during over on our my show me please get give kpi , ? ! ; :'.split(' '),
);

/** Mean nothing in a sentence. Words that may carry a meaning, as `not` or `without`, are not among them. */
export const FILLER_WORDS: ReadonlySet<string> = new Set([
  ...QUIET_WORDS,
  ...(
    'how many much what whats which who is are was were be been has have had do does did done can could would should ' +
    'will you we i us they it its this that these those there tell let know see look like want need to and from at ' +
    'with came come coming comes get got getting make made making bring brought create created generate generated ' +
    'number count total amount figure value level rate hi hello hey thanks thank just now so far currently ' +
    'people became become becoming enter entered reach reached going doing may i up about all any some as overall exactly right think say says said per'
  ).split(' '),
]);
