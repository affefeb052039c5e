import { describe, expect, it } from 'vitest';
import { buryWrite } from '#features/campaigns/bury-write.ts';
import type { Campaign, CampaignPlan } from '#features/campaigns/campaign.ts';
import { createCampaign } from '#features/campaigns/create-campaign.ts';
import { editCampaign } from '#features/campaigns/edit-campaign.ts';
import { killCampaign } from '#features/campaigns/kill-campaign.ts';
import { launchCampaign } from '#features/campaigns/launch-campaign.ts';
import { submitCampaign } from '#features/campaigns/submit-campaign.ts';
import { tickItem } from '#features/campaigns/tick-item.ts';
import { writeCampaign } from '#features/campaigns/write-campaign.ts';
import { withdrawApproval } from '#features/approvals/withdraw-approval.ts';
import { recallVote } from '#features/approvals/recall-vote.ts';
import { Fault } from '#kernel/errors.ts';
import { HOUR_MS } from '#kernel/time.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { aHeldIntent, correlationId } from '../../support/builders.ts';
import { aPlan } from '../../support/campaign-builder.ts';
import { CAMPAIGN_POLICIES, carl, mia, nora, opa, useCampaignHouse, vera, zoe } from '../../support/campaign-house.ts';

const house = useCampaignHouse();
const turn = (by: SlackPerson = mia) => ({ by, channel: null, correlationId });

async function asked(over: Partial<CampaignPlan> = {}, launch: 'at_once' | 'by_hand' = 'at_once'): Promise<Campaign> {
  const { id } = await house.plan(over);
  const outcome = await submitCampaign(house.desk, { campaign: id, launch, ...turn() });
  if (outcome.kind !== 'asked') throw new Error(JSON.stringify(outcome));
  return outcome.campaign;
}

async function approved(
  over: Partial<CampaignPlan> = {},
  launch: 'at_once' | 'by_hand' = 'at_once',
): Promise<Campaign> {
  const { id } = await asked(over, launch);
  await tickItem(house.desk, { campaign: id, item: 'legal-ok', ok: true, ...turn() });
  for (const person of [nora, vera, carl]) {
    const outcome = await house.decide(id, person);
    if (outcome.kind !== 'decided') throw new Error(JSON.stringify(outcome));
  }
  return house.campaign(id);
}

function fieldsIn(crm: 'hubspot' | 'salesforce', { records }: Campaign) {
  const id = records.find((record) => record.crm === crm)?.recordId;
  return id == null ? undefined : house[crm].campaigns.there.get(id)?.fields;
}

