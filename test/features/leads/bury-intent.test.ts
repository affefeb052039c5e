import { describe, expect, it } from 'vitest';
import { buryIntent, subjectOf } from '#features/leads/bury-intent.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { aCrmRecord, aHeldIntent, correlationId } from '../../support/builders.ts';
import { ana, useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse(`
rules:
  - name: both
    on: lead.created
    do:
      - create_opportunity: { in: hubspot, stage: appointmentscheduled, name: "{{lead.name}}" }
      - update_record: { in: hubspot, set: { rating: hot } }
      - alert: { channel: "#leads" }
`);

async function arrive(): Promise<Lead> {
  const record = aCrmRecord();
  await house.absorb(record);
  return house.leadOf(record.ref);
}

/** The pending intents of a kind fail for good, as the dispatcher has it. */
async function giveUp(kind: string, because: string): Promise<void> {
  const { outbox } = house.db.database;
  for (const row of await outbox.lease(50, house.clock.now())) {
    if (row.kind !== kind) continue;
    const death = { kind: 'dead', because, fault: 'unavailable' } as const;
    await outbox.settle(row, death, house.clock.now(), buryIntent(house, row, because));
  }
  await outbox.reclaim();
}

describe('a write that never reached its CRM', () => {
  it('is said on the card, in its thread and in the audit log', async () => {
    const lead = await arrive();
    await giveUp('crm.create', 'HubSpot cannot be reached');
    await giveUp('crm.update', 'HubSpot cannot be reached');
    await house.drain();
    expect((await house.lead(lead.id)).notice).toBe(
      'The opportunity was not made in HubSpot: HubSpot cannot be reached; An update was not written to HubSpot: HubSpot cannot be reached',
    );
    const said = JSON.stringify(house.slack.posts.map(({ message }) => message));
    expect(said).toContain('The opportunity was not made in HubSpot: HubSpot cannot be reached');
    const audited = await house.audited(leadSubject(lead.id));
    expect(audited.filter((action) => action === 'intent.given_up')).toHaveLength(2);
  });

  it('is said once for one reason, and is no matter of other intents', async () => {
    const lead = await arrive();
    await giveUp('lead.card', 'Slack cannot be reached');
    expect((await house.lead(lead.id)).notice).toBeNull();
    expect(await house.audited(leadSubject(lead.id))).toContain('intent.given_up');
  });
});

it.each([
  [{ lead: '0f0a3f0e-5b0f-4c55-9c43-5f5ef2b0d0aa' }, 'lead:0f0a3f0e-5b0f-4c55-9c43-5f5ef2b0d0aa'],
  [{ ref: { crm: 'hubspot', object: 'opportunity', id: '7' } }, 'opportunity:hubspot:7'],
  [{ channel: null, to: ana.id, text: 'x' }, `person:${ana.id}`],
  [{ something: 'else' }, 'intent:a-key'],
])('an intent is about what it names: %j', (payload, subject) => {
  expect(subjectOf(aHeldIntent({ kind: 'any', key: 'a-key', payload, correlationId }))).toBe(subject);
});
