import { describe, expect, it } from 'vitest';
import { readEvents } from '#features/intake/read-events.ts';
import { after, MINUTE_MS } from '#kernel/time.ts';
import type { CrmEvent, CrmRecord, RecordRef } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import { aCrmRecord, correlationId } from '../../support/builders.ts';
import { useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse(`
rules:
  - name: enterprise
    on: lead.created
    if: lead.score > 85 && company.employees > 500
    do: [{ alert: { channel: "#enterprise-leads", priority: high } }]
`);
let sent = 0;

function anEvent(ref: RecordRef, change: CrmEvent['change'] = 'changed'): CrmEvent {
  sent += 1;
  const occurredAt = house.clock.now();
  const { crm, object, id: recordId } = ref;
  return { crm, object, recordId, key: `event-${sent}`, change, occurredAt, type: 'test', correlationId };
}

/** What the keeper of the past was told. */
const toldPast: string[] = [];
const past = {
  gone: async (ref: RecordRef) => void toldPast.push(`gone ${refKey(ref)}`),
  merged: async (from: RecordRef, into: RecordRef) => void toldPast.push(`merged ${refKey(from)} into ${refKey(into)}`),
};

/** Delivers hints and reads everything behind them, and behind those that follow. */
async function deliver(...events: readonly CrmEvent[]): Promise<void> {
  const { inbox } = house.db.database;
  await inbox.receive(events, house.clock.now());
  for (;;) {
    const now = house.clock.now();
    const held = await inbox.lease('hubspot', 100, now);
    if (held.length === 0) return;
    await readEvents({ ...house.deps, inbox, mirror: house.stores.mirror, past }, house.hubspot, held);
  }
}

function inHubspot(record: CrmRecord): CrmRecord {
  house.hubspot.records.set(refKey(record.ref), record);
  return record;
}

const company = (employees: number, minutes = 0) =>
  aCrmRecord({
    ref: { object: 'company', id: '77' },
    modifiedAt: after(house.clock.now(), minutes * MINUTE_MS),
    fields: { name: 'Acme', employees },
  });

describe('a batch of events', () => {
  it('reads each record once and finishes all its events', async () => {
    const record = inHubspot(aCrmRecord());
    await deliver(anEvent(record.ref), anEvent(record.ref), anEvent(record.ref));
    expect(await house.leadOf(record.ref)).toMatchObject({ state: 'open' });
    const pending = await house.db.rows(`SELECT 1 FROM inbox WHERE state <> 'done'`);
    expect(pending).toEqual([]);
  });

  it('takes a deletion of a record that we never saw', async () => {
    await deliver(anEvent({ crm: 'hubspot', object: 'lead', id: 'never-seen' }, 'deleted'));
    expect(toldPast).toContain('gone hubspot:lead:never-seen');
    expect(await house.db.rows(`SELECT 1 FROM inbox WHERE state = 'pending'`)).toEqual([]);
  });

  it('takes in what others were merged into, though it had no event of its own', async () => {
    const [from, into] = [inHubspot(aCrmRecord()), inHubspot(aCrmRecord())];
    await deliver(anEvent(from.ref));
    const { id } = await house.leadOf(from.ref);
    house.hubspot.records.delete(refKey(from.ref));
    const { read } = house.hubspot;
    house.hubspot.read = async () => ({ found: [into], gone: [], merged: [{ from: from.ref.id, into: into.ref.id }] });
    await deliver(anEvent(from.ref, 'merged'));
    expect(toldPast).toContain(`merged ${refKey(from.ref)} into ${refKey(into.ref)}`);
    house.hubspot.read = read;
    expect(await house.leadOf(into.ref)).toMatchObject({ id });
    expect(await house.stores.mirror.get(into.ref)).toMatchObject({ gone: false });
  });
});

describe('a company that changes', () => {
  it('has its leads read again, and the rule fires that waited for it', async () => {
    const small = { id: '77', fields: { name: 'Acme', employees: 5 } };
    const record = inHubspot(aCrmRecord({ fields: { score: 95 }, company: small }));
    await deliver(anEvent(record.ref));
    expect(await house.leadOf(record.ref)).toMatchObject({ card: null });

    house.clock.pass(10 * MINUTE_MS);
    inHubspot(company(5000));
    inHubspot({ ...record, company: { id: '77', fields: { name: 'Acme', employees: 5000 } } });
    await deliver(anEvent({ crm: 'hubspot', object: 'company', id: '77' }));
    const lead = await house.leadOf(record.ref);
    expect(lead).toMatchObject({
      facts: { company: { employees: 5000 } },
      card: { target: '#enterprise-leads' },
      priority: 'high',
    });

    await deliver(anEvent({ crm: 'hubspot', object: 'company', id: '77' }));
    inHubspot(company(6000, 1));
    await deliver(anEvent({ crm: 'hubspot', object: 'company', id: '77' }));
    const firings = await house.stores.firings.ofSubject(`lead:${lead.id}`);
    expect(firings.map(({ rule }) => rule)).toEqual(['enterprise']);
  });
});
