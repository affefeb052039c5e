import { beforeEach, describe, expect, it } from 'vitest';
import { ask } from '#features/metrics/ask.ts';
import type { Answer, Refusal } from '#features/metrics/answer.ts';
import type { Dimension } from '#features/metrics/metric.ts';
import { periodSettings, resolvePeriod, type PeriodSpec } from '#features/metrics/periods.ts';
import type { Question } from '#features/metrics/question.ts';
import { OPERATOR, type Viewer } from '#features/metrics/restrict.ts';
import { aPlaybook } from '../playbook/builders.ts';
import { createFakeMetrics, type FakeMetrics, type FakeRow } from '../../support/fake-metrics.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const OCTOBER: PeriodSpec = { kind: 'named', year: 2026, month: 10 };
const THIS_MONTH: PeriodSpec = { kind: 'unit', unit: 'month', offset: 0 };

let store: FakeMetrics;
beforeEach(() => {
  store = createFakeMetrics();
});

interface Asking {
  readonly kpi: string;
  readonly period?: PeriodSpec;
  readonly rest?: string;
  readonly viewer?: Viewer;
  readonly over?: Partial<Question>;
}

async function asked({ kpi, period = OCTOBER, rest = '', viewer = OPERATOR, over = {} }: Asking) {
  const playbook = aPlaybook(rest);
  const question: Question = {
    kpi,
    period: resolvePeriod(period, periodSettings(playbook, NOW)),
    grain: null,
    by: null,
    where: [],
    compare: null,
    model: null,
    ...over,
  };
  const inForce = () => ({ playbook, version: 1 });
  return ask({ store, playbook: inForce, clock: { now: () => NOW } }, question, viewer);
}

async function answerTo(asking: Asking): Promise<Answer> {
  const answering = await asked(asking);
  if (answering.kind === 'refused') throw new Error(answering.because);
  return answering.answer;
}

async function refusalOf(asking: Asking): Promise<Refusal> {
  const answering = await asked(asking);
  if (answering.kind === 'answer') throw new Error(`answered: ${answering.answer.figure.value}`);
  return answering;
}

function person(at: FakeRow['at'], by: FakeRow['by'] = {}): FakeRow {
  return { fact: 'prospect', at: { created: '2026-01-01T00:00:00Z', ...at }, by };
}

function people(count: number, at: FakeRow['at'], by: FakeRow['by'] = {}): void {
  for (let index = 0; index < count; index += 1) store.rows.push(person(at, by));
}

function deal(over: Partial<FakeRow>): FakeRow {
  return { fact: 'deal', is: ['won', 'closed', 'not_lost'], ...over };
}