describe('a launch', () => {
  it('lands in both CRMs as it was approved, once the last yes is there', async () => {
    const { id, plan } = await approved();
    await house.drain();
    const campaign = await house.campaign(id);
    expect(campaign).toMatchObject({ state: 'live', notice: null, launchedAt: house.clock.now() });
    for (const crm of ['hubspot', 'salesforce'] as const) {
      expect(fieldsIn(crm, campaign)).toEqual({
        name: plan.name,
        state: 'live',
        type: 'webinar',
        startsOn: '2026-04-01',
        endsOn: '2026-04-30',
        budget: '25000.00',
        currency: 'EUR',
        ownerId: `${crm}-mia`,
        audience: 'EMEA newsletter',
        goals: '200 registrations',
        utm: plan.name,
      });
    }
    const [approval] = await house.stores.approvals.list({ subject: `campaign:${id}`, limit: 5 });
    expect(approval?.state).toBe('used');
    const done = await house.stores.audit.list({ subject: `campaign:${id}`, limit: 50 });
    expect(
      done
        .map(({ action }) => action)
        .toReversed()
        .filter((action) => !action.startsWith('slack.')),
    ).toEqual([
      'campaign.created',
      'campaign.submitted',
      'campaign.ticked',
      'campaign.approved',
      'campaign.launch_asked',
      'crm.campaign_written',
      'crm.campaign_written',
      'campaign.launched',
    ]);
  });

  it('waits for the order where that was wished, and stamps each leg', async () => {
    const { id } = await approved({}, 'by_hand');
    await house.drain();
    expect(await house.campaign(id)).toMatchObject({ state: 'approved', launchAskedAt: null });
    house.clock.pass(HOUR_MS);
    expect(await launchCampaign(house.desk, { campaign: id, ...turn() })).toMatchObject({ kind: 'launching' });
    expect(await launchCampaign(house.desk, { campaign: id, ...turn() })).toMatchObject({ kind: 'already_launching' });
    await house.drain();
    const live = await house.campaign(id);
    expect(live.state).toBe('live');
    expect(live.launchAskedAt?.getTime()).toBe((live.approvedAt?.getTime() ?? 0) + HOUR_MS);
    expect(await launchCampaign(house.desk, { campaign: id, ...turn() })).toMatchObject({ kind: 'already_live' });
  });

  it('needs nobody where the playbook asks nobody', async () => {
    const { id } = await house.plan({ budget: '900.00' });
    await tickItem(house.desk, { campaign: id, item: 'legal-ok', ok: true, ...turn() });
    const outcome = await submitCampaign(house.desk, { campaign: id, ...turn() });
    expect(outcome).toMatchObject({ kind: 'needs_no_approval', campaign: { state: 'approved', approvalId: null } });
    await house.drain();
    expect((await house.campaign(id)).state).toBe('live');
  });

  it('that a CRM refuses leaves it approved, with the CRM’s words, and goes on from there', async () => {
    house.salesforce.campaigns.answers.push({ kind: 'refused', message: 'bad value for Status' });
    const { id, plan } = await approved();
    await house.drain();
    const refused = await house.campaign(id);
    const notice = 'Live in HubSpot. Salesforce refused it: bad value for Status';
    expect(refused).toMatchObject({ state: 'approved', notice });
    expect(house.slack.directs).toContainEqual({
      to: mia.id,
      text: `C-${id} ${plan.name} is approved and not launched. ${notice}`,
    });
    const before = house.hubspot.campaigns.writes.length;
    expect(await launchCampaign(house.desk, { campaign: id, ...turn() })).toMatchObject({ kind: 'launching' });
    await house.drain();
    expect(await house.campaign(id)).toMatchObject({ state: 'live', notice: null });
    expect(house.hubspot.campaigns.writes).toHaveLength(before);
    // Who knows what the refused try has left there.
    expect(house.salesforce.campaigns.writes.at(-1)).toMatchObject({ repeat: true });
  });

  it('that a CRM takes otherwise than approved is none, and is put back there', async () => {
    const { id } = await approved();
    const { salesforce } = house;
    const fields = { name: 'x', state: 'live', budget: '24999.00' } as const;
    const there = { crm: 'salesforce', id: 'sf-own', fields, modifiedAt: house.clock.now(), modifiedBy: null } as const;
    salesforce.campaigns.there.set('sf-own', there);
    salesforce.campaigns.answers.push({ kind: 'written', campaign: there, differs: ['budget'] });
    await house.drain();
    expect(await house.campaign(id)).toMatchObject({
      state: 'approved',
      notice: 'Live in HubSpot. Salesforce refused it: it was taken otherwise than approved: budget is 24999.00',
    });
    expect(salesforce.campaigns.there.get('sf-own')?.fields.state).toBe('planned');
  });

  it('whose answer was lost finds what the first try made', async () => {
    const { id } = await approved({ crms: ['hubspot'] }, 'by_hand');
    await launchCampaign(house.desk, { campaign: id, ...turn() });
    const [row] = await house.db.rows<{ payload: { campaign: number } }>(
      `SELECT payload FROM outbox WHERE kind = 'campaign.write' AND (payload->>'campaign')::int = $1`,
      [id],
    );
    if (!row) throw new Error('nothing is to be written');
    const before = house.hubspot.campaigns.there.size;
    house.hubspot.campaigns.lost.push(new Fault('timeout', 'no answer'));
    const first = aHeldIntent({ kind: 'campaign.write', payload: row.payload });
    await expect(writeCampaign(house.desk, first)).rejects.toThrow('no answer');
    const outcome = await writeCampaign(house.desk, { ...first, attempt: 2 });
    if (outcome.kind !== 'done' || !outcome.commit) throw new Error('it is not done');
    const { commit } = outcome;
    await house.desk.transact((tx) => commit(tx));
    expect(house.hubspot.campaigns.there.size).toBe(before + 1);
    expect((await house.campaign(id)).state).toBe('live');
    await house.drain();
    expect(house.hubspot.campaigns.there.size).toBe(before + 1);
  });

  it('of what a CRM will not answer about for a day is given up, and can be tried again', async () => {
    const { id } = await approved({ crms: ['hubspot'] }, 'by_hand');
    await launchCampaign(house.desk, { campaign: id, ...turn() });
    house.clock.pass(23 * HOUR_MS);
    house.hubspot.campaigns.answers.push(new Fault('unavailable', 'HubSpot is down'));
    await house.drain();
    expect(await house.campaign(id)).toMatchObject({
      state: 'approved',
      notice: 'HubSpot refused it: HubSpot is down',
    });
  });

  it('never happens to another content than was approved', async () => {
    const { id } = await approved({}, 'by_hand');
    await launchCampaign(house.desk, { campaign: id, ...turn() });
    await house.db.rows('UPDATE campaign SET budget = 99999 WHERE id = $1', [id]);
    const before = house.hubspot.campaigns.writes.length;
    await house.drain();
    expect(house.hubspot.campaigns.writes).toHaveLength(before);
    expect(await house.campaign(id)).toMatchObject({ state: 'waiting' });
    expect(await house.request(id)).toMatchObject({ state: 'pending', revision: 2, content: { budget: '99999.00' } });
  });

  it('does not happen when a yes is taken back or the request withdrawn before it', async () => {
    const one = await approved({}, 'by_hand');
    const { id: approval } = await house.request(one.id);
    await recallVote(house.desk, { approval, ...turn(carl) });
    expect((await house.campaign(one.id)).state).toBe('waiting');
    expect(await launchCampaign(house.desk, { campaign: one.id, ...turn() })).toMatchObject({ kind: 'not_approved' });
    await withdrawApproval(house.desk, { approval, because: 'not now', ...turn() });
    expect(await house.campaign(one.id)).toMatchObject({ state: 'draft', approvalId: null, notice: 'not now' });
  });

  it('that was stopped while it was under way does not stay live', async () => {
    const { id } = await approved({}, 'by_hand');
    await launchCampaign(house.desk, { campaign: id, ...turn() });
    const writes = house.hubspot.campaigns.writes.length;
    await killCampaign(house.desk, { campaign: id, reason: 'wrong price', ...turn() });
    await house.drain();
    expect(await house.campaign(id)).toMatchObject({ state: 'killed', notice: 'Stopped by Mia: wrong price' });
    expect(house.hubspot.campaigns.writes).toHaveLength(writes);
  });
});

