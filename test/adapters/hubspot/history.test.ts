// What only HubSpot's lists of people, companies and deals need: few calls, and properties that accounts lack.
import { describe, expect, it } from 'vitest';
import type { Crm } from '#ports/crm.ts';
import type { PersonRow } from '#ports/crm-history.ts';
import { property } from '#sandbox/hubspot/properties.ts';
import { campaignId, changed, contact, listed, made, open } from './a-hubspot-past.ts';

async function onePerson(crm: Crm): Promise<PersonRow> {
  const row = (await listed(crm, 'person')).find(({ kind }) => kind === 'person');
  if (row?.kind !== 'person') throw new Error('nobody there');
  return row;
}

describe('whole lists', () => {
  it('take twenty calls for a thousand contacts whose companies are known', async () => {
    const { hubspot, crm, calls } = await open();
    const companies = Array.from({ length: 40 }, (_, n) => String(20_200_000_000 + n));
    hubspot.plant(
      'companies',
      companies.map((id) => ({ id, createdAt: made, updatedAt: made, properties: { name: `C${id}` } })),
    );
    const contacts = Array.from({ length: 1000 }, (_, n) => contact(n));
    hubspot.plant('contacts', contacts);
    hubspot.plantLinks(
      'contacts',
      'companies',
      contacts.map(({ id }, n) => [id, companies[n % 40] ?? ''] as const),
    );
    await listed(crm, 'company');
    calls.length = 0;
    await expect(listed(crm, 'person')).resolves.toHaveLength(1000);
    expect(calls.filter((kind) => kind === 'list')).toHaveLength(20);
    expect(calls.filter((kind) => kind === 'read' || kind === 'associations')).toEqual([]);
  });

  it('tell records with their companies as the CRM port reads them', async () => {
    const { hubspot, crm } = await open();
    const company = hubspot.createCompany({ name: 'Globex', numberofemployees: '620' });
    const lead = hubspot.createContact({ email: 'kim@globex.test', lastname: 'Okafor' }, { companyId: company.id });
    const deal = hubspot.createDeal({ dealname: 'Globex' }, { contactId: lead.id, companyId: company.id });
    for (const { kind, object, id } of [
      { kind: 'person', object: 'lead', id: lead.id },
      { kind: 'company', object: 'company', id: company.id },
      { kind: 'deal', object: 'opportunity', id: deal.id },
    ] as const) {
      const { records } = await crm.history.list(kind, null);
      expect(records).toEqual((await crm.read(object, [id])).found);
    }
  });

  it('leave out what the token may not read', async () => {
    const { hubspot, crm } = await open();
    hubspot.removeScope('forms');
    hubspot.removeScope('crm.objects.deals.read');
    await expect(crm.history.kinds()).resolves.toEqual(['company', 'campaign', 'person', 'touch', 'activity']);
  });

  it('are refused where nothing may be read', async () => {
    const { hubspot, crm } = await open();
    for (const object of ['contacts', 'companies', 'deals']) hubspot.removeScope(`crm.objects.${object}.read`);
    for (const scope of ['marketing.campaigns.read', 'forms', 'business-intelligence', 'sales-email-read'])
      hubspot.removeScope(scope);
    await expect(crm.history.kinds()).rejects.toMatchObject({ name: 'Fault', code: 'forbidden' });
  });
});

