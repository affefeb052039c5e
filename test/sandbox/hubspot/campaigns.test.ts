// Marketing campaigns and what they cost, over the public campaigns API.
import { describe, expect, it } from 'vitest';
import { ana, aHubspot, noon } from './a-hubspot.ts';

const campaigns = '/marketing/v3/campaigns';

describe('a campaign', () => {
  it('is created with 201 under a GUID, and shows the properties that have a value and were asked for', async () => {
    const { call } = await aHubspot();
    const made = await call('POST', campaigns, {
      properties: { hs_name: 'Autumn webinar', hs_start_date: '2026-11-30', hs_owner: ana.id, hs_goal: 'ignored' },
    });
    expect(made).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
    const { id } = made.body as { id: string };
    const read = await call('GET', `${campaigns}/${id}?properties=hs_name,hs_campaign_status,hs_notes`);
    expect(read.body).toEqual({
      id,
      properties: { hs_name: 'Autumn webinar', hs_campaign_status: 'planned' },
      createdAt: noon.toISOString(),
      updatedAt: noon.toISOString(),
      businessUnits: [],
    });
    expect((await call('GET', `${campaigns}/${id}`)).body).toMatchObject({ properties: {} });
  });

  it.each([
    { when: 'it has no name', properties: {} },
    { when: 'its status does not exist', properties: { hs_name: 'A', hs_campaign_status: 'done' } },
    {
      when: 'its budget is written instead of its items',
      properties: { hs_name: 'A', hs_budget_items_sum_amount: '5' },
    },
  ])('is refused with 400 when $when', async ({ properties }) => {
    const { call } = await aHubspot();
    expect(await call('POST', campaigns, { properties })).toMatchObject({ status: 400 });
  });

  it('is changed, listed by name or newest first, and archived', async () => {
    const { hubspot, call, time } = await aHubspot();
    const { id } = hubspot.createCampaign({ hs_name: 'Webinar' });
    time.now = new Date('2026-11-24T12:00:00Z');
    const fair = hubspot.createCampaign({ hs_name: 'Autumn fair' });
    hubspot.createCampaign({ hs_name: 'Partner week' });
    expect(await call('PATCH', `${campaigns}/${id}`, { properties: { hs_campaign_status: 'active' } })).toMatchObject({
      status: 200,
      body: { properties: { hs_campaign_status: 'active' } },
    });
    const first = await call('GET', `${campaigns}?limit=2&properties=hs_name`);
    expect(first.body).toMatchObject({
      total: 3,
      results: [{ properties: { hs_name: 'Autumn fair' } }, { properties: { hs_name: 'Partner week' } }],
      paging: { next: { after: '2' } },
    });
    expect((await call('GET', `${campaigns}?limit=2&after=2`)).body).toMatchObject({ results: [{ id }] });
    expect((await call('GET', `${campaigns}?name=autumn&sort=-createdAt`)).body).toMatchObject({
      total: 1,
      results: [{ id: fair.id }],
    });
    expect((await call('GET', `${campaigns}?sort=hs_owner`)).status).toBe(400);
    expect((await call('DELETE', `${campaigns}/${id}`)).status).toBe(204);
    expect((await call('GET', `${campaigns}/${id}`)).status).toBe(404);
  });

  it('adds up what its items cost, and what is left', async () => {
    const { hubspot, call } = await aHubspot();
    const { id } = hubspot.createCampaign({ hs_name: 'Webinar' });
    const stage = await call('POST', `${campaigns}/${id}/budget`, { name: 'Stage', amount: 9000 });
    await call('POST', `${campaigns}/${id}/budget`, { name: 'Ads', amount: 3000 });
    await call('POST', `${campaigns}/${id}/spend`, { name: 'Ads', amount: 1200 });
    const { id: item } = stage.body as { id: string };
    await call('PUT', `${campaigns}/${id}/budget/${item}`, { name: 'Stage', amount: 8000 });
    expect((await call('GET', `${campaigns}/${id}/budget/totals`)).body).toMatchObject({
      budgetTotal: 11_000,
      spendTotal: 1200,
      remainingBudget: 9800,
      budgetItems: [{ name: 'Stage', amount: 8000, order: 0 }, { name: 'Ads' }],
    });
    expect(hubspot.record('campaigns', id)?.properties).toMatchObject({
      hs_budget_items_sum_amount: '11000',
      hs_spend_items_sum_amount: '1200',
    });
    expect((await call('DELETE', `${campaigns}/${id}/budget/${item}`)).status).toBe(204);
    expect((await call('GET', `${campaigns}/${id}/budget/${item}`)).status).toBe(404);
  });

  it('goes in batches too', async () => {
    const { call } = await aHubspot();
    const inputs = ['A', 'B'].map((hs_name) => ({ properties: { hs_name } }));
    const made = await call('POST', `${campaigns}/batch/create`, { inputs });
    expect(made).toMatchObject({ status: 201, body: { results: [{ properties: { hs_name: 'A' } }, {}] } });
    const ids = (made.body as { results: { id: string }[] }).results.map(({ id }) => ({ id }));
    const changes = ids.map(({ id }) => ({ id, properties: { hs_notes: 'n' } }));
    expect((await call('POST', `${campaigns}/batch/update`, { inputs: changes })).status).toBe(200);
    expect((await call('POST', `${campaigns}/batch/read?properties=hs_notes`, { inputs: ids })).body).toMatchObject({
      results: [{ properties: { hs_notes: 'n' } }, { properties: { hs_notes: 'n' } }],
    });
    expect((await call('POST', `${campaigns}/batch/archive`, { inputs: ids })).status).toBe(204);
  });

  it('needs a scope of its own, and has no webhooks', async () => {
    const { hubspot, call } = await aHubspot();
    hubspot.removeScope('marketing.campaigns.write');
    expect(await call('POST', campaigns, { properties: { hs_name: 'A' } })).toMatchObject({
      status: 403,
      body: { errors: [{ context: { requiredGranularScopes: ['marketing.campaigns.write'] } }] },
    });
    expect((await call('GET', campaigns)).status).toBe(200);
  });
});
