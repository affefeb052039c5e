import { describe, expect, it } from 'vitest';
import { absorbBaseline } from '#features/intake/absorb-baseline.ts';
import { leadSubject } from '#features/leads/lead.ts';
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import type { CrmName, CrmObject, CrmRecord, Fields } from '#ports/crm.ts';
import { createRandom } from '#sandbox/world/random.ts';
import { aCrmRecord } from '../../support/builders.ts';
import type { RecordOverrides } from '../../support/builders.ts';
import { noon } from '../../support/lead-builder.ts';
import { useLeadHouse } from '../../support/lead-house.ts';
import type { LeadHouse } from '../../support/lead-house.ts';

const PLAYBOOK = `
scoring: [{ if: company.employees > 1000, points: 5, because: big }]
rules:
  - { name: seen, on: lead.created, do: [{ alert: { channel: "#leads" } }] }
`;
const bulk = useLeadHouse(PLAYBOOK);
const each = useLeadHouse(PLAYBOOK);

const take = (house: LeadHouse, records: readonly CrmRecord[]) =>
  absorbBaseline({ ...house.deps, inbox: house.db.database.inbox }, records);

/** From before the connection, as everything that a first reading finds. */
function old(over: RecordOverrides = {}): CrmRecord {
  const at = after(noon, -30 * DAY_MS);
  return aCrmRecord({ createdAt: at, modifiedAt: at, ...over });
}

const hinted = async (house: LeadHouse) =>
  (await house.db.rows<{ record_id: string }>('SELECT record_id FROM inbox ORDER BY id')).map((row) => row.record_id);

/** Everything that is kept of records and leads, whatever the leads are called. */
async function kept(house: LeadHouse) {
  const mirror = await house.db.rows(
    `SELECT crm, object, record_id, created_at, modified_at, owner_id, company_id, fields, company, lead_ids, converted,
       gone FROM mirror_record ORDER BY crm, object, record_id`,
  );
  const leads = await house.db.rows<object>(
    `SELECT email, facts, search_text, score, score_reasons, state, standing, priority, headline, team, claim_by,
       offered_to, claimed_by, claimed_at, notice, card_target, hold_id, created_at, seen_at, changed_at,
       (SELECT array_agg(crm || ':' || object || ':' || record_id ORDER BY crm, object, record_id)
        FROM lead_ref WHERE lead_id = lead.id) AS refs
     FROM lead ORDER BY refs`,
  );
  return { mirror, leads };
}

const random = createRandom(11);

/** A CRM's records as they lie there: people with and without addresses, some of them known to the other CRM. */
function aCrmFull(crm: CrmName, count: number): readonly CrmRecord[] {
  return Array.from({ length: count }, (_, number) => {
    const object: CrmObject = random.pick(objectsOf(crm));
    const id = `${object}-${String(number).padStart(4, '0')}`;
    const createdAt = after(noon, -random.between(2, 400) * DAY_MS);
    // Whoever leads were converted to has no address, so that no two leads turn out to be one.
    const address = random.pick([null, `p${random.between(1, 25)}@acme.test`, ` P${random.between(1, 25)}@Acme.test `]);
    const email = object === 'contact' && number >= 100 ? null : address;
    const fields: Fields = { first_name: `N${random.between(1, 9)}`, email, score: random.pick([null, 20, 40.5]) };
    const converted =
      crm === 'salesforce' && object === 'lead' && random.between(1, 5) === 1
        ? {
            opportunityId: `opportunity-00${random.between(10, 99)}`,
            contactId: `contact-0${random.between(100, 139)}`,
          }
        : null;
    return old({
      ref: { crm, object, id },
      createdAt,
      modifiedAt: after(createdAt, HOUR_MS),
      ownerId: random.pick([null, `${crm}-ana`, `${crm}-queue`, 'nobody']),
      fields,
      company: random.pick([null, { id: '7', fields: { name: 'Acme', employees: random.pick([10, 5000]) } }]),
      leadIds: object === 'opportunity' ? ['lead-0001'] : [],
      converted,
    });
  });
}

