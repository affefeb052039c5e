import { beforeEach, describe, expect, it } from 'vitest';
import type { NewCost } from '#features/history/store.ts';
import type { HistoryRow } from '#ports/crm-history.ts';
import { useDatabase } from '../../../support/database.ts';
import {
  aCampaignRow,
  aCompanyRow,
  aDealRow,
  aPersonRow,
  aSubscriptionRow,
  aTouchRow,
  emptyHistory,
  theRules,
} from '../../../support/history-rows.ts';

let now = new Date('2026-11-22T12:00:00Z');
const db = useDatabase({ now: () => now });
const day = (text: string): Date => new Date(`${text}T09:00:00Z`);
const mia = { crm: 'hubspot', object: 'lead', id: '1' } as const;

const put = (...rows: readonly HistoryRow[]) => db.database.stores.history.put(rows, theRules, now);
const costs = () =>
  db.rows(
    'SELECT key, from_day::text, to_day::text, amount::float8, currency, value::float8, channel FROM cost ORDER BY key',
  );

beforeEach(() => emptyHistory(db));

describe('a deal', () => {
  it('is worth what the rates of its days say, and nothing where there is no rate', async () => {
    await put(
      aDealRow({
        id: '1',
        amount: '100',
        currency: 'USD',
        createdAt: day('2026-06-30'),
        closed: true,
        won: true,
        closeDate: '2026-07-01',
      }),
      aDealRow({ id: '2', amount: '100', currency: 'GBP', closed: true, closeDate: '2026-07-01' }),
      aDealRow({ id: '3', amount: '100', currency: 'USD', createdAt: day('2025-12-31') }),
      aDealRow({ id: '4', amount: '100.5' }),
      // 22:30 UTC on 30 June is 1 July in Berlin.
      aDealRow({ id: '5', amount: '100', currency: 'USD', createdAt: new Date('2026-06-30T22:30:00Z') }),
    );
    expect(
      await db.rows(
        'SELECT created_value::float8 AS made, closed_value::float8 AS closed FROM deal ORDER BY record_id',
      ),
    ).toEqual([
      { made: 90, closed: 80 },
      { made: null, closed: null },
      { made: null, closed: null },
      { made: 100.5, closed: null },
      { made: 80, closed: null },
    ]);
  });

  it('closes when its day begins, or with its creation on that day, or with its last stage', async () => {
    await put(
      aDealRow({ id: '1', closed: true, closeDate: '2026-03-29' }),
      aDealRow({ id: '2', closed: true, createdAt: day('2026-05-05'), closeDate: '2026-05-05' }),
      aDealRow({ id: '3', closed: false, closeDate: '2026-12-31' }),
      aDealRow({ id: '4', closed: true, changes: [{ field: 'stage', at: day('2026-06-10'), value: 'closedlost' }] }),
    );
    expect((await db.rows('SELECT closed_at FROM deal ORDER BY record_id')).map((row) => row['closed_at'])).toEqual([
      new Date('2026-03-28T23:00:00Z'),
      day('2026-05-05'),
      null,
      new Date('2026-06-09T22:00:00Z'),
    ]);
  });

  it('counts once where both CRMs have it, by the one that was made first and lives', async () => {
    const twin = { crm: 'salesforce', object: 'opportunity', id: '006A' } as const;
    const people = [mia];
    await put(
      aPersonRow({ id: '1' }),
      aTouchRow({ person: mia }),
      aDealRow({ id: '901', createdAt: day('2026-02-02'), twin, people }),
    );
    await put(aDealRow({ crm: 'salesforce', id: '006A', createdAt: day('2026-02-01') }));
    const counting = () => db.rows('SELECT record_id FROM deal WHERE twin_of IS NULL AND NOT gone');
    const credited = () => db.rows('SELECT d.record_id FROM touch_credit JOIN deal d ON d.id = deal_id');
    expect(await counting()).toEqual([{ record_id: '006A' }]);
    expect(await credited()).toEqual([{ record_id: '006A' }]);
    await db.database.stores.history.markGone([twin], theRules);
    expect(await counting()).toEqual([{ record_id: '901' }]);
    expect(await credited()).toEqual([{ record_id: '901' }]);
  });

  it('takes country and company from its company, else from its main person', async () => {
    await put(
      aCompanyRow({ id: '701', domain: 'acme.test', country: 'FR' }),
      aDealRow({ id: '1', companyId: '701', people: [mia] }),
      aDealRow({ id: '2', people: [mia] }),
      aPersonRow({ id: '1', companyName: 'Blue Sky, Inc.', country: 'DE', employees: 12 }),
    );
    expect(await db.rows('SELECT company_key, country, employees FROM deal ORDER BY record_id')).toEqual([
      { company_key: 'acme.test', country: 'FR', employees: 12 },
      { company_key: 'blue sky', country: 'DE', employees: 12 },
    ]);
  });

  it('moves to the deal that it was merged into', async () => {
    await put(aDealRow({ id: '1', amount: '5' }), aDealRow({ id: '2', amount: '7' }));
    const of = (id: string) => ({ crm: 'hubspot', object: 'opportunity', id }) as const;
    await db.database.stores.history.merge(of('1'), of('2'), theRules);
    expect(await db.rows('SELECT record_id FROM deal WHERE NOT gone')).toEqual([{ record_id: '2' }]);
  });
});

