import { describe, expect, it } from 'vitest';
import type { Approval, Verdict } from '#features/approvals/approval.ts';
import { decideApproval } from '#features/approvals/decide-approval.ts';
import { lookAfterApprovals } from '#features/approvals/look-after.ts';
import { explainLead } from '#features/leads/explain-lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { leadSubject } from '#features/leads/lead.ts';
import { whyText } from '#features/leads/why-view.ts';
import { DAY_MS, MINUTE_MS } from '#kernel/time.ts';
import type { CrmRecord, Fields } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { aCrmRecord, correlationId } from '../../support/builders.ts';
import { ana, bo, cy, useLeadHouse } from '../../support/lead-house.ts';
import { textIn } from '../../support/slack-shape.ts';

const house = useLeadHouse();
const GATED = `
teams: [{ name: enterprise, members: [ana@acme.test] }]
approvals:
  - name: rating
    on: action
    if: lead.score > 50
    steps: [{ any_of: [bo@acme.test, cy@acme.test] }]
rules:
  - name: hot
    on: lead.created
    if: lead.score > 20
    do:
      - update_record: { in: hubspot, set: { rating: Hot, hs_lead_status: OPEN }, gate: rating }
      - create_opportunity: { in: salesforce, stage: Prospecting, name: "{{company.name}} - inbound", gate: rating }
      - alert: { channel: "#leads" }
`;

const desk = () => ({ ...house.deps, stores: house.stores, messenger: house.slack });

async function arrive(fields: Fields): Promise<CrmRecord> {
  const now = house.clock.now();
  const record = aCrmRecord({
    createdAt: now,
    modifiedAt: now,
    fields: { first_name: 'Mia', last_name: 'Sand', rating: 'Cold', ...fields },
    company: { id: '7', fields: { name: 'Acme', employees: 900 } },
  });
  await house.absorb(record);
  return record;
}

async function change(record: CrmRecord, fields: Fields): Promise<void> {
  house.clock.pass(MINUTE_MS);
  await house.absorb({ ...record, modifiedAt: house.clock.now(), fields: { ...record.fields, ...fields } });
}

const requests = (lead: Lead) => house.stores.approvals.list({ subject: leadSubject(lead.id), limit: 10 });

async function requestFor(lead: Lead, action: string): Promise<Approval> {
  const found = (await requests(lead)).find(({ content }) => content['action'] === action);
  if (!found) throw new Error(`nobody was asked for ${action}`);
  return found;
}

function press({ id, revision }: Approval, by: SlackPerson, verdict: Verdict, comment: string | null = null) {
  return decideApproval(desk(), { approval: id, by, verdict, comment, revision, channel: null, correlationId });
}

async function written(kind: string, { id }: Lead) {
  return (await house.intents(kind)).filter((one) => one['lead'] === id);
}

async function why({ id }: Lead): Promise<string> {
  const explanation = await explainLead(desk(), id);
  return explanation === null ? '' : whyText(explanation);
}

