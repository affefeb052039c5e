import { describe, expect, it } from 'vitest';
import { leadSubject } from '#features/leads/lead.ts';
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import type { CrmRecord, Fields, RecordRef } from '#ports/crm.ts';
import { aCrmRecord } from '../../support/builders.ts';
import type { RecordOverrides } from '../../support/builders.ts';
import { useLeadHouse } from '../../support/lead-house.ts';
import { noon } from '../../support/lead-builder.ts';

const house = useLeadHouse(`
scoring: [{ if: company.employees > 1000, points: 5, because: big }]
rules:
  - { name: seen, on: lead.created, do: [{ alert: { channel: "#leads" } }] }
`);

/** The same record a minute later, with these changes. */
function later(record: CrmRecord, over: Omit<RecordOverrides, 'ref'>, minutes = 1): CrmRecord {
  return { ...record, modifiedAt: after(record.modifiedAt, minutes * MINUTE_MS), ...over };
}

const ref = (record: CrmRecord): RecordRef => record.ref;
const withFields = (record: CrmRecord, fields: Fields): Fields => ({ ...record.fields, ...fields });

async function eventsOf(record: CrmRecord): Promise<readonly string[]> {
  const { id } = await house.leadOf(ref(record));
  const rows = await house.db.rows<{ type: string }>(`SELECT type FROM lead_event WHERE subject = $1 ORDER BY id`, [
    leadSubject(id),
  ]);
  return rows.map(({ type }) => type);
}

describe('a record', () => {
  it('becomes a lead with facts, score and its events once', async () => {
    const record = aCrmRecord({
      fields: { first_name: 'Mia', last_name: 'Sand', email: ' Mia@Acme.test ', score: 90, stage: 'lead' },
      company: { id: '7', fields: { name: 'Acme', employees: 5000 } },
      ownerId: 'hubspot-sam',
    });
    await house.absorb(record);
    const lead = await house.leadOf(ref(record));
    expect(lead).toMatchObject({
      email: 'mia@acme.test',
      state: 'open',
      standing: 'announced',
      score: 95,
      scoreReasons: [
        { points: 90, because: 'CRM score' },
        { points: 5, because: 'big' },
      ],
      facts: { lead: { name: 'Mia Sand', score: 95, owner: 'Sam' }, company: { name: 'Acme', employees: 5000 } },
      card: { target: '#leads', posted: null },
    });
    expect(await eventsOf(record)).toEqual(['lead.created']);
    await house.absorb(later(record, { fields: withFields(record, { stage: 'mql' }) }));
    expect(await eventsOf(record)).toEqual(['lead.created', 'lead.updated', 'lead.stage_changed']);
    expect(await house.audited(leadSubject(lead.id))).toEqual(['lead.seen', 'rule.fired', 'lead.announced']);
  });

  it('changes nothing when it is read twice', async () => {
    const record = aCrmRecord();
    await house.absorb(record);
    const before = await house.leadOf(ref(record));
    house.clock.pass(MINUTE_MS);
    await house.absorb(record);
    expect(await house.leadOf(ref(record))).toEqual(before);
    expect(await eventsOf(record)).toEqual(['lead.created']);
  });

  it('is left alone by a reading from before', async () => {
    const record = aCrmRecord();
    const newer = later(record, { fields: withFields(record, { score: 70 }) });
    await house.absorb(newer);
    await house.absorb(record);
    expect(await house.leadOf(ref(record))).toMatchObject({ score: 70 });
    expect(await eventsOf(record)).toEqual(['lead.created']);
  });

  it('tells two changes within a second of one CRM timestamp apart', async () => {
    const record = aCrmRecord();
    await house.absorb(record);
    await house.absorb({ ...record, fields: withFields(record, { score: 51 }) });
    await house.absorb({ ...record, fields: withFields(record, { score: 52 }) });
    expect(await eventsOf(record)).toEqual(['lead.created', 'lead.updated', 'lead.updated']);
  });

  it('that ten readers take in at once is one lead', async () => {
    const record = aCrmRecord({ fields: { email: 'crowd@acme.test', score: 1 } });
    const twin = aCrmRecord({ ref: { crm: 'salesforce', id: '00QCROWD' }, fields: { email: 'crowd@acme.test' } });
    await Promise.all(Array.from({ length: 10 }, (_, n) => house.absorb(n % 2 === 0 ? record : twin)));
    const lead = await house.leadOf(ref(record));
    expect(await house.leadOf(ref(twin))).toEqual(lead);
    expect(lead.records).toHaveLength(2);
    expect((await eventsOf(record)).filter((type) => type === 'lead.created')).toHaveLength(1);
  });

  it('asks for the card again only when something on it differs', async () => {
    const record = aCrmRecord();
    await house.absorb(record);
    const { id } = await house.leadOf(ref(record));
    const asked = async () => (await house.intents('lead.card')).filter(({ lead }) => lead === id).length;
    await house.drain();
    const first = await asked();
    await house.absorb(later(record, {}));
    expect(await asked()).toBe(first);
    await house.absorb(later(record, { fields: withFields(record, { title: 'CTO' }) }, 2));
    expect(await asked()).toBe(first + 1);
  });
});