describe('people', () => {
  it('have the stages that HubSpot dates, beyond the versions that it keeps', async () => {
    const { hubspot, crm } = await open();
    const old = new Date('2025-06-01T08:00:00Z');
    hubspot.plant('contacts', [
      {
        ...contact(1, {
          lifecyclestage: 'salesqualifiedlead',
          hs_v2_date_entered_marketingqualifiedlead: old.toISOString(),
        }),
        history: { lifecyclestage: [{ value: 'salesqualifiedlead', timestamp: changed }] },
      },
    ]);
    const { changes } = await onePerson(crm);
    expect(changes).toEqual([
      { field: 'stage', at: old, value: 'marketingqualifiedlead' },
      { field: 'stage', at: changed, value: 'salesqualifiedlead' },
    ]);
  });

  it('say whether they may be written to, and who they are in Salesforce', async () => {
    const { hubspot, crm } = await open();
    hubspot.plant('contacts', [
      contact(1, {
        hs_marketable_status: 'true',
        hs_email_optout: 'true',
        hs_email_hard_bounce_reason_enum: 'UNKNOWN_USER',
        hs_first_outreach_date: changed.toISOString(),
        salesforceleadid: '00Q000000000001AAA',
      }),
    ]);
    await expect(onePerson(crm)).resolves.toMatchObject({
      marketable: true,
      optedOut: true,
      bounced: true,
      firstTouchedAt: changed,
      twins: [{ crm: 'salesforce', object: 'lead', id: '00Q000000000001AAA' }],
    });
  });

  it('say nothing about what the account does not have', async () => {
    const without = ['hs_marketable_status', 'hs_email_optout', 'hs_email_hard_bounce_reason_enum', 'salesforceleadid'];
    const { hubspot, crm } = await open({ withoutProperties: [...without, 'hs_analytics_source'] });
    hubspot.plant('contacts', [contact(1)]);
    const row = await onePerson(crm);
    expect(row).toMatchObject({ marketable: null, optedOut: null, bounced: null, source: null, twins: [] });
  });

  it('are read through the properties that the playbook maps', async () => {
    const grade = property('grade', 'Grade', { type: 'enumeration', options: { new: 'New', hot: 'Hot' } });
    const map = { 'lead.email': 'contact.email', 'lead.stage': 'contact.grade', 'lead.industry': 'contact.jobtitle' };
    const { hubspot, crm } = await open({ properties: { contacts: [grade] } }, map);
    hubspot.plant('contacts', [
      {
        ...contact(1, { grade: 'hot', jobtitle: 'Retail' }),
        history: {
          grade: [
            { value: 'new', timestamp: made },
            { value: 'hot', timestamp: changed },
          ],
        },
      },
    ]);
    const row = await onePerson(crm);
    expect(row).toMatchObject({ stage: 'hot', industry: 'Retail' });
    expect(row.changes.map(({ value }) => value)).toEqual(['new', 'hot']);
    expect((await crm.history.labels()).get('hot')).toBe('Hot');
  });

  it('bring their first visit, unless they came by a list or by hand', async () => {
    const { hubspot, crm } = await open();
    const seen = '2026-01-03T00:00:00.000Z';
    hubspot.plant('contacts', [
      contact(1, {
        hs_analytics_source: 'PAID_SEARCH',
        hs_analytics_first_timestamp: seen,
        hs_analytics_first_touch_converting_campaign: campaignId,
      }),
      contact(2, { hs_analytics_source: 'OFFLINE' }),
    ]);
    const visits = (await listed(crm, 'person')).filter(({ kind }) => kind === 'touch');
    expect(visits).toMatchObject([
      { person: { id: '20000000001' }, touch: 'visit', at: new Date(seen), source: 'PAID_SEARCH', campaignId },
    ]);
  });
});

describe('deals', () => {
  const won = { dealstage: 'closedwon', closedate: '2026-03-31T22:30:00.000Z', deal_currency_code: 'EUR' };

  it('that recur are subscriptions until the day before they became inactive, by the account’s own days', async () => {
    const { hubspot, crm } = await open();
    const recurring = { ...won, recurring_revenue_amount: '250', recurring_revenue_inactive_date: '2026-09-01' };
    hubspot.createDeal({ dealname: 'Kite', ...recurring });
    hubspot.createDeal({ dealname: 'Open', recurring_revenue_amount: '250', dealstage: 'qualifiedtobuy' });
    const rows = await listed(crm, 'deal');
    expect(rows.filter(({ kind }) => kind === 'deal')).toMatchObject([{ closeDate: '2026-04-01' }, {}]);
    expect(rows.filter(({ kind }) => kind === 'subscription')).toMatchObject([
      { startsOn: '2026-04-01', endsOn: '2026-08-31', monthly: '250.00', currency: 'EUR' },
    ]);
    await expect(crm.history.totals('subscription')).resolves.toEqual({ count: 1, amounts: null });
  });

  it('that no longer recur take their subscription back', async () => {
    const { hubspot, crm, time } = await open();
    const { id } = hubspot.createDeal({ dealname: 'Kite', ...won, recurring_revenue_amount: '250' });
    const { next } = await crm.history.changes('deal', { at: made, id: '' });
    time.now = new Date(time.now.getTime() + 60_000);
    hubspot.updateRecord('deals', id, { recurring_revenue_amount: '' });
    const { rows, gone } = await crm.history.changes('deal', next);
    expect(rows.map(({ kind }) => kind)).toEqual(['deal']);
    expect(gone).toContainEqual({ crm: 'hubspot', object: 'subscription', id });
  });

  it('have no subscriptions in an account without revenue analytics', async () => {
    const { crm } = await open({ withoutProperties: ['recurring_revenue_amount'] });
    expect(await crm.history.kinds()).not.toContain('subscription');
  });

  it.each([
    { sale: 'new', properties: { dealtype: 'newbusiness' } },
    { sale: 'existing', properties: { dealtype: 'existingbusiness' } },
    { sale: 'renewal', properties: { dealtype: 'existingbusiness', recurring_revenue_deal_type: 'RENEWAL' } },
    { sale: null, properties: {} },
  ])('are $sale sales where they say $properties', async ({ sale, properties }) => {
    const { hubspot, crm } = await open();
    hubspot.createDeal({ dealname: 'Kite', ...properties });
    await expect(listed(crm, 'deal')).resolves.toMatchObject([{ sale, twin: null }]);
  });
});