describe('an action with a gate', () => {
  it('is asked for in place of done, with what it would change, and its lead says so', async () => {
    house.govern(GATED);
    const record = await arrive({ score: 91 });
    const lead = await house.leadOf(record.ref);
    expect(await written('crm.update', lead)).toEqual([]);
    expect(await written('crm.create', lead)).toEqual([]);
    const asked = await requestFor(lead, 'update_record');
    expect(asked).toMatchObject({
      gate: 'action',
      title: 'Update Mia Sand in HubSpot',
      rule: 'hot',
      requestedBy: null,
      state: 'pending',
      content: {
        action: 'update_record',
        in: 'hubspot',
        'to.rating': 'Hot',
        'from.rating': 'Cold',
        'to.hs_lead_status': 'OPEN',
      },
    });
    const gate = house.deps.gates.get('action');
    expect(gate?.describe(asked.content)).toEqual([
      { label: 'Action', value: 'Change the record in HubSpot' },
      { label: 'Rating', value: 'Cold → Hot' },
      { label: 'Hs lead status', value: 'OPEN' },
    ]);
    await house.drain();
    const said = house.slack.posts.map(({ message }) => message);
    expect(textIn(said.flatMap(({ blocks }) => blocks))).toContain(`approval A-${asked.id} waits for Bo, Cy`);
    expect(await why(lead)).toContain(`A-${asked.id} Update Mia Sand in HubSpot, by rule hot: waits for Bo, Cy`);
    expect(await house.audited(leadSubject(lead.id))).toContain('rule.action_held');
  });

  it('is done at the last yes just as the rule would have, once', async () => {
    house.govern(GATED);
    const lead = await house.leadOf((await arrive({ score: 91 })).ref);
    house.clock.pass(2 * DAY_MS);
    expect(await press(await requestFor(lead, 'create_opportunity'), bo, 'approve')).toMatchObject({
      kind: 'decided',
      approval: { state: 'used' },
    });
    expect(await written('crm.create', lead)).toMatchObject([
      {
        crm: 'salesforce',
        object: 'opportunity',
        rule: 'hot',
        key: `hot:${lead.id}`,
        fields: { name: 'Acme - inbound' },
      },
    ]);
    expect(await written('crm.update', lead)).toEqual([]);
    const update = await requestFor(lead, 'update_record');
    await press(update, cy, 'approve');
    expect(await press(update, bo, 'approve')).toMatchObject({ kind: 'refused', because: 'over' });
    expect(await written('crm.update', lead)).toMatchObject([{ fields: { rating: 'Hot', hs_lead_status: 'OPEN' } }]);
    expect(await house.audited(leadSubject(lead.id))).toContain('rule.action_released');
  });

  it('is done at once where the policy does not apply', async () => {
    house.govern(GATED);
    const lead = await house.leadOf((await arrive({ score: 40 })).ref);
    expect(await requests(lead)).toEqual([]);
    expect(await written('crm.update', lead)).toHaveLength(1);
    expect(await written('crm.create', lead)).toHaveLength(1);
  });

  it('is asked for anew when the field that it changes has changed, and only then', async () => {
    house.govern(GATED);
    const record = await arrive({ score: 91 });
    const lead = await house.leadOf(record.ref);
    await change(record, { rating: 'Warm', title: 'CTO' });
    const before = await requestFor(lead, 'update_record');
    await press(before, bo, 'approve');
    const again = await requestFor(lead, 'update_record');
    expect(again).toMatchObject({ id: before.id, state: 'pending', revision: 2, content: { 'from.rating': 'Warm' } });
    expect(await written('crm.update', lead)).toEqual([]);
    expect(await press(before, bo, 'approve')).toMatchObject({ kind: 'refused', because: 'changed' });
    await press(again, bo, 'approve');
    expect(await written('crm.update', lead)).toHaveLength(1);
  });

  it('is not done when somebody says no, or nobody says anything', async () => {
    house.govern(GATED);
    const lead = await house.leadOf((await arrive({ score: 91 })).ref);
    await press(await requestFor(lead, 'update_record'), bo, 'reject', 'not this one');
    house.clock.pass(20 * DAY_MS);
    await lookAfterApprovals(desk());
    expect(await requestFor(lead, 'create_opportunity')).toMatchObject({ state: 'expired' });
    await house.drain();
    const lines = house.slack.posts.map(({ message }) => message.text).join('\n');
    expect(lines).toMatch(
      /A-\d+, update Mia Sand in HubSpot by rule hot: rejected, so it is not done \(not this one\)/u,
    );
    expect(lines).toContain('nobody decided in time, so it is not done');
    expect(await written('crm.update', lead)).toEqual([]);
    const dropped = (await house.audited(leadSubject(lead.id))).filter((action) => action === 'rule.action_dropped');
    expect(dropped).toHaveLength(2);
  });

  it('asks the record’s owner where the policy names them', async () => {
    house.govern(GATED.replace('any_of: [bo@acme.test, cy@acme.test]', 'any_of: ["field:lead.owner_email"]'));
    const now = house.clock.now();
    const record = aCrmRecord({ createdAt: now, modifiedAt: now, ownerId: 'hubspot-ana', fields: { score: 91 } });
    await house.absorb(record);
    const asked = await requestFor(await house.leadOf(record.ref), 'update_record');
    expect(asked.seats).toMatchObject([{ person: ana.id }]);
  });

  it('ends when its lead is gone', async () => {
    house.govern(GATED);
    const record = await arrive({ score: 91 });
    const lead = await house.leadOf(record.ref);
    await house.stores.leads.change(lead.id, { state: 'gone' }, house.clock.now());
    await press(await requestFor(lead, 'update_record'), bo, 'approve');
    expect(await requestFor(lead, 'update_record')).toMatchObject({
      state: 'withdrawn',
      because: 'what it was about is not there any more',
    });
    house.clock.pass(10 * MINUTE_MS);
    await lookAfterApprovals(desk());
    expect(await requestFor(lead, 'create_opportunity')).toMatchObject({ state: 'withdrawn' });
    expect(await written('crm.create', lead)).toEqual([]);
  });
});