describe('A count', () => {
  it('has its period, its steps, and what it is compared with', async () => {
    people(3, { mql: '2026-10-05T10:00:00Z' });
    people(2, { mql: '2026-10-31T22:59:59Z' });
    people(7, { mql: '2026-10-31T23:00:00Z' });
    people(4, { mql: '2026-09-10T10:00:00Z' });
    const answer = await answerTo({ kpi: 'mqls', over: { compare: 'previous', grain: 'week' } });
    expect(answer.figure).toMatchObject({ value: 5, sample: 5, interval: null, because: null });
    expect(answer.compared).toMatchObject({
      period: { from: '2026-09-01', to: '2026-09-30', words: 'the period before' },
      figure: { value: 4 },
      change: 0.25,
    });
    expect(answer.points.map(({ day, value }) => [day, value])).toEqual([
      ['2026-10-01', 0],
      ['2026-10-05', 3],
      ['2026-10-12', 0],
      ['2026-10-19', 0],
      ['2026-10-26', 2],
    ]);
    expect(answer.pointsBefore).toHaveLength(5);
  });

  it('says in a sentence what it is', async () => {
    people(1, { mql: '2026-10-05T10:00:00Z' });
    const { sentence } = await answerTo({
      kpi: 'mqls',
      over: { where: [{ dimension: 'country', values: ['DE', 'AT'], not: true }] },
    });
    expect(sentence).toBe(
      'MQLs: people who entered MQL for the first time, country is not DE or AT, between 1 and 31 October 2026 (Europe/Berlin), from HubSpot and Salesforce, each person once.',
    );
  });

  it('of a state is that of the last day, or of today', async () => {
    people(3, {});
    const { sentence, figure } = await answerTo({ kpi: 'contacts' });
    expect([figure.value, sentence]).toEqual([
      3,
      'Contacts: people that were in the CRMs at the end of the period, on 31 October 2026 (Europe/Berlin), from HubSpot and Salesforce, each person once.',
    ]);
    const running = await answerTo({ kpi: 'contacts', period: THIS_MONTH });
    expect(running.sentence).toContain('on 20 November 2026');
  });

  it('that runs is compared with the same share of the period before', async () => {
    people(3, { lead: '2026-11-02T10:00:00Z' });
    people(2, { lead: '2026-10-05T10:00:00Z' });
    people(9, { lead: '2026-10-30T10:00:00Z' });
    const answer = await answerTo({ kpi: 'leads', period: THIS_MONTH, over: { compare: 'previous', grain: 'day' } });
    expect(answer.compared?.figure.value).toBe(2);
    expect(answer.compared?.period.words).toBe('the period before, up to the same point');
    expect(answer.points.at(-1)).toMatchObject({ day: '2026-11-20', unfinished: true });
  });

  it('asks the store once for everything, and for its groups as well', async () => {
    people(3, { mql: '2026-10-05T10:00:00Z' }, { source: 'Web' });
    await answerTo({ kpi: 'mqls', over: { compare: 'previous' } });
    expect(store.calls).toEqual({ measure: 1, freshness: 1, since: 1 });
    await answerTo({ kpi: 'mqls', over: { compare: 'previous', by: 'source' } });
    expect(store.calls['measure']).toBe(2);
    await answerTo({ kpi: 'win_rate', over: { compare: 'previous', by: 'source' } });
    expect(store.calls['measure']).toBe(4);
  });

  it('of all time begins with the first record', async () => {
    people(3, { lead: '2025-03-05T10:00:00Z' });
    const answer = await answerTo({ kpi: 'leads', period: { kind: 'all' } });
    expect(answer.figure.value).toBe(3);
    expect(answer.points[0]?.day).toBe('2025-03-05');
    expect(answer.sentence).toContain('between 5 March 2025 and 20 November 2026');
  });
});

describe('Groups', () => {
  it('are ranked by size, none last of its like, with their course', async () => {
    people(2, { mql: '2026-10-05T10:00:00Z' }, { source: 'Web' });
    people(5, { mql: '2026-10-06T10:00:00Z' }, { source: 'Ads' });
    people(1, { mql: '2026-10-07T10:00:00Z' });
    people(4, { mql: '2026-09-07T10:00:00Z' }, { source: 'Web' });
    const { groups, figure, others } = await answerTo({
      kpi: 'mqls',
      over: { by: 'source', compare: 'previous', grain: 'day' },
    });
    expect(groups.map(({ name, key, value, before }) => [name, key, value, before?.value])).toEqual([
      ['Ads', 'Ads', 5, 0],
      ['Web', 'Web', 2, 4],
      ['(none)', null, 1, 0],
    ]);
    expect(groups[0]?.points.find(({ day }) => day === '2026-10-06')?.value).toBe(5);
    expect([figure.value, others]).toEqual([8, 0]);
  });

  it('of shares are ranked by their cases and divided sum by sum', async () => {
    for (const [source, won, closed] of [
      ['Web', 10, 40],
      ['Ads', 1, 1],
    ] as const) {
      for (let index = 0; index < closed; index += 1) {
        const is = ['closed', ...(index < won ? ['won'] : [])];
        store.rows.push({ fact: 'deal', at: { closed: '2026-10-09T10:00:00Z' }, is, by: { source } });
      }
    }
    const { groups, figure } = await answerTo({ kpi: 'win_rate', over: { by: 'source' } });
    expect(groups.map(({ name, value }) => [name, value])).toEqual([
      ['Web', 0.25],
      ['Ads', 1],
    ]);
    expect(figure).toMatchObject({ value: 11 / 41, sample: 41, parts: { numerator: 11, denominator: 41 } });
    expect(figure.interval?.low).toBeCloseTo(0.1571, 3);
  });

  it('beyond a hundred are counted', async () => {
    for (let index = 0; index < 130; index += 1) people(1, { mql: '2026-10-05T10:00:00Z' }, { campaign: `c${index}` });
    const { groups, others } = await answerTo({ kpi: 'mqls', over: { by: 'campaign' } });
    expect([groups.length, others]).toEqual([100, 30]);
  });

  it('of models are one each, and costs the same for all', async () => {
    store.rows.push({
      fact: 'credit',
      at: { closed: '2026-10-09T10:00:00Z' },
      by: { campaign: 'Spring' },
      credit: { amount: 1000, shares: { first_touch: 1, linear: 0.5 } },
    });
    store.rows.push({
      fact: 'cost',
      at: { spent: '2026-10-09T10:00:00Z' },
      is: ['marketing'],
      values: { value: 250 },
      by: { campaign: 'Spring' },
    });
    const { groups } = await answerTo({ kpi: 'campaign_roi', over: { by: 'model' } });
    expect(Object.fromEntries(groups.map(({ name, value }) => [name, value]))).toMatchObject({
      first_touch: 3,
      linear: 1,
      last_touch: -1,
    });
    expect((await answerTo({ kpi: 'campaign_roi', over: { model: 'first_touch' } })).figure.value).toBe(3);
  });
});

