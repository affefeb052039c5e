// What explains a change that was planted: the right slice first, by its best name, and no slice where all went down alike.
import { describe, expect, it } from 'vitest';
import { explainSeries } from '#features/anomalies/series/explain-series.ts';
import type { Explained } from '#features/anomalies/series/explain-series.ts';
import { useDatabase } from '../../../support/database.ts';
import { createFakeMetrics } from '../../../support/fake-metrics.ts';
import type { FakeRow } from '../../../support/fake-metrics.ts';
import { PLANTED_KPIS, plantPeople } from '../../../support/planted-leads.ts';
import type { Planted } from '../../../support/planted-leads.ts';
import { aPlan, aSeriesDesk } from '../../../support/series-desk.ts';

const NOW = new Date('2026-11-20T09:00:00Z');
const db = useDatabase({ now: () => NOW });
const LAST = '2026-11-19';

const desk = (more = '') => aSeriesDesk(db.database.metrics, NOW, `${PLANTED_KPIS}${more}`);

const ALL = ['source', 'channel', 'country', 'segment', 'owner', 'crm', 'team'];

interface Case {
  readonly when: string;
  readonly lost: (lead: Planted) => number;
  readonly cause: Readonly<Record<string, string>>;
  readonly since?: string;
}

const GONE = (lost: (lead: Planted) => boolean) => (lead: Planted) => (lost(lead) ? 1 : 0);

async function explained(lost: (lead: Planted) => number, since: string, question = 'leads'): Promise<Explained> {
  const changed = (Date.parse(LAST) - Date.parse(since)) / 86_400_000 + 1;
  await plantPeople(db, { seed: 7, last: LAST, changed, aDay: 100, lost });
  const plan = await aPlan(desk(), question);
  return explainSeries(desk(), plan, { series: '', since, until: LAST, expected: null });
}

describe('The cause of a drop', () => {
  it.each<Case>([
    {
      when: 'one source is gone, which is all of its channel',
      lost: GONE(({ source }) => source === 'Google Ads'),
      cause: { source: 'Google Ads' },
    },
    {
      when: 'a channel of two sources is gone',
      lost: GONE(({ source }) => source === 'Webinar' || source === 'Trade Show'),
      cause: { channel: 'event' },
      since: '2026-11-17',
    },
    {
      when: 'one country of one source is gone',
      lost: GONE(({ source, country }) => source === 'Google Ads' && country === 'DE'),
      cause: { source: 'Google Ads', country: 'DE' },
      since: '2026-11-17',
    },
    {
      when: 'one country is gone, which is all that its owner has',
      lost: GONE(({ country }) => country === 'US'),
      cause: { country: 'US' },
    },
    {
      when: 'one CRM brings half of what it did',
      lost: ({ crm }) => (crm === 'salesforce' ? 0.8 : 0),
      cause: { crm: 'salesforce' },
    },
  ])('is named first where $when', async ({ lost, cause, since = LAST }) => {
    const { everywhere, causes, lookedAt } = await explained(lost, since);
    expect(causes[0]?.dims).toEqual(cause);
    expect(causes[0]?.share).toBeGreaterThan(0.7);
    expect(everywhere).toBe(false);
    expect(ALL).toEqual(expect.arrayContaining([...lookedAt]));
  });

  it('is none where it is the same everywhere', async () => {
    const { everywhere } = await explained(() => 0.4, '2026-11-17');
    expect(everywhere).toBe(true);
  });

  it('is none where there is no drop', async () => {
    expect(await explained(() => 0, '2026-11-17')).toMatchObject({ everywhere: false, causes: [] });
  });
});

describe('The cause of a conversion that fell', () => {
  it('is found among young cohorts, which are compared at their age', async () => {
    const fallen = ({ country }: Planted, changed: boolean): number => (changed && country === 'US' ? 0.05 : 0.4);
    await plantPeople(db, { seed: 9, last: LAST, changed: 5, aDay: 100, lost: () => 0, qualified: fallen });
    const plan = await aPlan(desk(), 'lead_to_mql');
    const asked = { series: '', since: '2026-11-15', until: LAST, expected: null };
    const { causes } = await explainSeries(desk(), plan, asked);
    expect(causes[0]?.dims).toEqual({ country: 'US' });
  });
});

