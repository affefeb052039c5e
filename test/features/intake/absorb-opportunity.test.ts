import { describe, expect, it } from 'vitest';
import { after, DAY_MS, MINUTE_MS } from '#kernel/time.ts';
import type { CrmRecord, Fields } from '#ports/crm.ts';
import { aCrmRecord } from '../../support/builders.ts';
import { useLeadHouse } from '../../support/lead-house.ts';
import { noon } from '../../support/lead-builder.ts';

const house = useLeadHouse(`
rules:
  - { name: new-deal, on: opportunity.created, do: [{ alert: { channel: "#leads", text: "New: {{opportunity.name}}" } }] }
  - { name: big, on: opportunity.updated, if: opportunity.amount > 1000, do: [{ alert: { channel: "#leads" } }] }
  - name: won
    on: opportunity.won
    do:
      - alert: { channel: "#enterprise-leads", text: "{{company.name}} is ours" }
      - update_record: { in: hubspot, set: { description: "won from {{lead.name}}" } }
      - create_task: { in: hubspot, subject: "Welcome {{lead.name}}" }
`);
const open: Fields = { name: 'Acme deal', stage: 'a', amount: 100, is_closed: false, is_won: false };

function aDeal(over: Partial<CrmRecord> = {}): CrmRecord {
  return aCrmRecord({ ...over, ref: { object: 'opportunity' }, fields: open, company: null });
}

function later(deal: CrmRecord, fields: Fields, minutes = 1): CrmRecord {
  return { ...deal, modifiedAt: after(deal.modifiedAt, minutes * MINUTE_MS), fields: { ...deal.fields, ...fields } };
}

async function alerts(deal: CrmRecord): Promise<readonly unknown[]> {
  const all = await house.intents('opportunity.alert');
  return all
    .filter((one) => JSON.stringify(one['ref']).includes(deal.ref.id))
    .map(({ headline, channel }) => [channel, headline]);
}

describe('an opportunity', () => {
  it('is told of once when it is made, when it becomes big and when it is won', async () => {
    const deal = aDeal();
    await house.absorb(deal);
    await house.absorb(deal);
    await house.absorb(later(deal, { amount: 5000 }));
    await house.absorb(later(deal, { amount: 6000 }, 2));
    await house.absorb(later(deal, { is_won: true, is_closed: true, stage: 'z' }, 3));
    expect(await alerts(deal)).toEqual([
      ['#leads', 'New: Acme deal'],
      ['#leads', 'big'],
      ['#enterprise-leads', 'unknown company is ours'],
    ]);
    const subject = `opportunity:hubspot:${deal.ref.id}`;
    expect(await house.audited(subject)).toContain('rule.action_skipped');
  });

  it('knows its lead, and what a rule writes goes to the opportunity and the lead', async () => {
    const lead = aCrmRecord();
    await house.absorb(lead);
    const deal = aDeal({ leadIds: [lead.ref.id] });
    await house.absorb(deal);
    await house.absorb(later(deal, { is_won: true, is_closed: true }));
    expect(await alerts(deal)).toContainEqual(['#enterprise-leads', 'Acme is ours']);
    const { id } = await house.leadOf(lead.ref);
    const updates = (await house.intents('crm.update')).filter((one) => one['lead'] === id);
    expect(updates).toMatchObject([{ ref: deal.ref, fields: { description: 'won from Mia Sand' }, rule: 'won' }]);
    const tasks = (await house.intents('crm.create')).filter((one) => one['lead'] === id);
    expect(tasks).toMatchObject([{ object: 'task', crm: 'hubspot', fields: { subject: 'Welcome Mia Sand' } }]);
  });

  it('from before us is silent until it moves', async () => {
    const deal = aDeal({ createdAt: after(noon, -30 * DAY_MS), modifiedAt: after(noon, -20 * DAY_MS) });
    await house.absorb(deal);
    expect(await alerts(deal)).toEqual([]);
    await house.absorb({ ...later(deal, { is_won: true, is_closed: true }), modifiedAt: noon });
    expect(await alerts(deal)).toEqual([['#enterprise-leads', 'unknown company is ours']]);
  });

  it('has its alert posted with stage, amount and link', async () => {
    const deal = aDeal();
    await house.absorb({ ...deal, fields: { ...deal.fields, name: '<!channel> '.repeat(900) } });
    await house.drain();
    const posted = house.slack.posts.at(-1);
    expect(JSON.stringify(posted?.message.blocks)).toContain(`https://hubspot.test/opportunity/${deal.ref.id}`);
    expect(JSON.stringify(posted?.message.blocks)).toContain('Amount 100');
    expect(JSON.stringify(posted?.message.blocks)).not.toContain('<!channel>');
  });
});
