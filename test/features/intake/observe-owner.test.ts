import { describe, expect, it } from 'vitest';
import type { Lead } from '#features/leads/lead.ts';
import { leadSubject } from '#features/leads/lead.ts';
import { releaseLead } from '#features/leads/give-up.ts';
import { after, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import type { CrmRecord } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { aCrmRecord, correlationId } from '../../support/builders.ts';
import { ana, bo, useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse(`rules: [{ name: all, on: lead.created, do: [{ alert: { channel: "#leads" } }] }]\n`);

/** The record as read now, with this owner. */
async function readAgain(record: CrmRecord, ownerId: string | null, at = house.clock.now()): Promise<void> {
  await house.absorb({ ...record, modifiedAt: at, ownerId });
}

async function aLeadOf(ownerId: string | null): Promise<{ record: CrmRecord; lead: Lead }> {
  house.clock.pass(HOUR_MS);
  const now = house.clock.now();
  const record = aCrmRecord({ createdAt: now, modifiedAt: now, ownerId });
  await house.absorb(record);
  return { record, lead: await house.leadOf(record.ref) };
}

async function claimed(lead: Lead, by: SlackPerson): Promise<void> {
  house.clock.pass(1000);
  expect((await house.claim(lead.id, by)).kind).toBe('claimed');
  await house.drain();
}

describe('an owner chosen in the CRM', () => {
  it('has the lead, and the card says so', async () => {
    const { record, lead } = await aLeadOf(null);
    await readAgain(record, 'hubspot-ana', after(house.clock.now(), 1));
    expect(await house.lead(lead.id)).toMatchObject({
      state: 'claimed',
      claimedBy: ana.id,
      notice: 'Taken by Ana in HubSpot',
    });
    expect(await house.audited(leadSubject(lead.id))).toContain('lead.taken_in_crm');
  });

  it('has it also when they are not in Slack, until they let go of it', async () => {
    const { record, lead } = await aLeadOf('hubspot-queue');
    await readAgain(record, 'hubspot-sam', after(house.clock.now(), 1));
    expect(await house.lead(lead.id)).toMatchObject({ state: 'claimed', claimedBy: null });
    expect(await house.claim(lead.id, ana)).toMatchObject({ kind: 'taken', by: null });
    await readAgain(record, 'hubspot-queue', after(house.clock.now(), 2));
    expect(await house.lead(lead.id)).toMatchObject({ state: 'released', claimedBy: null, notice: null });
    expect((await house.claim(lead.id, ana)).kind).toBe('claimed');
  });

  it('whom a claim met is not announced a second time', async () => {
    const { record, lead } = await aLeadOf(null);
    house.hubspot.owners.set(`hubspot:lead:${record.ref.id}`, 'hubspot-sam');
    await claimed(lead, ana);
    const met = { state: 'claimed', claimedBy: null, notice: expect.stringContaining('HubSpot says Sam owns it') };
    expect(await house.lead(lead.id)).toMatchObject(met);
    house.clock.pass(1000);
    await readAgain(record, 'hubspot-sam');
    expect(await house.lead(lead.id)).toMatchObject(met);
    expect(await house.audited(leadSubject(lead.id))).not.toContain('lead.taken_in_crm');
  });

  it('takes it from the rep, who is told', async () => {
    const { record, lead } = await aLeadOf(null);
    await claimed(lead, ana);
    house.clock.pass(MINUTE_MS);
    await readAgain(record, 'hubspot-ana');
    house.clock.pass(5 * MINUTE_MS);
    await readAgain(record, 'hubspot-sam');
    expect(await house.lead(lead.id)).toMatchObject({
      state: 'claimed',
      claimedBy: null,
      notice: 'Taken by Sam in HubSpot',
    });
    await house.drain();
    expect(house.slack.directs).toContainEqual({ to: ana.id, text: 'Mia Sand: Sam took this lead in HubSpot.' });
    expect(await house.stores.claims.current(lead.id)).toBeNull();
  });

  it.each(['hubspot-queue', 'nobody-we-know', null])('is nobody when it is %s', async (ownerId) => {
    const { record, lead } = await aLeadOf('hubspot-sam');
    await readAgain(record, ownerId, after(house.clock.now(), 1));
    expect(await house.lead(lead.id)).toMatchObject({ state: 'open' });
  });

  it('is the one of the first reading, and changes nothing', async () => {
    const { lead } = await aLeadOf('hubspot-sam');
    expect(lead).toMatchObject({ state: 'open', claimedBy: null, facts: { lead: { owner: 'Sam' } } });
  });
});

describe('an owner that a claim wrote', () => {
  it('is no news', async () => {
    const { record, lead } = await aLeadOf('hubspot-sam');
    await claimed(lead, ana);
    await readAgain(record, 'hubspot-ana');
    expect(await house.lead(lead.id)).toMatchObject({ state: 'claimed', claimedBy: ana.id, notice: null });
    expect(await house.audited(leadSubject(lead.id))).not.toContain('lead.taken_in_crm');
  });

  it('is no news after the release either, when its reading comes late', async () => {
    const { record, lead } = await aLeadOf('hubspot-sam');
    await claimed(lead, ana);
    const written = house.clock.now();
    house.clock.pass(1000);
    await releaseLead(house.deps, { lead: lead.id, by: ana, channel: null, correlationId });
    await house.drain();
    await readAgain(record, 'hubspot-ana', written);
    await readAgain(record, 'hubspot-sam');
    expect(await house.lead(lead.id)).toMatchObject({ state: 'released', claimedBy: null });
    house.clock.pass(HOUR_MS);
    await readAgain(record, 'hubspot-ana');
    expect(await house.lead(lead.id)).toMatchObject({ state: 'claimed', claimedBy: ana.id });
  });

  it('counts as chosen again once somebody in the CRM came between', async () => {
    const { record, lead } = await aLeadOf(null);
    await claimed(lead, bo);
    await readAgain(record, 'hubspot-bo');
    for (const owner of ['hubspot-ana', 'hubspot-bo']) {
      house.clock.pass(5 * MINUTE_MS);
      await readAgain(record, owner);
    }
    expect(await house.lead(lead.id)).toMatchObject({ claimedBy: bo.id, notice: 'Taken by Bo in HubSpot' });
  });
});