describe('What is looked at', () => {
  const since = '2026-11-17';
  const asked = { series: '', since, until: LAST, expected: null };

  it('is of one value’s series everything but that value', async () => {
    const lost = GONE(({ source, country }) => source === 'Google Ads' && country === 'DE');
    await plantPeople(db, { seed: 7, last: LAST, changed: 3, aDay: 100, lost });
    const plan = await aPlan(desk(), 'leads', 'source');
    const { causes, lookedAt } = await explainSeries(desk(), plan, { ...asked, series: 'Google Ads' });
    expect(causes[0]?.dims).toEqual({ country: 'DE' });
    expect(lookedAt).not.toContain('source');
    expect(lookedAt).not.toContain('channel');
    expect((await explainSeries(desk(), plan, { ...asked, series: 'Web' })).causes).toEqual([]);
  });

  it('are no single owners where not everybody may see their numbers', async () => {
    const plan = await aPlan(desk(), 'leads');
    expect((await explainSeries(desk(), plan, asked)).lookedAt).toContain('owner');
    const shy = desk('  owners_seen_by: [alex@acme.test]\n');
    const { causes, lookedAt } = await explainSeries(shy, plan, asked);
    expect(lookedAt).not.toContain('owner');
    expect(causes.flatMap(({ dims }) => Object.keys(dims))).not.toContain('owner');
  });

  it('is what was expected of all these days, where that is known', async () => {
    const plan = await aPlan(desk(), 'leads');
    const [cause] = (await explainSeries(desk(), plan, { ...asked, expected: 600 })).causes;
    const [usual] = (await explainSeries(desk(), plan, asked)).causes;
    expect((cause?.expected ?? 0) / (usual?.expected ?? 1)).toBeGreaterThan(1.5);
  });

  it('is nothing where nothing older is known', async () => {
    const plan = await aPlan(desk(), 'leads');
    const first = { ...asked, since: '2026-09-01', until: '2026-09-01' };
    expect(await explainSeries(desk(), plan, first)).toEqual({ everywhere: false, causes: [], lookedAt: [] });
  });
});

describe('The cause of a change of money', () => {
  const DAY = 86_400_000;
  const before = Array.from({ length: 63 }, (_, n) => n + 1);
  const at = (back: number): string => new Date(Date.parse(`${LAST}T10:00:00Z`) - back * DAY).toISOString();
  const PRODUCTS = ['Suite', 'Basic', 'Basic'];
  const deal = (back: number, n: number, amount: number): FakeRow => ({
    fact: 'deal',
    at: { created: at(back), closed: at(back) },
    is: ['won', 'closed'],
    by: { product: PRODUCTS[n % 3] ?? 'Basic', country: n % 2 === 0 ? 'DE' : 'US' },
    values: { closed_value: amount, cycle: 30 * DAY },
  });
  const credit = ({ fact, ...row }: FakeRow): FakeRow => ({
    ...row,
    fact: fact === 'deal' ? 'credit' : fact,
    credit: { amount: row.values?.['closed_value'] ?? 0, shares: { linear: 1 } },
    by: { channel: row.by?.product === 'Suite' ? 'paid' : 'event', country: row.by?.country ?? '' },
  });
  const lead = (back: number, source: string): FakeRow => ({
    fact: 'prospect',
    at: { created: at(back), lead: at(back) },
    by: { source },
  });
  const cost = (back: number, source: string, value: number): FakeRow => ({
    fact: 'cost',
    at: { spent: at(back) },
    is: ['marketing'],
    by: { source },
    values: { value },
  });
  const many = Array.from({ length: 60 }, (_, n) => n);
  /** No deal with the suite any more. */
  const deals = [
    ...before.flatMap((back) => many.map((n) => deal(back, n, 900 + n * 10))),
    ...many.filter((n) => n % 3 > 0).map((n) => deal(0, n, 900 + n * 10)),
  ];
  /** Deals in the US are worth a quarter. */
  const cheap = [
    ...before.flatMap((back) => many.map((n) => deal(back, n, 900 + n * 10))),
    ...many.map((n) => deal(0, n, (900 + n * 10) / (n % 2 === 0 ? 1 : 4))),
  ];
  const spending = [
    ...before.flatMap((back) => [cost(back, 'Web', 300), cost(back, 'Ads', 300)]),
    cost(0, 'Web', 300),
    cost(0, 'Ads', 1500),
    ...[0, ...before].flatMap((back) => many.map((n) => lead(back, n % 2 === 0 ? 'Web' : 'Ads'))),
  ];

  it.each([
    { kpi: 'revenue', rows: deals, cause: { product: 'Suite' }, lookedAt: ['country', 'product'] },
    { kpi: 'average_deal_size', rows: cheap, cause: { country: 'US' }, lookedAt: ['country', 'product'] },
    {
      kpi: 'campaign_influence',
      rows: deals.map(credit),
      cause: { channel: 'paid' },
      lookedAt: ['channel', 'country'],
    },
    { kpi: 'spend', rows: spending, cause: { source: 'Ads' }, lookedAt: ['source'] },
    { kpi: 'cost_per_lead', rows: spending, cause: { source: 'Ads' }, lookedAt: ['source'] },
    { kpi: 'budget_variance', rows: spending, cause: undefined, lookedAt: [] },
    { kpi: 'revenue_to_date', rows: deals, cause: undefined, lookedAt: [] },
  ])('is named: $kpi', async ({ kpi, rows, cause, lookedAt }) => {
    const money = aSeriesDesk(createFakeMetrics(rows), NOW);
    const asked = { series: '', since: LAST, until: LAST, expected: null };
    const found = await explainSeries(money, await aPlan(money, kpi), asked);
    expect(found.causes[0]?.dims).toEqual(cause);
    expect(found.lookedAt).toEqual(lookedAt);
  });
});
