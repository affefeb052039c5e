import { describe, expect, it } from 'vitest';
import type { Campaign, CampaignPlan } from '#features/campaigns/campaign.ts';
import { closeCampaign } from '#features/campaigns/close-campaign.ts';
import { editCampaign } from '#features/campaigns/edit-campaign.ts';
import { killCampaign } from '#features/campaigns/kill-campaign.ts';
import { pauseCampaign } from '#features/campaigns/pause-campaign.ts';
import { resumeCampaign } from '#features/campaigns/resume-campaign.ts';
import { submitCampaign } from '#features/campaigns/submit-campaign.ts';
import { tickItem } from '#features/campaigns/tick-item.ts';
import { watchCampaigns } from '#features/campaigns/watch-campaigns.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import type { CrmCampaignFields } from '#ports/crm-campaigns.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { correlationId } from '../../support/builders.ts';
import { carl, mia, nora, opa, useCampaignHouse, vera } from '../../support/campaign-house.ts';

const house = useCampaignHouse();
const turn = (by: SlackPerson = mia) => ({ by, channel: null, correlationId });

/** Live in both CRMs, after the approvals that its budget needs. */
async function live(over: Partial<CampaignPlan> = {}): Promise<Campaign> {
  const { id } = await house.plan(over);
  await tickItem(house.desk, { campaign: id, item: 'legal-ok', ok: true, ...turn() });
  const asked = await submitCampaign(house.desk, { campaign: id, ...turn() });
  if (asked.kind === 'asked') for (const person of [nora, vera, carl]) await house.decide(id, person);
  await house.drain();
  const campaign = await house.campaign(id);
  expect(campaign.state).toBe('live');
  return campaign;
}

function idIn(crm: 'hubspot' | 'salesforce', { records }: Campaign): string {
  const id = records.find((record) => record.crm === crm)?.recordId;
  if (id == null) throw new Error(`it has no record in ${crm}`);
  return id;
}

function there(crm: 'hubspot' | 'salesforce', campaign: Campaign): CrmCampaignFields {
  const found = house[crm].campaigns.there.get(idIn(crm, campaign));
  if (!found) throw new Error(`it is not in ${crm}`);
  return found.fields;
}

/** A minute later each CRM is looked at, and what follows is carried out. */
async function watch(): Promise<void> {
  house.clock.pass(MINUTE_MS);
  for (const crm of [house.hubspot, house.salesforce]) await watchCampaigns(house.desk, crm);
  await house.drain();
}

describe('stopping', () => {
  it('for now reaches every CRM, and going on does too', async () => {
    const campaign = await live({ budget: '900.00' });
    const { id } = campaign;
    expect(await pauseCampaign(house.desk, { campaign: id, reason: 'typo', ...turn() })).toMatchObject({
      kind: 'paused',
      campaign: { state: 'paused', notice: 'Paused by Mia: typo' },
    });
    await house.drain();
    expect([there('hubspot', campaign).state, there('salesforce', campaign).state]).toEqual(['paused', 'paused']);
    expect(await pauseCampaign(house.desk, { campaign: id, reason: null, ...turn() })).toMatchObject({
      kind: 'wrong_state',
    });
    await resumeCampaign(house.desk, { campaign: id, ...turn() });
    await house.drain();
    expect([there('hubspot', campaign).state, there('salesforce', campaign).state]).toEqual(['live', 'live']);
    expect((await house.campaign(id)).state).toBe('live');
  });

  it('by the kill switch takes a reason, and a new approval to go on', async () => {
    const campaign = await live();
    const { id } = campaign;
    expect(await killCampaign(house.desk, { campaign: id, reason: ' ', ...turn() })).toMatchObject({
      kind: 'reason_needed',
    });
    await killCampaign(house.desk, { campaign: id, reason: 'wrong price', ...turn() });
    await house.drain();
    expect([there('hubspot', campaign).state, there('salesforce', campaign).state]).toEqual(['paused', 'paused']);
    expect(await resumeCampaign(house.desk, { campaign: id, ...turn() })).toMatchObject({ kind: 'wrong_state' });
    expect(await submitCampaign(house.desk, { campaign: id, ...turn() })).toMatchObject({ kind: 'asked' });
    for (const person of [nora, vera, carl]) await house.decide(id, person);
    await house.drain();
    expect((await house.campaign(id)).state).toBe('live');
    expect([there('hubspot', campaign).state, there('salesforce', campaign).state]).toEqual(['live', 'live']);
    expect(house.hubspot.campaigns.there.size).toBe(house.salesforce.campaigns.there.size);
  });

  it('that one CRM refuses is said loudly', async () => {
    const { id, plan } = await live({ budget: '900.00' });
    house.hubspot.campaigns.answers.push({ kind: 'refused', message: 'locked' });
    await killCampaign(house.desk, { campaign: id, reason: 'x', ...turn() });
    // Which CRM comes first is chance; each gets an answer.
    await house.drain();
    const texts = house.slack.directs.filter(({ to }) => to === mia.id).map(({ text }) => text);
    expect(texts).toContain(`C-${id} ${plan.name} could not be paused in HubSpot: locked`);
  });

  it('for good closes it, and takes back what is still asked for', async () => {
    const { id, plan } = await live();
    await editCampaign(house.desk, { campaign: id, plan: { ...plan, budget: '40000' }, ...turn() });
    const { id: approval } = await house.request(id);
    await closeCampaign(house.desk, { campaign: id, reason: null, ...turn() });
    await house.drain();
    const closed = await house.campaign(id);
    expect([closed.state, there('hubspot', closed).state]).toEqual(['closed', 'closed']);
    expect((await house.stores.approvals.get(approval))?.state).toBe('withdrawn');
    expect(await closeCampaign(house.desk, { campaign: id, reason: null, ...turn() })).toMatchObject({
      kind: 'wrong_state',
    });
  });
});

