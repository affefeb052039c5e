// What is HubSpot's alone about campaigns: budgets in items, a mark in the notes, a list that is paged by position.
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CallMeter } from '#adapters/http/policy.ts';
import type { HubspotCrmDeps } from '#adapters/hubspot/crm.ts';
import { openHubspot } from './a-hubspot-crm.ts';

async function start(crmOptions: Partial<HubspotCrmDeps> = {}) {
  const { hubspot, connect, time } = await openHubspot({ crm: crmOptions });
  const crm = connect();
  onTestFinished(async () => {
    await crm.close();
    await hubspot.close();
  });
  return { hubspot, campaigns: crm.campaigns, time, crm };
}

type Started = Awaited<ReturnType<typeof start>>;

async function addItem({ hubspot }: Started, campaign: string, name: string, amount: number): Promise<void> {
  const answer = await fetch(`${hubspot.url}/marketing/v3/campaigns/${campaign}/budget`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hubspot.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name, amount }),
  });
  expect(answer.ok).toBe(true);
}

describe('the budget of a campaign in HubSpot', () => {
  it('changes the only item, whoever made it', async () => {
    const started = await start();
    const { id } = started.hubspot.createCampaign({ hs_name: 'Fair' });
    await addItem(started, id, 'Booth', 20_000);
    await expect(started.campaigns.update(id, { budget: '25000.00' })).resolves.toMatchObject({
      differs: [],
      campaign: { fields: { budget: '25000.00' } },
    });
  });

  it('takes up the difference to items of others, and leaves those alone', async () => {
    const started = await start();
    const { id } = started.hubspot.createCampaign({ hs_name: 'Fair' });
    await addItem(started, id, 'Booth', 20_000);
    await addItem(started, id, 'Travel', 2_000.5);
    for (const budget of ['25000.00', '24000.00', '22000.50', '23000.00']) {
      await expect(started.campaigns.update(id, { budget })).resolves.toMatchObject({
        differs: [],
        campaign: { fields: { budget } },
      });
    }
  });

  it('is refused below what others have put in, with how much that is', async () => {
    const started = await start();
    const { id } = started.hubspot.createCampaign({ hs_name: 'Fair' });
    await addItem(started, id, 'Booth', 20_000);
    await addItem(started, id, 'Travel', 2_000);
    await expect(started.campaigns.update(id, { budget: '15000.00' })).resolves.toEqual({
      kind: 'refused',
      message:
        "The campaign's other budget items in HubSpot add up to 22000.00, more than 15000.00. Change them there.",
    });
  });

  it('is written once although the answer was lost', async () => {
    const started = await start();
    const { hubspot, campaigns } = started;
    hubspot.fault({ kind: 'drop_after_commit', method: 'POST', path: '/budget' });
    const fields = { name: 'Fair', state: 'planned', budget: '500.00' } as const;
    await expect(campaigns.create(fields, 'campaign:1', false)).rejects.toMatchObject({ ambiguous: true });
    await expect(campaigns.create(fields, 'campaign:1', true)).resolves.toMatchObject({
      differs: [],
      campaign: { fields: { budget: '500.00' } },
    });
    expect(hubspot.records('campaigns')).toHaveLength(1);
  });
});

describe('a campaign in HubSpot', () => {
  it('keeps the mark that it is found by under changed goals, and shows it to nobody as a goal', async () => {
    const { hubspot, campaigns } = await start();
    const made = await campaigns.create({ name: 'Fair', state: 'planned', goals: 'Many' }, 'campaign:1', false);
    const [record] = hubspot.records('campaigns');
    expect(record?.properties['hs_notes']).toBe('Many\n\nMade by Signalbox (campaign:1)');
    expect(made).toMatchObject({ campaign: { fields: { goals: 'Many' } } });
    await campaigns.update(record?.id ?? '', { goals: null });
    expect(hubspot.records('campaigns')[0]?.properties['hs_notes']).toBe('Made by Signalbox (campaign:1)');
  });

  it.each([
    { status: 'planned', state: 'planned' },
    { status: 'in_progress', state: 'live' },
    { status: 'active', state: 'live' },
    { status: 'paused', state: 'paused' },
    { status: 'completed', state: 'closed' },
  ])('that is $status there is $state', async ({ status, state }) => {
    const { hubspot, campaigns } = await start();
    const { id } = hubspot.createCampaign({ hs_name: 'Fair', hs_campaign_status: status });
    await expect(campaigns.read(id)).resolves.toMatchObject({ fields: { state } });
  });

  it('has a page', async () => {
    const { hubspot, campaigns, crm } = await start();
    await crm.account();
    const { id } = hubspot.createCampaign({ hs_name: 'Fair & square' });
    const page = await fetch(campaigns.url(id));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Fair &amp; square');
  });

  it('is refused with the scopes that the app lacks', async () => {
    const { hubspot, campaigns } = await start();
    hubspot.removeScope('marketing.campaigns.write');
    await expect(campaigns.create({ name: 'Fair', state: 'planned' }, 'k', false)).resolves.toEqual({
      kind: 'refused',
      message: expect.stringContaining('marketing.campaigns.write'),
    });
  });

  it('is not missed when another is deleted between two pages', async () => {
    let newest = '';
    let calls = 0;
    const meter: CallMeter = {
      called() {
        calls += 1;
        if (calls === 1) hubspot.deleteRecord('campaigns', newest);
      },
      used: () => undefined,
    };
    const { hubspot, campaigns, time } = await start({ meter });
    const ids = Array.from({ length: 150 }, (_, n) => {
      time.now = new Date(time.now.getTime() + 1000);
      return hubspot.createCampaign({ hs_name: `Campaign ${n}` }).id;
    });
    newest = ids.at(-1) ?? '';
    const { campaigns: listed } = await campaigns.changes(null);
    expect(new Set(listed.map(({ id }) => id))).toEqual(new Set(ids.slice(0, -1)));
  });
});