describe('A conversion', () => {
  it('counts those alone who have had the whole window', async () => {
    people(30, { mql: '2026-08-10T10:00:00Z', sql: '2026-08-20T10:00:00Z' });
    people(10, { mql: '2026-08-10T10:00:00Z' });
    people(8, { mql: '2026-08-29T10:00:00Z' });
    const august = { kind: 'named', year: 2026, month: 8 } as const;
    const answer = await answerTo({ kpi: 'mql_to_sql', period: august, over: { grain: 'day' } });
    expect(answer.figure).toMatchObject({ value: 0.75, sample: 40, parts: { numerator: 30, denominator: 40 } });
    expect(answer.warnings).toContainEqual({ kind: 'immature', cases: 8, days: 90 });
    expect(answer.points.find(({ day }) => day === '2026-08-29')).toMatchObject({ value: null, unfinished: true });
  });

  it('says that nobody had the window yet, or that there was nobody', async () => {
    people(8, { mql: '2026-10-29T10:00:00Z' });
    expect((await answerTo({ kpi: 'mql_to_sql' })).figure).toMatchObject({
      value: null,
      because: 'Nobody has had the 90 days of the window yet.',
    });
    const july = { kind: 'named', year: 2026, month: 7 } as const;
    expect((await answerTo({ kpi: 'mql_to_sql', period: july })).figure.because).toBe(
      'Nobody came to the first stage in these days.',
    );
  });
});

