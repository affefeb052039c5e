import { describe, expect, it } from 'vitest';
import { connectCrm } from '#features/intake/connect-crm.ts';
import { isPollDue, reconcile } from '#features/intake/reconcile.ts';
import { Fault } from '#kernel/errors.ts';
import { after, MINUTE_MS } from '#kernel/time.ts';
import type { Change, ChangeCursor, CrmObject, CrmRecord } from '#ports/crm.ts';
import { aCrmRecord } from '../../support/builders.ts';
import { aFakeCrm } from '../../support/fake-crm.ts';
import { useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse();
const deps = () => ({
  ...house.deps,
  inbox: house.db.database.inbox,
  mirror: house.stores.mirror,
  cursors: house.stores.cursors,
  begin: async (): Promise<ChangeCursor | null> => ({ at: new Date(0), id: '' }),
});

/** A CRM that lists these records' changes, two a page, and remembers what it was asked. */
function aListingCrm(object: 'lead' | 'company', records: readonly CrmRecord[]) {
  const crm = aFakeCrm('salesforce');
  const asked: ChangeCursor[] = [];
  const listed = records.map(({ ref, modifiedAt }): Change => ({ ref, modifiedAt, deleted: false }));
  return Object.assign(crm, {
    tracked: [object] as readonly CrmObject[],
    asked,
    listed,
    async changes(_: unknown, cursor: ChangeCursor) {
      asked.push(cursor);
      const rest = listed.filter(
        ({ modifiedAt, ref }) => modifiedAt > cursor.at || (+modifiedAt === +cursor.at && ref.id > cursor.id),
      );
      const page = rest.slice(0, 2);
      const last = page.at(-1);
      return {
        changes: page,
        next: last ? { at: last.modifiedAt, id: last.ref.id } : cursor,
        caughtUp: rest.length <= 2,
      };
    },
  });
}

const changed = (id: string, minute: number, object: 'lead' | 'company') =>
  aCrmRecord({ ref: { crm: 'salesforce', object, id }, modifiedAt: after(house.clock.now(), minute * MINUTE_MS) });
const wholeSecond = () => new Date(Math.floor(house.clock.now().getTime() / 1000) * 1000);
const waiting = async () =>
  (await house.db.rows<{ record_id: string }>(`SELECT record_id FROM inbox ORDER BY id`)).map((row) => row.record_id);

describe('the poller', () => {
  it('pages from the beginning, then looks back a little, and asks for nothing twice', async () => {
    const crm = aListingCrm('lead', [changed('a', 1, 'lead'), changed('b', 2, 'lead'), changed('c', 3, 'lead')]);
    expect(await isPollDue(deps(), crm, MINUTE_MS)).toBe(true);
    await reconcile(deps(), crm);
    expect(await waiting()).toEqual(['a', 'b', 'c']);
    expect(crm.asked).toHaveLength(2);
    expect(await isPollDue(deps(), crm, MINUTE_MS)).toBe(false);
    house.clock.pass(MINUTE_MS);
    expect(await isPollDue(deps(), crm, MINUTE_MS)).toBe(true);
    await reconcile(deps(), crm);
    expect(await waiting()).toEqual(['a', 'b', 'c']);
    expect(crm.asked[2]?.at.getTime()).toBeLessThan(crm.asked[1]?.at.getTime() ?? 0);
  });

  it('waits for the first reading of an object, and begins where that began', async () => {
    const crm = aListingCrm('company', [changed('early', -9, 'company'), changed('late', 9, 'company')]);
    let place: ChangeCursor | null = null;
    const waiter = { ...deps(), begin: async () => place };
    const before = await waiting();
    await house.db.rows(`DELETE FROM poll_cursor WHERE object = 'company'`);
    await reconcile(waiter, crm);
    expect(crm.asked).toEqual([]);
    expect(await isPollDue(waiter, crm, MINUTE_MS)).toBe(true);
    place = { at: house.clock.now(), id: '' };
    await reconcile(waiter, crm);
    expect((await waiting()).slice(before.length)).toEqual(['late']);
    await house.db.rows(`DELETE FROM poll_cursor WHERE object = 'company'`);
  });

  it('lists what it may although the CRM refuses another object, and says what was refused', async () => {
    const crm = aListingCrm('company', [changed('allowed', 1, 'company')]);
    const { changes } = crm;
    crm.tracked = ['lead', 'company'];
    crm.changes = async (object, cursor) => {
      if (object === 'lead') throw new Fault('forbidden', 'the token lacks crm.objects.contacts.read');
      return changes(object, cursor);
    };
    await expect(reconcile(deps(), crm)).rejects.toThrow('crm.objects.contacts.read');
    expect(await waiting()).toContain('allowed');
  });

  it('goes on where a round was cut off', async () => {
    const records = [1, 2, 3, 4, 5].map((n) => changed(`cut-${n}`, n, 'company'));
    const crm = aListingCrm('company', records);
    const { changes } = crm;
    crm.changes = async (object, cursor) => {
      if (crm.asked.length === 1) throw new Fault('unavailable', 'Salesforce is down');
      return changes(object, cursor);
    };
    await expect(reconcile(deps(), crm)).rejects.toThrow('Salesforce is down');
    crm.changes = changes;
    await reconcile(deps(), crm);
    expect((await waiting()).filter((id) => id.startsWith('cut-'))).toEqual(records.map(({ ref }) => ref.id));
    expect(crm.asked[1]).toMatchObject({ id: 'cut-2' });
  });

  it('asks for everything once although two processes poll at once', async () => {
    const before = await waiting();
    const crm = aListingCrm('lead', [
      changed('twice-a', 61, 'lead'),
      changed('twice-b', 62, 'lead'),
      changed('twice-c', 63, 'lead'),
    ]);
    await Promise.all([reconcile(deps(), crm), reconcile(deps(), crm)]);
    const found = (await waiting()).slice(before.length);
    expect(found.toSorted()).toEqual(['twice-a', 'twice-b', 'twice-c']);
    expect(await isPollDue(deps(), crm, MINUTE_MS)).toBe(false);
  });

  it('asks once more for what was read in the second of its change, where stamps count seconds', async () => {
    const hasty = { ...changed('hasty', 0, 'company'), modifiedAt: wholeSecond() };
    await house.absorb(hasty);
    const exact = { ...changed('exact', 0, 'company'), modifiedAt: after(wholeSecond(), 1) };
    await house.absorb(exact);
    const crm = aListingCrm('company', [hasty, exact]);
    await reconcile(deps(), crm);
    await reconcile(deps(), crm);
    const again = (await waiting()).filter((id) => id === 'hasty' || id === 'exact');
    expect(again).toEqual(['hasty']);
  });

  it('leaves out what the mirror has already, and tells of deletions', async () => {
    const known = changed('known', -1, 'lead');
    await house.absorb(known);
    const gone = { ...changed('gone', 1, 'lead') };
    const crm = aListingCrm('lead', [known, gone]);
    crm.listed.splice(1, 1, { ref: gone.ref, modifiedAt: after(gone.modifiedAt, 60 * MINUTE_MS), deleted: true });
    await reconcile(deps(), crm);
    expect(await waiting()).not.toContain('known');
    const [row] = await house.db.rows(`SELECT change FROM inbox WHERE record_id = 'gone'`);
    expect(row).toEqual({ change: 'deleted' });
  });
});

describe('the connection to a CRM', () => {
  const connection = () => ({
    connections: house.stores.connections,
    transact: house.deps.transact,
    clock: house.clock,
  });

  it('is refused for another account than the data’s', async () => {
    const crm = aFakeCrm('hubspot');
    await connectCrm(connection(), crm);
    crm.account = async () => ({ id: 'other', name: 'Other Inc' });
    await expect(connectCrm(connection(), crm)).rejects.toThrow(/hubspot-account .* but the credentials are for other/);
  });

  it('is refused while the mapping names properties that are not there', async () => {
    const crm = aFakeCrm('hubspot');
    crm.missingProperties = async () => [
      { path: 'lead.score', property: 'contact.hubspot_score', suggestion: 'contact.hubspotscore' },
    ];
    await expect(connectCrm(connection(), crm)).rejects.toThrow('did you mean contact.hubspotscore?');
  });
});
