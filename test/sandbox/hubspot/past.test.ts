// Records that were there before anybody looked: they read as all others do, and weigh nothing until they are changed.
import { expect, it } from 'vitest';
import { aHubspot } from './a-hubspot.ts';

const made = new Date('2026-01-05T09:00:00Z');
const changed = new Date('2026-02-10T09:00:00Z');
const kim = {
  id: '20000000007',
  createdAt: made,
  updatedAt: changed,
  properties: { email: 'kim@globex.test', lastname: 'Okafor', lifecyclestage: 'marketingqualifiedlead' },
  history: {
    lifecyclestage: [
      { value: 'lead', timestamp: made },
      { value: 'marketingqualifiedlead', timestamp: changed },
    ],
  },
};
const globex = { id: '20000000001', createdAt: made, updatedAt: made, properties: { name: 'Globex' } };

type Listed = {
  results: { id: string; properties: Record<string, string | null> }[];
  paging?: { next: { after: string } };
};

async function aPast() {
  const local = await aHubspot();
  local.hubspot.plant('companies', [globex]);
  local.hubspot.plant('contacts', [kim]);
  local.hubspot.plantLinks('contacts', 'companies', [[kim.id, globex.id]]);
  return local;
}

it('shows a planted record with what HubSpot works out, its past and its ties', async () => {
  const { call } = await aPast();
  const query = 'properties=associatedcompanyid,hs_v2_date_entered_lead,hs_v2_date_entered_marketingqualifiedlead';
  const { body } = await call(
    'GET',
    `/crm/v3/objects/contacts?${query}&propertiesWithHistory=lifecyclestage&associations=companies`,
  );
  expect(body).toMatchObject({
    results: [
      {
        id: kim.id,
        createdAt: made.toISOString(),
        updatedAt: changed.toISOString(),
        properties: {
          associatedcompanyid: globex.id,
          lastmodifieddate: changed.toISOString(),
          hs_v2_date_entered_lead: made.toISOString(),
          hs_v2_date_entered_marketingqualifiedlead: changed.toISOString(),
        },
        propertiesWithHistory: {
          lifecyclestage: [
            { value: 'marketingqualifiedlead', timestamp: changed.toISOString() },
            { value: 'lead', timestamp: made.toISOString() },
          ],
        },
        associations: {
          companies: {
            results: [
              { id: globex.id, type: 'contact_to_company' },
              { id: globex.id, type: 'contact_to_company_unlabeled' },
            ],
          },
        },
      },
    ],
  });
});

it('tells nobody of what is planted, and saves nothing of it', async () => {
  const { hubspot } = await aHubspot();
  let told = 0;
  hubspot.onChange(() => (told += 1));
  hubspot.plant('contacts', [kim]);
  expect(told).toBe(0);
  expect(hubspot.save().records.shelves.get('contacts')?.size).toBe(0);
});

it('saves a planted record whole once it was changed, and finds it again over the same past', async () => {
  const { hubspot } = await aPast();
  hubspot.updateRecord('contacts', kim.id, { lastname: 'Berg' });
  const saved = structuredClone(hubspot.save());
  expect(saved.records.shelves.get('contacts')?.size).toBe(1);
  const { hubspot: later } = await aPast();
  later.restore(saved);
  expect(later.record('contacts', kim.id)?.properties).toMatchObject({ lastname: 'Berg', email: 'kim@globex.test' });
  expect(later.history('contacts', kim.id, 'lifecyclestage').map(({ value }) => value)).toEqual([
    'marketingqualifiedlead',
    'lead',
  ]);
});

it('finds planted records by their address, and no longer by one that they had', async () => {
  const { hubspot, call } = await aPast();
  expect(hubspot.findBy('contacts', 'email', 'Kim@Globex.test')?.id).toBe(kim.id);
  const taken = await call('POST', '/crm/v3/objects/contacts', { properties: { email: 'kim@globex.test' } });
  expect(taken.status).toBe(409);
  hubspot.updateRecord('contacts', kim.id, { email: 'kim@new.test' });
  expect(hubspot.findBy('contacts', 'email', 'kim@globex.test')).toBeNull();
  expect(hubspot.findBy('contacts', 'email', 'kim@new.test')?.id).toBe(kim.id);
});