describe('What is made of others', () => {
  it('looks at the period before where it says so', async () => {
    people(6, { mql: '2026-10-05T10:00:00Z' });
    people(4, { mql: '2026-09-05T10:00:00Z' });
    people(2, { mql: '2026-08-05T10:00:00Z' });
    const { figure, compared } = await answerTo({ kpi: 'lead_velocity_rate', over: { compare: 'previous' } });
    expect(figure.value).toBe(0.5);
    expect(compared).toMatchObject({ figure: { value: 1 }, change: -0.5 });
  });

  it('says what it divides by where that is nothing', async () => {
    people(6, { mql: '2026-10-05T10:00:00Z' });
    expect((await answerTo({ kpi: 'lead_velocity_rate' })).figure).toMatchObject({
      value: null,
      because: 'It divides by nothing: MQLs is 0.',
    });
    expect((await answerTo({ kpi: 'cost_per_lead' })).figure.because).toBe(
      'It divides by nothing: there are no cases in these days.',
    );
  });

  it('has the playbook’s figures and the months of the period', async () => {
    const rest = 'kpis: { stack: [{ name: CRM, yearly: 12000, features: 10, used: 4 }], loading_factor: 2 }\n';
    expect((await answerTo({ kpi: 'stack_cost', rest })).figure.value).toBe(2000);
    const used = await answerTo({ kpi: 'martech_utilisation', rest });
    expect(used.figure.value).toBe(0.4);
    expect(used.sentence).toContain('from the playbook');
    expect(used.freshness).toEqual([]);
  });

  it('of forecasts is known when the period is over, and when there was a forecast', async () => {
    store.rows.push(deal({ at: { closed: '2026-10-09T10:00:00Z' }, values: { closed_value: 80 } }));
    expect((await answerTo({ kpi: 'forecast_accuracy' })).figure.because).toBe(
      'Forecast: nothing is known of it in these days.',
    );
    store.rows.push({
      fact: 'forecast',
      at: { due: '2026-10-20T00:00:00Z' },
      is: ['committed'],
      values: { value: 100 },
    });
    expect((await answerTo({ kpi: 'forecast_accuracy' })).figure.value).toBe(0.75);
    expect((await answerTo({ kpi: 'forecast_accuracy', period: THIS_MONTH })).figure.because).toBe(
      'The period is not over yet.',
    );
  });

  it('adds up since the fiscal year began', async () => {
    store.rows.push(deal({ at: { closed: '2026-02-09T10:00:00Z' }, values: { closed_value: 80 } }));
    store.rows.push(deal({ at: { closed: '2026-01-09T10:00:00Z' }, values: { closed_value: 5 } }));
    const rest = 'kpis: { fiscal_year_starts: 2 }\n';
    expect((await answerTo({ kpi: 'revenue_to_date', rest })).figure.value).toBe(80);
    expect((await answerTo({ kpi: 'revenue_to_date' })).figure.value).toBe(85);
  });

  it('can be added in the playbook', async () => {
    people(6, { mql: '2026-10-05T10:00:00Z', lead: '2026-10-04T10:00:00Z' }, { country: 'DE' });
    people(2, { lead: '2026-10-04T10:00:00Z' }, { country: 'DE' });
    people(5, { lead: '2026-10-04T10:00:00Z' }, { country: 'FR' });
    const rest = `kpis:
  own:
    - { id: german, label: German leads, like: leads, if: country == "DE" }
    - { id: rate, label: Rate, formula: mqls / german, unit: percent }
`;
    expect((await answerTo({ kpi: 'german', rest })).figure.value).toBe(8);
    expect((await answerTo({ kpi: 'rate', rest })).figure.value).toBe(0.75);
    expect((await answerTo({ kpi: 'rate', rest, over: { by: 'country' } })).groups).toMatchObject([
      { name: 'DE', value: 0.75 },
    ]);
  });
});

describe('Times', () => {
  it('are told in the unit of the KPI', async () => {
    for (const hours of [1, 2, 9]) {
      const values = { response: hours * 3_600_000 };
      store.rows.push({ fact: 'assignment', at: { assigned: '2026-10-09T10:00:00Z' }, values });
    }
    expect((await answerTo({ kpi: 'lead_response_time' })).figure).toMatchObject({ value: 2, sample: 3 });
    expect((await answerTo({ kpi: 'time_to_sql' })).figure).toMatchObject({
      value: null,
      because: 'There is nothing to measure in these days.',
    });
  });
});

describe('Warnings', () => {
  it('say that the sample is small, that the data is behind, and when it begins', async () => {
    people(3, { mql: '2026-10-05T10:00:00Z', lead: '2026-10-05T10:00:00Z' });
    store.fresh = [
      { crm: 'hubspot', freshAt: new Date('2026-11-20T11:00:00Z'), filled: 1, trouble: null },
      { crm: 'salesforce', freshAt: null, filled: 0.4, trouble: null },
    ];
    const rest = 'kpis: { conversion_window: 10d }\n';
    const { warnings } = await answerTo({ kpi: 'mql_to_sql', rest });
    expect(warnings).toEqual([
      { kind: 'small_sample', sample: 3, minimum: 30 },
      { kind: 'stale', crm: 'hubspot', since: new Date('2026-11-20T11:00:00Z') },
      { kind: 'not_filled', crm: 'salesforce', share: 0.4 },
      { kind: 'begins_later', since: new Date('2026-10-05T10:00:00Z') },
    ]);
  });

  it('say which amounts are left out; where that is all of them there is no number', async () => {
    store.rows.push(deal({ at: { closed: '2026-10-09T10:00:00Z' }, unrated: true }));
    expect(await refusalOf({ kpi: 'revenue' })).toMatchObject({
      because: 'Every amount is in a currency without a rate to EUR (CHF): add organization.rates.CHF to the playbook.',
    });
    store.rows.push(deal({ at: { closed: '2026-10-09T10:00:00Z' }, values: { closed_value: 10 } }));
    const { figure, warnings } = await answerTo({ kpi: 'revenue' });
    expect(figure.value).toBe(10);
    expect(warnings).toContainEqual({ kind: 'no_rate', rows: 1 });
  });

  it('of costs without a rate are no cheap leads', async () => {
    people(50, { lead: '2026-10-05T10:00:00Z' });
    store.rows.push({ fact: 'cost', at: { spent: '2026-10-09T10:00:00Z' }, is: ['marketing'], unrated: true });
    expect((await refusalOf({ kpi: 'cost_per_lead' })).because).toContain('without a rate');
  });
});

