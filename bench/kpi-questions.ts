// What the benchmark of KPIs asks, each beside SQL that an analyst would write for the same numbers: the groups of both
// years, month by month, from one statement. Two ways of writing it: as it comes to mind, and tuned for many rows.
import type { Question } from '#features/metrics/question.ts';

export const PLAYBOOK = `
version: 1
organization: { timezone: Europe/Berlin, currency: EUR }
channels: { ops: '#ops', fallback: '#ops' }
kpis:
  sources: { Website: [Web, ORGANIC_SEARCH], Paid: [PAID_SEARCH] }
  channels: { organic: [Website], paid: [Paid], event: [Webinar, Trade Show] }
  scoreboard: [leads, mqls, sqls, customers, mql_to_sql, pipeline_total, pipeline_sourced, revenue, win_rate,
    lead_response_time, cost_per_lead, sales_cycle]
`;

export interface Asked {
  readonly what: string;
  readonly question: Question;
  readonly byHand: readonly string[];
  readonly limitMs: number;
}

const PERIOD = { from: '2025-11-01', to: '2026-10-31', words: '2025-11-01..2026-10-31', running: false };

const ALIASES = `(VALUES ('Web', 'Website'), ('ORGANIC_SEARCH', 'Website'), ('PAID_SEARCH', 'Paid')) AS alias (raw, name)`;
const MONTHS = `(SELECT array_agg(month ORDER BY month) FROM generate_series(timestamptz '2024-11-01 00:00 Europe/Berlin',
  timestamptz '2026-11-01 00:00 Europe/Berlin', interval '1 month', 'Europe/Berlin') month)`;
const WITHIN = (at: string) =>
  `${at} >= timestamptz '2024-11-01 00:00 Europe/Berlin' AND ${at} < timestamptz '2026-11-01 00:00 Europe/Berlin'`;

interface Sketch {
  readonly table: string;
  readonly at: string;
  readonly where: string;
  /** Raw columns, and how the names are made of them; `raw` of the second step. */
  readonly group: string;
  readonly name: string;
  /** Columns that the aggregates read, and the aggregates. */
  readonly columns: string;
  readonly inner: string;
  readonly outer: string;
}

function byHand(sketch: Sketch): readonly string[] {
  const { table, at, where, group, name, columns, inner, outer } = sketch;
  const rows = `FROM ${table} WHERE ${where} AND ${WITHIN(at)}`;
  return [
    `SELECT date_trunc('month', at, 'Europe/Berlin') AS month, ${name} AS name, ${inner}
     FROM (SELECT ${at} AS at, ${group} AS raw, ${columns} ${rows}) g LEFT JOIN ${ALIASES} ON alias.raw = g.raw::text GROUP BY 1, 2`,
    `SELECT g.month, ${name} AS name, ${outer} FROM (
       SELECT month, raw, ${inner} FROM (
         SELECT width_bucket(${at}, ${MONTHS}) AS month, ${group} AS raw, ${columns} ${rows} OFFSET '0') r GROUP BY 1, 2) g
     LEFT JOIN ${ALIASES} ON alias.raw = g.raw::text GROUP BY 1, 2`,
  ];
}

const NAMED = 'coalesce(alias.name, g.raw)';
const COUNTED = { columns: '1 AS one', inner: 'count(*) AS n', outer: 'sum(n)' };
const SUMMED = (column: string) => ({
  columns: `${column} AS v`,
  inner: 'sum(v) AS v, count(v) AS n',
  outer: 'sum(v), sum(n)',
});
const PEOPLE = { table: 'prospect p', where: 'NOT p.gone' };
const DEALS = { table: 'deal d', where: 'NOT d.gone AND d.twin_of IS NULL' };
const DEAL_SOURCE = 'coalesce(d.source, (SELECT source FROM prospect p WHERE p.id = d.prospect_id))';

function reached(to: string, from: string): Pick<Sketch, 'columns' | 'inner' | 'outer'> {
  const done = `(${to} >= ${from} AND ${to} < ${from} + interval '2160 hours')`;
  const old = `(${from} <= timestamptz '2026-11-02 09:00+00' - interval '2160 hours')`;
  return {
    columns: `${old} AS old, ${done} AS done`,
    inner: 'count(*) AS n, count(*) FILTER (WHERE old) AS m, count(*) FILTER (WHERE old AND done) AS c',
    outer: 'sum(n), sum(m), sum(c)',
  };
}

const CREDITS = {
  table: 'touch_credit c JOIN deal d ON d.id = c.deal_id',
  columns: 'c.linear AS share, d.closed_value AS worth',
  inner: 'sum(share * worth::float8) AS v, sum(share) AS n',
  outer: 'sum(v), sum(n)',
};

function asked(
  kpi: string,
  by: Question['by'],
  sketch: Sketch,
  { limitMs = 400, model = null }: { readonly limitMs?: number; readonly model?: Question['model'] } = {},
): Asked {
  const question: Question = { kpi, period: PERIOD, grain: 'month', by, where: [], compare: 'previous', model };
  return { what: `${kpi} by ${by}`, question, byHand: byHand(sketch), limitMs };
}

export const QUESTIONS: readonly Asked[] = [
  asked('leads', 'source', { ...PEOPLE, ...COUNTED, at: 'p.lead_at', group: 'p.source', name: NAMED }),
  asked('mqls', 'country', { ...PEOPLE, ...COUNTED, at: 'p.mql_at', group: 'p.country', name: 'g.raw' }),
  asked('pipeline_total', 'source', {
    ...DEALS,
    ...SUMMED('d.created_value'),
    where: `${DEALS.where} AND (d.won OR NOT d.closed)`,
    at: 'd.created_at',
    group: DEAL_SOURCE,
    name: NAMED,
  }),
  asked('revenue', 'owner', {
    ...DEALS,
    ...SUMMED('d.closed_value'),
    where: `${DEALS.where} AND d.won`,
    at: 'd.closed_at',
    group: 'd.owner',
    name: 'g.raw',
  }),
  asked('win_rate', 'source', {
    ...DEALS,
    columns: 'd.won',
    inner: 'count(*) AS n, count(*) FILTER (WHERE won) AS c',
    outer: 'sum(n), sum(c)',
    where: `${DEALS.where} AND d.closed`,
    at: 'd.closed_at',
    group: DEAL_SOURCE,
    name: NAMED,
  }),
  asked('mql_to_sql', 'source', {
    ...PEOPLE,
    ...reached('p.sql_at', 'p.mql_at'),
    at: 'p.mql_at',
    group: 'p.source',
    name: NAMED,
  }),
  asked('lead_to_opportunity', 'country', {
    ...PEOPLE,
    ...reached('p.opportunity_at', 'p.lead_at'),
    at: 'p.lead_at',
    group: 'p.country',
    name: 'g.raw',
  }),
  asked(
    'campaign_influence',
    'channel',
    { ...CREDITS, where: `${DEALS.where} AND d.won`, at: 'd.closed_at', group: 'c.channel', name: 'g.raw' },
    { limitMs: 2000, model: 'linear' },
  ),
  asked(
    'campaign_influence',
    'campaign',
    {
      ...CREDITS,
      where: `${DEALS.where} AND d.won`,
      at: 'd.closed_at',
      group: 'c.campaign_id',
      name: '(SELECT name FROM crm_campaign WHERE id = g.raw)',
    },
    { limitMs: 2000, model: 'linear' },
  ),
];