describe('a record in silence', () => {
  it.each([
    { when: 'it was in the CRM before us', createdAt: after(noon, -2 * DAY_MS), standing: 'baseline' },
    { when: 'it is new', createdAt: after(noon, -HOUR_MS), standing: 'announced' },
  ])('is $standing when $when', async ({ createdAt, standing }) => {
    const record = aCrmRecord({ createdAt });
    await house.absorb(record);
    const lead = await house.leadOf(ref(record));
    expect(lead.standing).toBe(standing);
    expect(lead.card === null).toBe(standing === 'baseline');
    expect(await eventsOf(record)).toEqual(standing === 'baseline' ? [] : ['lead.created']);
  });

  it('stays silent when it changes', async () => {
    const record = aCrmRecord({ createdAt: after(noon, -2 * DAY_MS) });
    await house.absorb(record);
    await house.absorb(later(record, { fields: withFields(record, { score: 99 }) }));
    expect(await house.leadOf(ref(record))).toMatchObject({ score: 99, card: null });
    expect(await eventsOf(record)).toEqual([]);
  });
});

describe('one person in two CRMs', () => {
  it('is one lead with both records, matched by address', async () => {
    const contact = aCrmRecord({ fields: { first_name: 'Eva', email: 'eva@acme.test', score: 10 } });
    const inSalesforce = aCrmRecord({
      ref: { crm: 'salesforce', id: '00QEVA' },
      fields: { first_name: 'Eva', last_name: 'Stone', email: 'EVA@acme.test' },
    });
    await house.absorb(contact);
    await house.absorb(inSalesforce);
    const lead = await house.leadOf(ref(contact));
    expect(lead.records.map(({ crm }) => crm)).toEqual(['hubspot', 'salesforce']);
    expect(lead.facts.lead).toMatchObject({ name: 'Eva Stone', score: 10 });
    expect(await eventsOf(contact)).toEqual(['lead.created', 'lead.updated']);
  });

  it('is one lead with a Salesforce contact, which makes none of its own', async () => {
    const contact = aCrmRecord({
      ref: { crm: 'salesforce', object: 'contact', id: '003KIM' },
      fields: { email: 'kim@acme.test' },
    });
    await house.absorb(contact);
    expect(await house.stores.leads.idByRecord(ref(contact))).toBeNull();
    const record = aCrmRecord({ fields: { email: 'kim@acme.test' } });
    await house.absorb(record);
    await house.absorb(contact);
    expect(await house.leadOf(ref(contact))).toEqual(await house.leadOf(ref(record)));
  });

  it('stays known by the address that its record now has', async () => {
    const record = aCrmRecord({ fields: { email: 'old@acme.test' } });
    await house.absorb(record);
    await house.absorb(later(record, { fields: { email: 'new@acme.test' } }));
    expect(await house.leadOf(ref(record))).toMatchObject({ email: 'new@acme.test' });
    const stranger = aCrmRecord({ fields: { email: 'old@acme.test' } });
    await house.absorb(stranger);
    expect((await house.leadOf(ref(stranger))).id).not.toBe((await house.leadOf(ref(record))).id);
  });
});

describe('conversion', () => {
  it('closes the lead and ties what it became to it', async () => {
    const record = aCrmRecord({ ref: { crm: 'salesforce', id: '00QCONV' } });
    await house.absorb(record);
    await house.absorb(later(record, { converted: { opportunityId: '006C', contactId: '003C' } }));
    const lead = await house.leadOf({ crm: 'salesforce', object: 'opportunity', id: '006C' });
    expect(lead).toMatchObject({ state: 'converted', notice: 'Converted in Salesforce' });
    expect(lead.records.map(({ object }) => object).toSorted()).toEqual(['contact', 'lead', 'opportunity']);
    expect(await house.audited(leadSubject(lead.id))).toContain('lead.converted');
    const threads = (await house.intents('lead.thread')).filter((one) => one['lead'] === lead.id);
    expect(threads).toEqual([{ lead: lead.id, text: 'Converted in Salesforce' }]);
  });

  it('is seen on a lead that we meet only afterwards', async () => {
    const record = aCrmRecord({
      ref: { crm: 'salesforce', id: '00QLATE' },
      converted: { opportunityId: null, contactId: '003LATE' },
    });
    await house.absorb(record);
    expect(await house.leadOf(ref(record))).toMatchObject({ state: 'converted' });
  });
});