describe('Pace', () => {
  const target = (kpi: string, period: string, value: number): string =>
    `kpis: { targets: [{ kpi: ${kpi}, period: "${period}", value: ${value} }] }\n`;

  function weeks(aDay: number): void {
    for (let day = 0; day < 80; day += 1) {
      people(aDay, { mql: new Date(Date.parse('2026-09-01T10:00:00Z') + day * 86_400_000) });
    }
  }

  it('says how much is reached, how much of the time is over, and where it will end', async () => {
    weeks(10);
    const { pace } = await answerTo({ kpi: 'mqls', period: THIS_MONTH, rest: target('mqls', '2026-11', 250) });
    expect(pace).toMatchObject({ target: 250, words: 'November 2026', status: 'ahead' });
    expect(pace?.reached).toBeCloseTo(190 / 250);
    expect(pace?.elapsed).toBeCloseTo(19.54 / 30, 2);
    expect(Math.round(pace?.projected?.value ?? 0)).toBe(295);
  });

  it.each([
    [310, 'behind'],
    [190, 'reached'],
  ])('with a target of %d is %s', async (value, status) => {
    weeks(10);
    const { pace } = await answerTo({ kpi: 'mqls', period: THIS_MONTH, rest: target('mqls', '2026-11', value) });
    expect(pace?.status).toBe(status);
  });

  it('is that of a straight line where nothing happened in eight weeks', async () => {
    const year = { kind: 'unit', unit: 'year', offset: 0 } as const;
    const { pace } = await answerTo({ kpi: 'mqls', period: year, rest: target('mqls', '2026', 250) });
    expect(pace).toMatchObject({ reached: 0, projected: null, status: 'behind' });
  });

  it('of a month is that of its quarter where only that has a target', async () => {
    weeks(1);
    const { pace } = await answerTo({ kpi: 'mqls', period: THIS_MONTH, rest: target('mqls', '2026-Q4', 100) });
    expect(pace).toMatchObject({ words: 'Q4 2026', reached: 0.5 });
  });

  it('of a quarter is not made of the target of its month', async () => {
    const quarter = { kind: 'unit', unit: 'quarter', offset: 0 } as const;
    expect((await answerTo({ kpi: 'mqls', period: quarter, rest: target('mqls', '2026-11', 100) })).pace).toBeNull();
  });

  it('is not known of a part, and not projected of a share', async () => {
    people(30, { mql: '2026-10-05T10:00:00Z' }, { country: 'DE' });
    const where = [{ dimension: 'country' as Dimension, values: ['DE'], not: false }];
    expect((await answerTo({ kpi: 'mqls', rest: target('mqls', '2026-10', 9), over: { where } })).pace).toBeNull();
    store.rows.push(deal({ at: { closed: '2026-11-09T10:00:00Z' } }));
    expect(
      (await answerTo({ kpi: 'win_rate', period: THIS_MONTH, rest: target('win_rate', '2026-11', 0.3) })).pace,
    ).toMatchObject({ projected: null, status: 'on_track' });
  });

  it('of what is over is reached or missed, by what is good', async () => {
    people(30, { mql: '2026-10-05T10:00:00Z' });
    const status = async (value: number): Promise<string | undefined> =>
      (await answerTo({ kpi: 'mqls', rest: target('mqls', '2026-10', value) })).pace?.status;
    expect([await status(30), await status(31)]).toEqual(['reached', 'missed']);
  });
});