function objectsOf(crm: CrmName): readonly CrmObject[] {
  const own: readonly CrmObject[] = ['lead', 'lead', 'lead', 'company', 'opportunity'];
  return crm === 'hubspot' ? own : [...own, 'contact', 'contact', 'task'];
}

describe('records from before the connection', () => {
  it('taken in many at once are what they would be one by one', async () => {
    for (const records of [aCrmFull('hubspot', 90), aCrmFull('salesforce', 140)]) {
      await take(bulk, records);
      // Pages come again after a crash.
      await take(bulk, records);
      for (const record of records) await each.absorb(record);
    }
    const waiting = await bulk.db.rows<{ crm: CrmName; object: CrmObject; record_id: string }>(
      'SELECT crm, object, record_id FROM inbox ORDER BY id',
    );
    expect(waiting).toEqual([]);
    expect(await kept(bulk)).toEqual(await kept(each));
    expect(await bulk.db.rows('SELECT 1 AS one FROM lead')).not.toHaveLength(0);
    expect(await bulk.db.rows('SELECT 1 AS one FROM lead_event')).toEqual([]);
    expect(await bulk.db.rows('SELECT 1 AS one FROM outbox')).toEqual([]);
  });

  it('are recorded once a portion, not once a lead', async () => {
    const before = await bulk.audited('crm:hubspot');
    const records = Array.from({ length: 40 }, () => old());
    expect(await take(bulk, records)).toEqual({ records: 40, leads: 40, left: 0 });
    expect(await take(bulk, records)).toEqual({ records: 0, leads: 0, left: 0 });
    expect((await bulk.audited('crm:hubspot')).slice(before.length)).toEqual(['intake.baseline_read']);
    const lead = await bulk.leadOf(records[0]?.ref ?? old().ref);
    expect(await bulk.audited(leadSubject(lead.id))).toEqual([]);
  });
});

describe('what goes the usual way', () => {
  it('is what came after the connection, and who has the same address', async () => {
    const email = 'fresh@acme.test';
    const fresh = aCrmRecord({ createdAt: noon, fields: { email } });
    const same = old({ ref: { crm: 'hubspot' }, fields: { email } });
    const other = old();
    const before = await hinted(bulk);
    expect(await take(bulk, [fresh, same, other])).toEqual({ records: 1, leads: 1, left: 2 });
    expect((await hinted(bulk)).slice(before.length).toSorted()).toEqual([fresh.ref.id, same.ref.id].toSorted());
  });

  it('is what changed since it was mirrored, once a version', async () => {
    const record = old();
    await bulk.absorb(record);
    const before = await hinted(bulk);
    const changed = { ...record, modifiedAt: after(record.modifiedAt, MINUTE_MS) };
    await take(bulk, [record]);
    await take(bulk, [changed]);
    await take(bulk, [changed]);
    expect((await hinted(bulk)).slice(before.length)).toEqual([record.ref.id]);
  });

  it('is a further record of a lead that was announced', async () => {
    const email = 'announced@acme.test';
    await bulk.absorb(aCrmRecord({ createdAt: noon, fields: { email } }));
    const twin = old({ ref: { crm: 'salesforce' }, fields: { email } });
    const before = await hinted(bulk);
    expect(await take(bulk, [twin])).toMatchObject({ records: 0, left: 1 });
    expect((await hinted(bulk)).slice(before.length)).toEqual([twin.ref.id]);
  });

  it('is who is being absorbed at this very moment, so that nobody waits', async () => {
    const record = old({ fields: { email: 'busy@acme.test' } });
    const held = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const other = bulk.deps.transact(async (tx) => {
      await tx.leads.lockIdentities(['busy@acme.test']);
      locked.resolve();
      await held.promise;
    });
    await locked.promise;
    expect(await take(bulk, [record])).toMatchObject({ records: 0, left: 1 });
    held.resolve();
    await other;
  });

  it('is a portion in which something cannot be kept', async () => {
    const records = [old(), old({ fields: { title: 'a\0b' } })];
    expect(await take(bulk, records)).toMatchObject({ records: 0, left: 2 });
  });
});