describe('a launch that something went wrong with', () => {
  it('takes its record back from the watch, which was faster than the answer', async () => {
    const { id, plan } = await approved({ crms: ['hubspot'] }, 'by_hand');
    await launchCampaign(house.desk, { campaign: id, ...turn() });
    // As if the watch had looked before anybody knew whose record it is.
    const { id: other } = await house.stores.campaigns.create({
      ...(await house.campaign(id)),
      state: 'live',
      approvalId: null,
      records: [],
    });
    const made = `hubspot-campaign-${house.hubspot.campaigns.there.size + 1}`;
    const record = { crm: 'hubspot', recordId: made, state: 'live', message: null } as const;
    await house.stores.campaigns.putRecord(other, { ...record, seen: null, seenAt: null, modifiedAt: null });
    await house.drain();
    expect(await house.campaign(id)).toMatchObject({ state: 'live', records: [{ recordId: made }] });
    expect(await house.campaign(other)).toMatchObject({
      state: 'closed',
      notice: `It is C-${id}`,
      plan: { name: plan.name },
    });
  });

  it('by a defect says so, and can be tried again', async () => {
    const { id } = await approved({ crms: ['hubspot'] }, 'by_hand');
    await launchCampaign(house.desk, { campaign: id, ...turn() });
    const payload = { campaign: id, crm: 'hubspot', part: 'launch', again: false } as const;
    const intent = aHeldIntent({ kind: 'campaign.write', payload });
    await house.desk.transact((tx) => buryWrite(tx, house.desk, intent, 'a defect'));
    expect(await house.campaign(id)).toMatchObject({ state: 'approved', notice: 'HubSpot refused it: a defect' });
    expect(await launchCampaign(house.desk, { campaign: id, ...turn() })).toMatchObject({ kind: 'launching' });
    await house.drain();
    expect((await house.campaign(id)).state).toBe('live');
  });
});