describe('A refusal', () => {
  it.each<[string, Asking, string, readonly string[]]>([
    ['there is no such KPI', { kpi: 'mql_to_sq' }, 'There is no KPI “mql_to_sq”.', ['mql_to_sql']],
    [
      'a dimension does not apply',
      { kpi: 'spend', over: { by: 'country' } },
      'Marketing spend is not known by country, but by source, channel, campaign.',
      ['spend 2026-10 vs none', 'spend 2026-10 by source vs none', 'spend 2026-10 by channel vs none'],
    ],
    [
      'a filter does not apply',
      { kpi: 'stack_cost', over: { where: [{ dimension: 'crm', values: ['hubspot'], not: false }] } },
      'Stack cost cannot be broken down.',
      ['stack_cost 2026-10 vs none'],
    ],
    [
      'a model does not apply',
      { kpi: 'leads', over: { model: 'linear' } },
      'Leads has nothing to do with attribution models.',
      ['leads 2026-10 vs none'],
    ],
    [
      'a model is filtered by',
      { kpi: 'campaign_influence', over: { where: [{ dimension: 'model', values: ['linear'], not: false }] } },
      'A model is chosen, not filtered by: write “model w_shaped”, or “by model” for all of them.',
      ['campaign_influence 2026-10 vs none'],
    ],
    [
      'the period ends before it starts',
      { kpi: 'leads', over: { period: { from: '2026-03-02', to: '2026-03-01', words: 'x', running: false } } },
      'The period ends (2026-03-01) before it starts (2026-03-02).',
      ['leads 2026-03-01..2026-03-02 vs none'],
    ],
    [
      'the period is not yet',
      { kpi: 'leads', period: { kind: 'unit', unit: 'month', offset: 1 } },
      'The period begins on 2026-12-01, which is not yet.',
      ['leads this month'],
    ],
    [
      'there are too many steps',
      { kpi: 'leads', period: { kind: 'last', n: 3, unit: 'year' }, over: { grain: 'day' } },
      '1096 steps are more than a chart can show (400).',
      ['leads last 3 years weekly vs none'],
    ],
  ])('says that %s', async (_, asking, because, suggestions) => {
    expect(await refusalOf(asking)).toEqual({ kind: 'refused', because, suggestions });
  });
});

describe('Numbers of single owners', () => {
  const rest =
    'kpis: { owners_seen_by: ["role:ops"], own: [{ id: anas, label: Ana’s, like: leads, if: owner == "ana@acme.test" }] }\n';
  const ana: Viewer = { seesOwners: false, addresses: ['ana@acme.test'] };
  const owner = (value: string, not = false): Partial<Question> => ({
    where: [{ dimension: 'owner', values: [value], not }],
  });

  it.each<[string, Asking]>([
    ['by owner', { kpi: 'leads', viewer: ana, over: { by: 'owner' } }],
    ['where owner is somebody else', { kpi: 'leads', viewer: ana, over: owner('bo@acme.test') }],
    ['of everybody but oneself', { kpi: 'leads', viewer: ana, over: owner('ana@acme.test', true) }],
    ['for nobody in particular', { kpi: 'leads', viewer: null, over: { by: 'owner' } }],
    ['through an own KPI', { kpi: 'anas', viewer: { ...ana, addresses: [] } }],
  ])('are refused %s', async (_, asking) => {
    expect((await refusalOf({ ...asking, rest })).because).toContain('Numbers of single owners');
  });

  it('are suggested by team', async () => {
    const refusal = await refusalOf({ kpi: 'leads', rest, viewer: ana, over: { by: 'owner' } });
    expect(refusal.suggestions).toEqual(['leads 2026-10 by team vs none']);
  });

  it.each<[string, Asking]>([
    ['one’s own', { kpi: 'leads', viewer: ana, over: owner('Ana@acme.test') }],
    ['anybody’s, by who is named', { kpi: 'leads', viewer: OPERATOR, over: { by: 'owner' } }],
    ['those of teams', { kpi: 'leads', viewer: ana, over: { by: 'team' } }],
  ])('can be asked for: %s', async (_, asking) => {
    expect((await asked({ ...asking, rest })).kind).toBe('answer');
  });

  it('are open where the playbook names nobody', async () => {
    expect((await asked({ kpi: 'leads', viewer: null, over: { by: 'owner' } })).kind).toBe('answer');
  });
});