describe('the touches of a deal', () => {
  const shares = () =>
    db.rows(`SELECT round(first_touch::numeric, 4)::float8 AS f, round(last_touch::numeric, 4)::float8 AS l,
      round(linear::numeric, 4)::float8 AS e, round(u_shaped::numeric, 4)::float8 AS u,
      round(w_shaped::numeric, 4)::float8 AS w, round(time_decay::numeric, 4)::float8 AS d FROM touch_credit ORDER BY at`);
  const touchesAt = (...days: readonly string[]) =>
    days.map((at, index) => aTouchRow({ id: `t${index}`, at: day(at), person: mia }));

  it('share it by six models', async () => {
    await put(
      aPersonRow({ id: '1', createdAt: day('2026-01-20') }),
      ...touchesAt('2026-01-05', '2026-01-12', '2026-01-19', '2026-01-26', '2026-02-02'),
      aDealRow({ people: [mia], createdAt: day('2026-02-10') }),
    );
    const decayed = [1, 2, 4, 8, 16].map((part) => Number((part / 31).toFixed(4)));
    expect(await shares()).toEqual([
      { f: 1, l: 0, e: 0.2, u: 0.4, w: 0.3, d: decayed[0] },
      { f: 0, l: 0, e: 0.2, u: 0.0667, w: 0.05, d: decayed[1] },
      { f: 0, l: 0, e: 0.2, u: 0.0667, w: 0.3, d: decayed[2] },
      { f: 0, l: 0, e: 0.2, u: 0.0667, w: 0.05, d: decayed[3] },
      { f: 0, l: 1, e: 0.2, u: 0.4, w: 0.3, d: decayed[4] },
    ]);
  });

  it('have their parts together where one touch plays several', async () => {
    await put(
      aPersonRow({ id: '1', createdAt: day('2026-01-01') }),
      ...touchesAt('2026-01-05', '2026-01-12'),
      aDealRow({ people: [mia], createdAt: day('2026-02-10') }),
    );
    expect(await shares()).toMatchObject([
      { u: 0.5, w: 0.6667 },
      { u: 0.5, w: 0.3333 },
    ]);
  });

  it('are those from the look-back to its creation, both included', async () => {
    await put(
      aPersonRow({ id: '1' }),
      ...touchesAt('2025-06-09', '2025-06-10', '2026-06-10', '2026-06-11'),
      aDealRow({ people: [mia], createdAt: day('2026-06-10') }),
    );
    expect(await shares()).toHaveLength(2);
    await db.database.stores.history.markGone([{ crm: 'hubspot', object: 'touch', id: 't1' }], theRules);
    expect(await shares()).toMatchObject([{ f: 1, l: 1, e: 1, u: 1, w: 1, d: 1 }]);
  });

  it('have their campaign’s channel, also when the campaign comes later or changes', async () => {
    await put(
      aPersonRow({ id: '1' }),
      aTouchRow({ person: mia, campaignId: 'c1' }),
      aDealRow({ people: [mia], createdAt: day('2026-02-10') }),
    );
    const credited = () => db.rows('SELECT channel, campaign_id IS NOT NULL AS known FROM touch_credit');
    expect(await credited()).toEqual([{ channel: null, known: false }]);
    await put(aCampaignRow({ id: 'c1', channel: 'events' }));
    expect(await credited()).toEqual([{ channel: 'events', known: true }]);
    await put(aCampaignRow({ id: 'c1', channel: 'webinars', modifiedAt: day('2026-02-20') }));
    expect(await credited()).toEqual([{ channel: 'webinars', known: true }]);
  });
});