it('searches planted and changed records in one order', async () => {
  const { hubspot, call, time } = await aPast();
  const early = { ...kim, id: '20000000008', updatedAt: made, properties: { email: 'a@x.test' } };
  hubspot.plant('contacts', [early]);
  time.now = new Date('2026-03-01T00:00:00Z');
  const live = hubspot.createContact({ email: 'live@x.test' });
  hubspot.updateRecord('contacts', early.id, { lastname: 'Late' });
  const since = (at: Date) =>
    call('POST', '/crm/v3/objects/contacts/search', {
      filterGroups: [{ filters: [{ propertyName: 'lastmodifieddate', operator: 'GTE', value: String(at.getTime()) }] }],
      sorts: [{ propertyName: 'lastmodifieddate', direction: 'ASCENDING' }],
    });
  const { body } = await since(made);
  expect(body).toMatchObject({ total: 3 });
  expect((body as Listed).results[0]?.id).toBe(kim.id);
  expect(
    (body as Listed).results
      .slice(1)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual([early.id, live.id].toSorted());
  expect((await since(new Date('2026-03-01T00:00:00.001Z'))).body).toMatchObject({ total: 0 });
});

it('pages through planted and new records by id, archived ones apart', async () => {
  const { hubspot, call } = await aPast();
  const gone = { ...kim, id: '20000000009', archivedAt: changed, properties: { email: 'gone@x.test' } };
  hubspot.plant('contacts', [gone, { ...kim, id: '20000000005', properties: { email: 'first@x.test' } }]);
  const live = hubspot.createContact({ email: 'live@x.test' });
  const page = async (query: string) => (await call('GET', `/crm/v3/objects/contacts?${query}`)).body as Listed;
  const first = await page('limit=2');
  expect(first.results.map(({ id }) => id)).toEqual(['20000000005', kim.id]);
  expect(first.paging?.next.after).toBe(kim.id);
  expect((await page(`limit=2&after=${kim.id}`)).results.map(({ id }) => id)).toEqual([live.id]);
  expect((await page('archived=true')).results).toMatchObject([{ id: gone.id, archivedAt: changed.toISOString() }]);
  expect((await call('GET', '/crm/v3/objects/contacts?limit=51&propertiesWithHistory=email')).status).toBe(400);
  expect((await call('GET', '/crm/v3/objects/contacts?limit=101')).status).toBe(400);
});

it('leads from an id that was merged away long ago to the winner, who names it', async () => {
  const { hubspot, call } = await aPast();
  hubspot.plantMerge('contacts', '20000000006', kim.id);
  const { body } = await call('GET', '/crm/v3/objects/contacts/20000000006?properties=hs_merged_object_ids');
  expect(body).toMatchObject({ id: kim.id, properties: { hs_merged_object_ids: '20000000006' } });
});

it('takes a planted tie away and keeps that', async () => {
  const { hubspot } = await aPast();
  const [contact, company] = [
    { object: 'contacts', id: kim.id },
    { object: 'companies', id: globex.id },
  ] as const;
  hubspot.dissociate(contact, company);
  expect(hubspot.associated(contact, 'companies')).toEqual([]);
  expect(hubspot.associated(company, 'contacts')).toEqual([]);
  expect(hubspot.record('contacts', kim.id)?.properties['associatedcompanyid']).toBe('');
});

it('has a planted campaign’s sums as items, and keeps them when it is renamed', async () => {
  const { hubspot, call } = await aHubspot();
  const id = '5a9dbe00-0000-4000-8000-000000000001';
  const sums = { hs_budget_items_sum_amount: '9000', hs_spend_items_sum_amount: '4000' };
  hubspot.plant('campaigns', [{ id, createdAt: made, updatedAt: made, properties: { hs_name: 'Spring', ...sums } }]);
  hubspot.updateRecord('campaigns', id, { hs_name: 'Spring fair' });
  const { body } = await call('GET', `/marketing/v3/campaigns/${id}/budget/totals`);
  expect(body).toMatchObject({ budgetTotal: 9000, spendTotal: 4000, remainingBudget: 5000 });
});