describe('Costs of what costs do not have', () => {
  const spent = (value: number, by: FakeRow['by'] = {}, day = '2026-10-09'): void => {
    store.rows.push({ fact: 'cost', at: { spent: `${day}T10:00:00Z` }, is: ['marketing'], values: { value }, by });
  };
  const lead = { lead: '2026-10-04T10:00:00Z' };
  const inGermany = [{ dimension: 'country' as const, values: ['DE'], not: false }];

  beforeEach(() => {
    people(3, lead, { country: 'DE', campaign: 'Fair', source: 'Webinar' });
    people(1, lead, { country: 'FR', campaign: 'Fair', source: 'Webinar' });
    people(4, lead, { country: 'FR', source: 'Web' });
    spent(400, { campaign: 'Fair' });
    spent(80);
  });

  it('are shared among the people that they brought', async () => {
    const answer = await answerTo({ kpi: 'cost_per_lead', over: { where: inGermany } });
    expect(answer.figure).toMatchObject({ value: (300 + 30) / 3, parts: { numerator: 330, denominator: 3 } });
    expect(answer.sentence).toContain('costs shared evenly among the people that they brought');
    const caveats = answer.warnings.flatMap((one) => (one.kind === 'caveat' ? [one.text] : []));
    expect(caveats[0]).toContain('Costs are of campaigns, sources and channels alone');
  });

  it('add up to what was spent', async () => {
    const answer = await answerTo({ kpi: 'cost_per_lead', over: { by: 'country', compare: 'previous' } });
    const plain = await answerTo({ kpi: 'cost_per_lead', over: { compare: 'previous' } });
    expect(answer.figure).toEqual(plain.figure);
    expect(answer.points).toEqual(plain.points);
    expect(answer.groups.map(({ key, parts }) => [key, parts])).toEqual([
      ['FR', { numerator: 150, denominator: 5 }],
      ['DE', { numerator: 330, denominator: 3 }],
    ]);
  });

  it('are asked for as they are by what costs have', async () => {
    const answer = await answerTo({ kpi: 'cost_per_lead', over: { by: 'campaign' } });
    expect(answer.groups.map(({ key, parts }) => [key, parts?.numerator])).toEqual([
      ['Fair', 400],
      [null, 80],
    ]);
    expect(store.calls['allocate']).toBeUndefined();
    expect(answer.warnings.filter(({ kind }) => kind === 'caveat')).toHaveLength(1);
  });

  it('are those of a campaign where only that is asked for', async () => {
    const where = [{ dimension: 'campaign' as const, values: ['Fair'], not: false }];
    const answer = await answerTo({ kpi: 'cost_per_lead', over: { where, by: 'country' } });
    expect(answer.figure.parts).toEqual({ numerator: 400, denominator: 4 });
    expect(answer.groups.map(({ key, parts }) => [key, parts?.numerator])).toEqual([
      ['DE', 300],
      ['FR', 100],
    ]);
  });

  it('are of own KPIs too', async () => {
    const rest = `kpis:
  own:
    - { id: german_cpl, label: German CPL, like: cost_per_lead, if: country == "DE" }
    - { id: per_hundred, label: A hundred of them, formula: german_cpl * 100 }
`;
    const answer = await answerTo({ kpi: 'per_hundred', rest });
    expect(answer.figure.value).toBeCloseTo(11_000, 9);
    expect(answer.sentence).toContain('costs shared evenly');
  });

  it('are no number where nobody came', async () => {
    spent(50, {}, '2026-09-09');
    const before = await answerTo({ kpi: 'cost_per_lead', over: { by: 'country', compare: 'previous' } });
    expect(before.compared?.figure).toMatchObject({
      value: null,
      parts: { numerator: 50, denominator: 0 },
      because: 'It divides by nothing: there are no cases in these days.',
    });
    const where = [{ dimension: 'country' as const, values: ['AT'], not: false }];
    expect((await answerTo({ kpi: 'cost_per_lead', over: { where } })).figure).toMatchObject({
      value: null,
      because: 'It divides by nothing: there are no cases in these days.',
    });
  });

  it('that have no rate are told, however small their part', async () => {
    store.rows.push({ fact: 'cost', at: { spent: '2026-10-09T10:00:00Z' }, is: ['marketing'], unrated: true });
    const { warnings } = await answerTo({ kpi: 'cost_per_lead', over: { where: inGermany } });
    expect(warnings).toContainEqual({ kind: 'no_rate', rows: 1 });
  });

  it('are not to be had as spend', async () => {
    expect((await refusalOf({ kpi: 'spend', over: { where: inGermany } })).because).toBe(
      'Marketing spend is not known by country, but by source, channel, campaign.',
    );
  });
});
