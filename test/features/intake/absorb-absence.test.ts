import { describe, expect, it } from 'vitest';
import { absorbDeletion, absorbMerge } from '#features/intake/absorb-absence.ts';
import { leadSubject } from '#features/leads/lead.ts';
import { after, MINUTE_MS } from '#kernel/time.ts';
import type { CrmRecord, RecordRef } from '#ports/crm.ts';
import { aCrmRecord, correlationId } from '../../support/builders.ts';
import { ana, useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse(`
rules:
  - name: hot
    on: lead.created
    if: lead.score > 80
    do: [{ create_opportunity: { in: hubspot, stage: New, name: x } }, { alert: { channel: "#leads" } }]
`);
const remove = (ref: RecordRef) => absorbDeletion(house.deps, { ref, events: [], correlationId });
const merge = (from: RecordRef, into: RecordRef) =>
  absorbMerge(house.deps, { ref: from, into, events: [], correlationId });

async function aLeadFrom(over: Parameters<typeof aCrmRecord>[0]): Promise<CrmRecord> {
  const record = aCrmRecord(over);
  await house.absorb(record);
  return record;
}

describe('a deleted record', () => {
  it('ends its lead when no other CRM has it, and only once', async () => {
    const { ref } = await aLeadFrom({ fields: { score: 90 } });
    await remove(ref);
    await remove(ref);
    const lead = await house.leadOf(ref);
    expect(lead).toMatchObject({ state: 'gone', notice: 'Deleted in HubSpot' });
    const told = (await house.audited(leadSubject(lead.id))).filter((action) => action === 'lead.deleted_in_crm');
    expect(told).toHaveLength(1);
  });

  it('leaves the lead to the CRM that still has it', async () => {
    const hubspot = await aLeadFrom({ fields: { email: 'both@acme.test' } });
    await aLeadFrom({ ref: { crm: 'salesforce', id: '00QBOTH' }, fields: { email: 'both@acme.test' } });
    await remove(hubspot.ref);
    const lead = await house.leadOf(hubspot.ref);
    expect(lead).toMatchObject({ state: 'open', notice: 'Deleted in HubSpot' });
    const outcome = await house.claim(lead.id, ana);
    expect(outcome.kind).toBe('claimed');
    const claim = await house.stores.claims.current(lead.id);
    expect(claim?.writes.map(({ crm }) => crm)).toEqual(['salesforce']);
  });

  it('brings its lead back when it is restored', async () => {
    const record = await aLeadFrom({});
    const { id } = await house.leadOf(record.ref);
    await house.claim(id, ana);
    await remove(record.ref);
    expect(await house.lead(id)).toMatchObject({ state: 'gone' });
    await house.absorb({ ...record, modifiedAt: after(record.modifiedAt, MINUTE_MS) });
    expect(await house.lead(id)).toMatchObject({ state: 'claimed', claimedBy: ana.id, notice: null });
    expect(await house.audited(leadSubject(id))).toContain('lead.restored_in_crm');
  });

  it('that we never saw changes nothing', async () => {
    await remove({ crm: 'hubspot', object: 'lead', id: 'unheard-of' });
    await remove({ crm: 'hubspot', object: 'company', id: 'unheard-of' });
    expect(await house.stores.leads.idByRecord({ crm: 'hubspot', object: 'lead', id: 'unheard-of' })).toBeNull();
  });
});

describe('two leads that turn out to be one person', () => {
  it('fold into the one with the address, with all records', async () => {
    const nameless = await aLeadFrom({ fields: { score: 1 } });
    const known = await aLeadFrom({ ref: { crm: 'salesforce', id: '00QFOLD' }, fields: { email: 'fold@acme.test' } });
    const from = await house.leadOf(nameless.ref);
    const into = await house.leadOf(known.ref);
    await house.absorb({
      ...nameless,
      modifiedAt: after(nameless.modifiedAt, MINUTE_MS),
      fields: { email: 'fold@acme.test', score: 1 },
    });
    expect((await house.leadOf(nameless.ref)).id).toBe(into.id);
    expect(await house.lead(from.id)).toMatchObject({
      state: 'gone',
      standing: 'merged',
      mergedInto: into.id,
      records: [],
    });
    expect((await house.lead(into.id)).records).toHaveLength(2);
  });

  it('fold into the one that somebody holds', async () => {
    const held = await aLeadFrom({ fields: { score: 1 } });
    const { id } = await house.leadOf(held.ref);
    await house.claim(id, ana);
    await aLeadFrom({ ref: { crm: 'salesforce', id: '00QHELD' }, fields: { email: 'held@acme.test', score: 99 } });
    await house.absorb({ ...held, modifiedAt: after(held.modifiedAt, MINUTE_MS), fields: { email: 'held@acme.test' } });
    expect(await house.leadOf({ crm: 'salesforce', object: 'lead', id: '00QHELD' })).toMatchObject({
      id,
      state: 'claimed',
      claimedBy: ana.id,
      email: 'held@acme.test',
    });
  });

  it('have had what a rule did for either of them', async () => {
    const hot = await aLeadFrom({ fields: { email: 'hot@acme.test', score: 95 } });
    const twin = await aLeadFrom({ fields: { email: 'twin@acme.test', score: 10 } });
    const stays = await house.leadOf(twin.ref);
    await house.claim(stays.id, ana);
    await merge(hot.ref, twin.ref);
    const fields = { email: 'twin@acme.test', score: 91 };
    await house.absorb({ ...twin, modifiedAt: after(twin.modifiedAt, MINUTE_MS), fields });
    expect(await house.leadOf(hot.ref)).toMatchObject({ id: stays.id, score: 91 });
    expect((await house.intents('crm.create')).filter((one) => one['lead'] === stays.id)).toEqual([]);
  });

  it('become one when HubSpot merged their contacts into a third', async () => {
    const [one, two] = [await aLeadFrom({}), await aLeadFrom({})];
    const third = aCrmRecord();
    await merge(one.ref, third.ref);
    await merge(two.ref, third.ref);
    await house.absorb(third);
    const stays = await house.leadOf(third.ref);
    expect((await house.leadOf(one.ref)).id).toBe(stays.id);
    expect((await house.leadOf(two.ref)).id).toBe(stays.id);
    await house.claim(stays.id, ana);
    const claim = await house.stores.claims.current(stays.id);
    expect(claim?.writes.map(({ id }) => id)).toEqual([third.ref.id]);
  });
});