describe('what is checked', () => {
  it('keeps it from being launched, not from being asked for, and it launches by itself after the last tick', async () => {
    const link = 'https://acme.test/later?utm_source=x';
    house.links.set(link, { kind: 'broken', because: 'It answers with 404' });
    const { id } = await asked({ contentUrl: 'https://acme.test/later', utm: { source: 'x' } });
    for (const person of [nora, vera, carl]) await house.decide(id, person);
    await house.drain();
    expect((await house.campaign(id)).notice).toBe(
      'Not launched yet: It answers with 404; “Legal has read the text” is not ticked off',
    );
    const outcome = await launchCampaign(house.desk, { campaign: id, ...turn() });
    expect(outcome.kind === 'checks_failed' && outcome.checks.map(({ item, verdict }) => [item, verdict])).toEqual([
      ['owner_set', 'ok'],
      ['links_answer', 'failed'],
      ['dates_sane', 'ok'],
      ['legal-ok', 'needs_tick'],
    ]);
    house.links.delete(link);
    await tickItem(house.desk, { campaign: id, item: 'legal-ok', ok: true, ...turn(opa) });
    await house.drain();
    expect((await house.campaign(id)).state).toBe('live');
  });

  it.each([
    { when: 'nobody owns it', over: { owner: null }, item: 'owner_set', note: 'Nobody owns it' },
    {
      when: 'its owner is in no CRM',
      over: { owner: 'sam@acme.test' },
      item: 'owner_set',
      note: 'sam@acme.test has no active user in HubSpot and Salesforce',
    },
    {
      when: 'it is over',
      over: { startsOn: '2026-01-01', endsOn: '2026-02-01', name: '2026-01-webinar-old', utm: {} },
      item: 'dates_sane',
      note: 'It ended on 2026-02-01',
    },
    { when: 'it has no end', over: { endsOn: null }, item: 'dates_sane', note: 'It needs a start and an end' },
  ])('keeps it from being asked for when $when', async ({ over, item, note }) => {
    const { id } = await house.plan(over);
    const outcome = await submitCampaign(house.desk, { campaign: id, ...turn() });
    expect(outcome.kind).toBe('checks_failed');
    expect(outcome.kind === 'checks_failed' && outcome.checks).toContainEqual(
      expect.objectContaining({ item, verdict: 'failed', note }),
    );
    expect((await house.campaign(id)).state).toBe('draft');
  });

  it('is ticked for what it was: an edit takes the ticks back', async () => {
    const { id, plan } = await house.plan();
    await tickItem(house.desk, { campaign: id, item: 'legal-ok', ok: true, ...turn() });
    expect(await house.stores.campaigns.ticks(id)).toMatchObject([{ item: 'legal-ok', ok: true, by: mia.id }]);
    await editCampaign(house.desk, { campaign: id, plan: { ...plan, goals: 'other words' }, ...turn() });
    expect(await house.stores.campaigns.ticks(id)).toEqual([]);
    expect(await tickItem(house.desk, { campaign: id, item: 'links_answer', ok: true, ...turn() })).toMatchObject({
      kind: 'unknown_item',
      items: ['legal-ok'],
    });
  });
});

describe('an item that the playbook gives to somebody', () => {
  it('is ticked off by them alone, and says who they are', async () => {
    const { id } = await house.plan();
    const named = CAMPAIGN_POLICIES.replace(
      'Legal has read the text }',
      'Legal has read the text, by: [vera@acme.test, "role:ops"] }',
    );
    house.govern(named);
    const tick = (by: SlackPerson) => tickItem(house.desk, { campaign: id, item: 'legal-ok', ok: true, ...turn(by) });
    expect(await tick(mia)).toMatchObject({ kind: 'not_the_ticker', who: [vera.id, opa.id] });
    expect(await tick(vera)).toMatchObject({ kind: 'ticked' });
    expect(await tick(opa)).toMatchObject({ kind: 'ticked' });
    house.govern(CAMPAIGN_POLICIES);
  });
});