describe('a change to a campaign that runs', () => {
  it('waits for its approval, and is then written to every CRM', async () => {
    const campaign = await live();
    const { id, plan } = campaign;
    const next = { ...plan, budget: '30000', endsOn: '2026-05-15' };
    expect(await editCampaign(house.desk, { campaign: id, plan: next, ...turn() })).toMatchObject({
      kind: 'change_asked',
    });
    await house.drain();
    expect(there('hubspot', campaign).budget).toBe('25000.00');
    expect((await house.campaign(id)).plan.budget).toBe('25000.00');
    await house.decide(id, nora);
    await house.drain();
    expect((await house.campaign(id)).plan).toMatchObject({ budget: '30000.00', endsOn: '2026-05-15' });
    for (const crm of ['hubspot', 'salesforce'] as const) {
      expect(there(crm, campaign)).toMatchObject({ budget: '30000.00', endsOn: '2026-05-15', state: 'live' });
    }
  });

  it('in what it is for needs nobody', async () => {
    const campaign = await live({ budget: '900.00' });
    const next = { ...campaign.plan, goals: 'more of it' };
    expect(await editCampaign(house.desk, { campaign: campaign.id, plan: next, ...turn() })).toMatchObject({
      kind: 'changed',
    });
    await house.drain();
    expect(there('salesforce', campaign).goals).toBe('more of it');
  });

  it('cannot leave out a CRM where it runs', async () => {
    const { id, plan } = await live({ budget: '900.00' });
    const outcome = await editCampaign(house.desk, { campaign: id, plan: { ...plan, crms: ['hubspot'] }, ...turn() });
    expect(outcome).toMatchObject({ kind: 'invalid', problems: [{ field: 'crms' }] });
  });

  it('that is rejected changes nothing', async () => {
    const campaign = await live();
    const writes = house.hubspot.campaigns.writes.length;
    await editCampaign(house.desk, { campaign: campaign.id, plan: { ...campaign.plan, budget: '1' }, ...turn() });
    await house.decide(campaign.id, nora, 'reject', 'no');
    await house.drain();
    expect(house.hubspot.campaigns.writes).toHaveLength(writes);
    expect((await house.campaign(campaign.id)).plan.budget).toBe('25000.00');
  });
});

