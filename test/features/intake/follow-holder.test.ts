import { describe, expect, it } from 'vitest';
import { absorbMerge } from '#features/intake/absorb-absence.ts';
import type { LeadId } from '#kernel/ids.ts';
import { after, MINUTE_MS } from '#kernel/time.ts';
import type { CrmRecord, RecordRef } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { aCrmRecord, correlationId } from '../../support/builders.ts';
import type { RecordOverrides } from '../../support/builders.ts';
import { ana, bo, useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse(`rules: [{ name: all, on: lead.created, do: [{ alert: { channel: "#leads" } }] }]\n`);

/** A lead with a Salesforce record that belongs to them. */
async function aLeadHeldBy(person: SlackPerson, email: string): Promise<{ id: LeadId; record: CrmRecord }> {
  const record = await read({ ref: { crm: 'salesforce', id: `00Q-${email}` }, fields: { email } });
  const { id } = await house.leadOf(record.ref);
  await house.claim(id, person);
  await house.drain();
  return { id, record };
}

async function read(over: RecordOverrides): Promise<CrmRecord> {
  const record = aCrmRecord(over);
  await house.absorb(record);
  return record;
}

/** The same record a minute later, when it has an address. */
function addressed(record: CrmRecord, email: string): Promise<void> {
  return house.absorb({ ...record, modifiedAt: after(record.modifiedAt, MINUTE_MS), fields: { email } });
}

function mergedInto(staying: RecordRef, gone: RecordRef): Promise<void> {
  return absorbMerge(house.deps, { ref: gone, into: staying, events: [], correlationId });
}

function ownerOf({ ref }: CrmRecord): string | null | undefined {
  return house.crms.get(ref.crm)?.owners.get(refKey(ref));
}

describe('a record that comes to a lead which somebody holds', () => {
  it.each([
    { when: 'nobody', ownerId: null },
    { when: 'a queue', ownerId: 'hubspot-queue' },
  ])('becomes theirs when $when has it', async ({ when, ownerId }) => {
    const email = `${when.replace(' ', '')}@acme.test`;
    const { id } = await aLeadHeldBy(ana, email);
    const record = await read({ fields: { email }, ownerId });
    await house.drain();
    expect(ownerOf(record)).toBe('hubspot-ana');
    expect(await house.lead(id)).toMatchObject({ claimedBy: ana.id, notice: null });
  });

  it('stays with the colleague who works it, and the card says so', async () => {
    const { id } = await aLeadHeldBy(ana, 'worked@acme.test');
    const record = await read({ fields: { email: 'worked@acme.test' }, ownerId: 'hubspot-sam' });
    await house.drain();
    expect(ownerOf(record)).toBe('hubspot-sam');
    const said = { claimedBy: ana.id, notice: 'HubSpot says Sam owns it; nothing was overwritten' };
    expect(await house.lead(id)).toMatchObject(said);
    expect(house.slack.directs).toContainEqual({ to: ana.id, text: expect.stringContaining(said.notice) });
  });

  it('becomes theirs when it was another lead’s until its address was known', async () => {
    const record = await read({});
    const { id } = await aLeadHeldBy(ana, 'learnt@acme.test');
    await addressed(record, 'learnt@acme.test');
    await house.drain();
    expect(await house.leadOf(record.ref)).toMatchObject({ id, claimedBy: ana.id, notice: null });
    expect(ownerOf(record)).toBe('hubspot-ana');
  });

  it('becomes theirs when a contact of another lead was merged into it before it was read', async () => {
    const merged = await read({ fields: { email: 'merged@acme.test' } });
    const { id } = await aLeadHeldBy(ana, 'stays@acme.test');
    const staying = aCrmRecord({ fields: { email: 'stays@acme.test' } });
    await mergedInto(staying.ref, merged.ref);
    await house.absorb(staying);
    await house.drain();
    expect(await house.leadOf(staying.ref)).toMatchObject({ id, claimedBy: ana.id, notice: null });
    expect(ownerOf(staying)).toBe('hubspot-ana');
  });

  it('becomes theirs when their own contact was merged into it', async () => {
    const own = await read({ fields: { email: 'own@acme.test' } });
    const { id } = await house.leadOf(own.ref);
    await house.claim(id, ana);
    await house.drain();
    const staying = aCrmRecord({ fields: { email: 'other@acme.test' } });
    await mergedInto(staying.ref, own.ref);
    await house.absorb(staying);
    await house.drain();
    expect(ownerOf(staying)).toBe('hubspot-ana');
    expect(await house.lead(id)).toMatchObject({ claimedBy: ana.id, notice: null });
  });

  it('stays with whoever held it when two held leads become one, and the card says so', async () => {
    const held = await read({});
    const bos = await house.leadOf(held.ref);
    await house.claim(bos.id, bo);
    const { id } = await aLeadHeldBy(ana, 'both@acme.test');
    await house.drain();
    await addressed({ ...held, ownerId: 'hubspot-bo' }, 'both@acme.test');
    await house.drain();
    expect(ownerOf(held)).toBe('hubspot-bo');
    const stays = await house.leadOf(held.ref);
    expect(stays.notice).toMatch(/says (Ana|Bo) owns it; nothing was overwritten/);
    expect([id, bos.id]).toContain(stays.id);
  });
});