describe('an edit', () => {
  it('after the first yes voids it and asks again for what it is now', async () => {
    const { id, plan } = await asked();
    await house.decide(id, nora);
    const outcome = await editCampaign(house.desk, { campaign: id, plan: { ...plan, budget: '30000' }, ...turn() });
    expect(outcome).toMatchObject({ kind: 'asked_again', campaign: { state: 'waiting' } });
    expect(await house.request(id)).toMatchObject({ revision: 2, votes: [], content: { budget: '30000.00' } });
  });

  it('of an approved one takes its launch back', async () => {
    const { id, plan } = await approved({}, 'by_hand');
    await editCampaign(house.desk, { campaign: id, plan: { ...plan, endsOn: '2026-05-31' }, ...turn() });
    expect(await house.campaign(id)).toMatchObject({ state: 'waiting', approvedAt: null });
    expect(await launchCampaign(house.desk, { campaign: id, ...turn() })).toMatchObject({ kind: 'not_approved' });
  });

  it('after a refused launch asks for a new approval, since the old one was used', async () => {
    house.salesforce.campaigns.answers.push({ kind: 'refused', message: 'too much' });
    const { id, plan } = await approved();
    await house.drain();
    await editCampaign(house.desk, { campaign: id, plan: { ...plan, budget: '20000' }, ...turn() });
    expect((await house.campaign(id)).state).toBe('waiting');
    await tickItem(house.desk, { campaign: id, item: 'legal-ok', ok: true, ...turn() });
    for (const person of [nora, vera, carl]) await house.decide(id, person);
    await house.drain();
    const live = await house.campaign(id);
    expect(live.state).toBe('live');
    expect([fieldsIn('hubspot', live)?.budget, fieldsIn('salesforce', live)?.budget]).toEqual(['20000.00', '20000.00']);
  });

  it('to something for which nobody is asked makes it a draft again', async () => {
    const { id, plan } = await asked();
    await editCampaign(house.desk, { campaign: id, plan: { ...plan, budget: '100' }, ...turn() });
    expect(await house.campaign(id)).toMatchObject({ state: 'draft', approvalId: null });
  });

  it('is for those who run it, and says who they are', async () => {
    const { id, plan } = await house.plan();
    const refused = { kind: 'not_yours', who: [mia.id] };
    expect(await editCampaign(house.desk, { campaign: id, plan, ...turn(zoe) })).toMatchObject(refused);
    expect(await submitCampaign(house.desk, { campaign: id, ...turn(zoe) })).toMatchObject(refused);
    expect(await launchCampaign(house.desk, { campaign: id, ...turn(zoe) })).toMatchObject(refused);
    expect(await killCampaign(house.desk, { campaign: id, reason: 'x', ...turn(zoe) })).toMatchObject(refused);
    expect(await tickItem(house.desk, { campaign: id, item: 'legal-ok', ok: true, ...turn(zoe) })).toMatchObject(
      refused,
    );
  });

  it('that overlooks another one is refused', async () => {
    const { id, plan, version } = await house.plan();
    await editCampaign(house.desk, { campaign: id, plan: { ...plan, goals: 'a' }, version, ...turn() });
    expect(
      await editCampaign(house.desk, { campaign: id, plan: { ...plan, goals: 'b' }, version, ...turn() }),
    ).toMatchObject({
      kind: 'changed_meanwhile',
    });
  });
});

describe('a request', () => {
  it('that is sent back is edited and asked for again as a new revision', async () => {
    const { id, plan } = await asked();
    await house.decide(id, nora, 'request_changes', 'half of it');
    expect(await house.campaign(id)).toMatchObject({
      state: 'changes_requested',
      notice: 'Changes were requested: half of it',
    });
    await editCampaign(house.desk, { campaign: id, plan: { ...plan, budget: '12500' }, ...turn() });
    expect((await house.campaign(id)).state).toBe('changes_requested');
    expect(await submitCampaign(house.desk, { campaign: id, ...turn() })).toMatchObject({ kind: 'asked' });
    expect(await house.request(id)).toMatchObject({ revision: 2, state: 'pending', content: { budget: '12500.00' } });
  });

  it('that is rejected can be asked for anew', async () => {
    const { id } = await asked();
    await house.decide(id, nora, 'reject', 'no');
    expect(await house.campaign(id)).toMatchObject({ state: 'rejected', approvalId: null, notice: 'Rejected: no' });
    expect(await submitCampaign(house.desk, { campaign: id, ...turn() })).toMatchObject({ kind: 'asked' });
  });

  it('is made once, however often it is pressed', async () => {
    const { id } = await house.plan();
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => submitCampaign(house.desk, { campaign: id, ...turn() })));
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['asked', 'wrong_state', 'wrong_state', 'wrong_state']);
    expect(await house.stores.approvals.list({ subject: `campaign:${id}`, limit: 5 })).toHaveLength(1);
  });
});

describe('a new plan', () => {
  it('is refused with every problem at its field, and bears a name of its own', async () => {
    const plan = aPlan({ name: 'Spring', endsOn: '2026-01-01' });
    const outcome = await createCampaign(house.desk, { plan, launch: 'at_once', ...turn() });
    expect(outcome.kind === 'invalid' && outcome.problems.map(({ field, suggestion }) => [field, suggestion])).toEqual([
      ['name', '2026-04-webinar-spring'],
      ['ends_on', null],
      ['utm_campaign', 'Spring'],
    ]);
    const first = await house.plan();
    const again = { plan: first.plan, launch: 'at_once', ...turn() } as const;
    expect(await createCampaign(house.desk, again)).toMatchObject({ kind: 'name_taken', by: { id: first.id } });
  });
});