describe('watching the CRMs', () => {
  it('adopts what is there at first without a word, and announces what is made later', async () => {
    house.salesforce.campaigns.edit('sf-old', {
      name: 'Old one',
      state: 'live',
      type: 'Trade Show',
      budget: '5000.00',
    });
    await watch();
    const old = await house.stores.campaigns.byName('Old one');
    expect(old && (await house.campaign(old))).toMatchObject({
      state: 'live',
      adoptedFrom: 'salesforce',
      createdBy: null,
      plan: { type: 'trade-show', budget: '5000.00', crms: ['salesforce'] },
      records: [{ crm: 'salesforce', recordId: 'sf-old', state: 'live' }],
    });
    expect(house.slack.posts.filter(({ message }) => message.text.includes('Old one'))).toEqual([]);
    house.salesforce.campaigns.edit('sf-new', { name: 'New one', state: 'live' });
    await watch();
    const id = await house.stores.campaigns.byName('New one');
    expect(house.slack.posts.map(({ message }) => message.text)).toContain(
      `Made in Salesforce and watched from now on: C-${id} New one (live). 1 of them went live there without an approval here.`,
    );
  });

  it('lets people change what they adopted, whatever it is called', async () => {
    house.hubspot.campaigns.edit('hs-partner', { name: 'Partner newsletter', state: 'live', budget: '800.00' });
    await watch();
    const id = await house.stores.campaigns.byName('Partner newsletter');
    if (id === null) throw new Error('it was not adopted');
    const { plan } = await house.campaign(id);
    const edit = (next: CampaignPlan) => editCampaign(house.desk, { campaign: id, plan: next, ...turn(opa) });
    expect(await edit({ ...plan, budget: '850' })).toMatchObject({ kind: 'change_asked' });
    expect(await edit({ ...plan, name: 'Other words' })).toMatchObject({
      kind: 'invalid',
      problems: [{ field: 'name' }],
    });
  });

  it('insists where a CRM refuses to stop what was killed', async () => {
    const campaign = await live({ budget: '900.00' });
    house.hubspot.campaigns.answers.push({ kind: 'refused', message: 'busy' });
    await killCampaign(house.desk, { campaign: campaign.id, reason: 'x', ...turn() });
    await house.drain();
    expect(there('hubspot', campaign).state).toBe('live');
    await watch();
    expect(there('hubspot', campaign).state).toBe('paused');
  });

  it('takes its own writes for nothing', async () => {
    const campaign = await live();
    await watch();
    await watch();
    expect(await house.campaign(campaign.id)).toMatchObject({ state: 'live', version: campaign.version });
    const entries = await house.stores.audit.list({ subject: `campaign:${campaign.id}`, limit: 100 });
    expect(entries.map(({ action }) => action)).not.toContain('campaign.drifted');
    expect(await house.stores.campaigns.list({ text: campaign.plan.name, limit: 5 })).toHaveLength(1);
  });

  it('asks for the approval of a budget that was changed there; a yes brings it to the other CRM', async () => {
    const campaign = await live();
    await watch();
    house.salesforce.campaigns.edit(idIn('salesforce', campaign), { budget: '31000.00' }, 'salesforce-vera');
    await watch();
    const request = await house.request(campaign.id);
    expect(request).toMatchObject({
      gate: 'campaign.change',
      requestedBy: vera.id,
      content: { budget: '31000.00', budget_was: '25000.00' },
    });
    expect((await house.campaign(campaign.id)).plan.budget).toBe('25000.00');
    await house.decide(campaign.id, nora);
    await house.drain();
    expect((await house.campaign(campaign.id)).plan.budget).toBe('31000.00');
    expect(there('hubspot', campaign).budget).toBe('31000.00');
  });

  it('puts it back where the change is rejected, and says so', async () => {
    const campaign = await live();
    await watch();
    house.salesforce.campaigns.edit(idIn('salesforce', campaign), { budget: '99000.00', endsOn: '2026-12-31' });
    await watch();
    await house.decide(campaign.id, nora, 'reject', 'no way');
    await house.drain();
    expect(there('salesforce', campaign)).toMatchObject({ budget: '25000.00', endsOn: '2026-04-30', state: 'live' });
    expect(house.slack.directs.map(({ text }) => text)).toContain(
      `The change to C-${campaign.id} ${campaign.plan.name} was not approved (rejected): Ends 2026-04-30 → 2026-12-31; Budget €25,000 → €99,000. It stays, or is put back to, what was approved.`,
    );
    await watch();
    await expect(house.request(campaign.id)).rejects.toThrow('nothing is asked');
  });

  it('takes the request back when somebody puts it back there', async () => {
    const campaign = await live();
    await watch();
    const id = idIn('hubspot', campaign);
    house.hubspot.campaigns.edit(id, { budget: '26000.00' });
    await watch();
    const { id: approval } = await house.request(campaign.id);
    house.hubspot.campaigns.edit(id, { budget: '25000.00' });
    await watch();
    expect((await house.stores.approvals.get(approval))?.state).toBe('withdrawn');
  });

  it('voids what is asked when it changes there once more', async () => {
    const campaign = await live();
    await watch();
    const id = idIn('hubspot', campaign);
    house.hubspot.campaigns.edit(id, { budget: '26000.00' });
    await watch();
    house.hubspot.campaigns.edit(id, { endsOn: '2026-06-30' });
    await watch();
    expect(await house.request(campaign.id)).toMatchObject({
      revision: 2,
      content: { budget: '26000.00', ends_on: '2026-06-30' },
    });
  });

  it('puts a currency back that nobody can weigh', async () => {
    const campaign = await live();
    await watch();
    house.hubspot.campaigns.edit(idIn('hubspot', campaign), { currency: 'GBP' });
    await watch();
    expect(there('hubspot', campaign)).toMatchObject({ currency: 'EUR', budget: '25000.00' });
  });

  it('voids the yes to an adopted one that is changed there before its launch', async () => {
    const name = '2026-04-event-fair';
    house.salesforce.campaigns.edit('sf-fair', {
      name,
      state: 'planned',
      type: 'event',
      ownerId: 'salesforce-mia',
      startsOn: '2026-04-01',
      endsOn: '2026-04-30',
      budget: '20000.00',
    });
    await watch();
    const id = await house.stores.campaigns.byName(name);
    if (id === null) throw new Error('it was not adopted');
    const { plan } = await house.campaign(id);
    const whole = {
      ...plan,
      channel: 'web',
      contentUrl: 'https://acme.test/fair',
      utm: { source: 'fair', medium: 'event', campaign: name },
    };
    expect(await editCampaign(house.desk, { campaign: id, plan: whole, ...turn() })).toMatchObject({ kind: 'edited' });
    expect(await submitCampaign(house.desk, { campaign: id, ...turn() })).toMatchObject({ kind: 'asked' });
    await house.decide(id, nora);
    house.salesforce.campaigns.edit('sf-fair', { budget: '50000.00' });
    await watch();
    expect(await house.request(id)).toMatchObject({ revision: 2, votes: [], content: { budget: '50000.00' } });
    expect((await house.campaign(id)).plan.budget).toBe('50000.00');
  });

  it('puts back what is made live there without an approval', async () => {
    const { id } = await house.plan();
    await submitCampaign(house.desk, { campaign: id, ...turn() });
    const { plan } = await house.campaign(id);
    house.hubspot.campaigns.edit('hs-by-hand', { name: plan.name, state: 'planned' });
    await watch();
    expect((await house.campaign(id)).records).toMatchObject([{ crm: 'hubspot', recordId: 'hs-by-hand' }]);
    house.hubspot.campaigns.edit('hs-by-hand', { state: 'live' });
    await watch();
    expect(house.hubspot.campaigns.there.get('hs-by-hand')?.fields.state).toBe('planned');
    expect(house.slack.directs.map(({ text }) => text)).toContain(
      `C-${id} ${plan.name} was made live in HubSpot without an approval. It is put back; ask for its launch here.`,
    );
  });

  it('follows what is stopped there', async () => {
    const campaign = await live({ budget: '900.00' });
    await watch();
    house.hubspot.campaigns.edit(idIn('hubspot', campaign), { state: 'paused' });
    await watch();
    expect((await house.campaign(campaign.id)).state).toBe('live');
    house.salesforce.campaigns.edit(idIn('salesforce', campaign), { state: 'paused' });
    await watch();
    expect(await house.campaign(campaign.id)).toMatchObject({ state: 'paused', notice: 'Paused in Salesforce' });
  });

  it('notices what is deleted there', async () => {
    const campaign = await live({ budget: '900.00' });
    await watch();
    house.salesforce.campaigns.remove(idIn('salesforce', campaign));
    await watch();
    const { records } = await house.campaign(campaign.id);
    expect(records.map(({ crm, state }) => [crm, state])).toEqual([
      ['hubspot', 'live'],
      ['salesforce', 'gone'],
    ]);
    expect(house.slack.directs.map(({ text }) => text)).toContain(
      `C-${campaign.id} ${campaign.plan.name} was deleted in Salesforce.`,
    );
  });

  it('takes the same campaign in both CRMs for one', async () => {
    house.hubspot.campaigns.edit('hs-twin', { name: 'Twin', state: 'paused' });
    house.salesforce.campaigns.edit('sf-twin', { name: 'Twin', state: 'paused' });
    await watch();
    const found = await house.stores.campaigns.list({ text: 'Twin', limit: 5 });
    expect(found.map(({ records }) => records.map(({ recordId }) => recordId))).toEqual([['hs-twin', 'sf-twin']]);
  });
});