describe('costs', () => {
  it('of a campaign are spread over its days; one without an end runs until today', async () => {
    await put(
      aCampaignRow({
        id: 'c1',
        spend: '300',
        currency: 'USD',
        startsOn: '2026-06-01',
        endsOn: '2026-06-30',
        channel: 'ads',
      }),
      aCampaignRow({ id: 'c2', spend: '50', createdAt: new Date('2026-10-31T23:30:00Z') }),
      aCampaignRow({ id: 'c3', spend: '0' }),
      aCampaignRow({ id: 'c4', spend: '10', startsOn: '2026-12-24' }),
    );
    expect(await costs()).toEqual([
      {
        key: 'campaign:hubspot:c1',
        from_day: '2026-06-01',
        to_day: '2026-06-30',
        amount: 300,
        currency: 'USD',
        value: 270,
        channel: 'ads',
      },
      {
        key: 'campaign:hubspot:c2',
        from_day: '2026-11-01',
        to_day: '2026-11-22',
        amount: 50,
        currency: 'EUR',
        value: 50,
        channel: null,
      },
      {
        key: 'campaign:hubspot:c4',
        from_day: '2026-12-24',
        to_day: '2026-12-24',
        amount: 10,
        currency: 'EUR',
        value: 10,
        channel: null,
      },
    ]);
    now = new Date('2026-11-25T12:00:00Z');
    await put();
    expect(await costs()).toMatchObject([{ to_day: '2026-06-30' }, { to_day: '2026-11-25' }, { to_day: '2026-12-24' }]);
    now = new Date('2026-11-22T12:00:00Z');
    await db.database.stores.history.markGone([{ crm: 'hubspot', object: 'campaign', id: 'c1' }], theRules);
    expect(await costs()).toHaveLength(2);
  });

  it('of one campaign in both CRMs count once', async () => {
    await db.rows(`INSERT INTO campaign (id, name, type, channel, crms, currency, utm, state, created_at, changed_at)
      VALUES (1, 'Spring', 'webinar', 'events', '{}', 'EUR', '{}', 'live', now(), now())`);
    await db.rows(`INSERT INTO campaign_record (campaign_id, crm, record_id, state)
      VALUES (1, 'hubspot', 'c1', 'live'), (1, 'salesforce', '701A', 'live')`);
    await put(
      aPersonRow({ id: '1' }),
      aTouchRow({ id: 't1', person: mia, campaignId: 'c1' }),
      aCampaignRow({ id: 'c1', spend: '100', createdAt: day('2026-01-02') }),
      aCampaignRow({ crm: 'salesforce', id: '701A', createdAt: day('2026-01-01') }),
    );
    expect(await costs()).toMatchObject([{ key: 'campaign:salesforce:701A', amount: 100 }]);
    expect(await db.rows('SELECT k.record_id FROM touch t JOIN crm_campaign k ON k.id = t.campaign_id')).toEqual([
      { record_id: '701A' },
    ]);
    await db.rows('DELETE FROM campaign_record');
    await db.rows('DELETE FROM campaign');
  });

  it('that people enter are valued, replaced by their key, listed and removed', async () => {
    const cost: NewCost = {
      origin: 'entered',
      key: 'k1',
      department: 'sales',
      category: null,
      channel: 'linkedin',
      source: null,
      campaign: null,
      fromDay: '2026-07-01',
      toDay: '2026-07-31',
      amount: '1000.50',
      currency: 'USD',
      note: null,
      enteredBy: 'U1',
    };
    const { history } = db.database.stores;
    await put(
      aCampaignRow({ id: 'c1', name: 'Spring' }),
      aCampaignRow({ id: 'c2', name: 'Twice' }),
      aCampaignRow({ id: 'c3', name: 'Twice' }),
    );
    expect(await history.enterCosts([cost, { ...cost, key: 'k2', campaign: 'spring' }], theRules, now)).toBe(2);
    await history.enterCosts([{ ...cost, amount: '500' }], theRules, now);
    const kept = await history.costs(10);
    expect(kept).toHaveLength(2);
    expect(kept.find(({ key }) => key === 'k1')).toMatchObject({ ...cost, amount: '500' });
    expect(kept.find(({ key }) => key === 'k2')).toMatchObject({ campaign: 'Spring' });
    expect((await costs()).map(({ value }) => value)).toEqual([400, 800.4]);
    await expect(history.enterCosts([{ ...cost, campaign: 'Autumn' }], theRules, now)).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'There is no campaign “Autumn”.',
    });
    await expect(history.enterCosts([{ ...cost, campaign: 'twice' }], theRules, now)).rejects.toThrow(
      /Several campaigns/u,
    );
    expect(await history.removeCost(kept[0]?.id ?? 0)).toBe(true);
    expect(await history.removeCost(kept[0]?.id ?? 0)).toBe(false);
    expect(await history.costs(10)).toHaveLength(1);
  });
});

describe('another playbook', () => {
  it('works everything out anew, once', async () => {
    await put(
      aPersonRow({ id: '1', changes: [{ field: 'stage', at: day('2026-02-02'), value: 'warm' }] }),
      aSubscriptionRow({ monthly: '10', currency: 'GBP' }),
      aDealRow({ amount: '10', currency: 'GBP', people: [mia], closed: true, won: true, closeDate: '2026-03-03' }),
    );
    const { history } = db.database.stores;
    const rules = {
      ...theRules,
      zone: 'America/New_York',
      stages: { ...theRules.stages, mql: { hubspot: ['Warm'], salesforce: [] } },
      rates: new Map([['GBP', [{ from: '0001-01-01', rate: 1.2 }]]]),
    };
    expect(await history.recomputeIfChanged(theRules)).toBe(true);
    expect(await history.recomputeIfChanged(theRules)).toBe(false);
    expect(await history.recomputeIfChanged(rules)).toBe(true);
    expect(await history.recomputeIfChanged(rules)).toBe(false);
    expect(await db.rows('SELECT mql_at, customer_at FROM prospect')).toEqual([
      { mql_at: day('2026-02-02'), customer_at: new Date('2026-03-03T05:00:00Z') },
    ]);
    expect(await db.rows('SELECT created_value::float8 AS made, closed_value::float8 AS won FROM deal')).toEqual([
      { made: 12, won: 12 },
    ]);
    expect(await db.rows('SELECT value::float8 AS value FROM subscription')).toEqual([{ value: 12 }]);
  });
});
