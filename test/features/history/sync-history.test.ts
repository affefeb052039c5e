import { describe, expect, it } from 'vitest';
import { firstPlace } from '#features/history/first-place.ts';
import { pauseFill, resumeFill } from '#features/history/pause-fill.ts';
import { syncHistory } from '#features/history/sync-history.ts';
import { Fault } from '#kernel/errors.ts';
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import type { CrmObject } from '#ports/crm.ts';
import { correlationId } from '../../support/builders.ts';
import { aDealRow, aPersonRow } from '../../support/history-rows.ts';
import { useHistoryHouse } from '../../support/history-house.ts';
import { noon } from '../../support/lead-builder.ts';
import { opa } from '../../support/lead-house.ts';

const past = useHistoryHouse();
const { house } = past;
const states = () => house.stores.sync.states('hubspot');
const state = async (kind: string) => (await states()).find((one) => one.kind === kind);
const by = { kind: 'person', slack: opa.id } as const;
const five = ['a', 'b', 'c', 'd', 'e'];
const ids = async () => (await past.people()).map(({ id }) => id);

describe('the first round', () => {
  it('reads every kind in its order, counts what it kept, and makes silent leads of people', async () => {
    for (const id of five) past.person(id);
    past.history.rows.push(aDealRow({ id: 'd1' }));
    expect(await past.round()).toBe('filled');
    expect(await ids()).toEqual(five);
    expect(await state('person')).toMatchObject({ phase: 'follow', done: 5, total: 5, freshAt: noon, trouble: null });
    expect(await state('deal')).toMatchObject({ phase: 'follow', done: 1 });
    const listed = past.history.asked.filter((what) => what.startsWith('list'));
    expect([...new Set(listed)]).toEqual(['list company', 'list person', 'list deal']);
    const leads = await house.db.rows<{ standing: string }>('SELECT standing FROM lead');
    expect(leads.map(({ standing }) => standing)).toEqual(five.map(() => 'baseline'));
    expect(await house.audited('crm:hubspot')).toEqual(expect.arrayContaining(['history.begun', 'history.filled']));
    expect(await past.round()).toBe('done');
    expect((await state('person'))?.done).toBe(5);
  });

  it('that was cut off between two pages goes on where it was, and counts nothing twice', async () => {
    for (const id of five) past.person(id);
    const { list } = past.history;
    let asked = 0;
    past.history.list = async (kind, cursor) => {
      if (kind === 'person' && (asked += 1) === 3) throw new Fault('unavailable', 'HubSpot is down');
      return list(kind, cursor);
    };
    await expect(past.round()).rejects.toThrow('HubSpot is down');
    expect(await state('person')).toMatchObject({ phase: 'fill', done: 4, cursor: '4', trouble: 'HubSpot is down' });
    expect(await past.round()).toBe('filled');
    expect(await state('person')).toMatchObject({ phase: 'follow', done: 5, trouble: null });
    expect(await ids()).toEqual(five);
  });

  it('goes on with a kind that somebody who was taken for dead put back after its end', async () => {
    for (const id of five) past.person(id);
    await past.round();
    const whole = await state('person');
    expect(whole).toBeDefined();
    if (whole) await house.stores.sync.save({ ...whole, phase: 'fill', cursor: '2', done: 2 });
    expect(await past.round()).toBe('filled');
    expect(await state('person')).toMatchObject({ phase: 'follow', done: 5 });
    expect(await past.round()).toBe('done');
  });

  it('that keeps a page twice, as after a crash, has it once', async () => {
    for (const id of five) past.person(id);
    const { takeRecords } = past.deps;
    let crashed = false;
    const crashing = {
      ...past.deps,
      async takeRecords(records: Parameters<typeof takeRecords>[0]) {
        await takeRecords(records);
        if (crashed) return;
        crashed = true;
        throw new Fault('unavailable', 'killed');
      },
    };
    await expect(syncHistory(crashing, past.source)).rejects.toThrow('killed');
    expect(await past.round()).toBe('filled');
    expect(await state('person')).toMatchObject({ done: 5 });
    expect(await house.db.rows('SELECT 1 AS one FROM lead')).toHaveLength(5);
  });

  it('leaves a kind that the CRM refuses for the last, and says why', async () => {
    past.person('a');
    past.history.faults.set('list company', new Fault('forbidden', 'crm.objects.companies.read is missing'));
    await expect(past.round()).rejects.toThrow('crm.objects.companies.read');
    expect(await ids()).toEqual(['a']);
    expect(await state('company')).toMatchObject({ phase: 'fill', trouble: 'crm.objects.companies.read is missing' });
    past.history.faults.clear();
    expect(await past.round()).toBe('filled');
  });

  it('is one process’s at a time', async () => {
    const held = Promise.withResolvers<void>();
    const taken = Promise.withResolvers<void>();
    const first = house.stores.sync.hold('hubspot', () => {
      taken.resolve();
      return held.promise;
    });
    await taken.promise;
    expect(await past.round()).toBe('elsewhere');
    held.resolve();
    await first;
    expect(await past.round()).toBe('filled');
  });
});

describe('a pause', () => {
  it('holds back everything until it is over, and is recorded', async () => {
    past.person('a');
    await past.round();
    const input = { crm: 'hubspot', by, correlationId } as const;
    expect(await pauseFill(past.deps, input)).toEqual({ kind: 'paused' });
    expect(await pauseFill(past.deps, input)).toEqual({ kind: 'already_paused' });
    expect(await past.round()).toBe('paused');
    expect(await resumeFill(past.deps, input)).toEqual({ kind: 'resumed' });
    expect(await resumeFill(past.deps, input)).toEqual({ kind: 'not_paused' });
    expect(await past.round()).toBe('done');
    expect((await house.audited('crm:hubspot')).slice(-2)).toEqual(['history.paused', 'history.resumed']);
  });

  it('of a CRM that was never read is none', async () => {
    expect(await pauseFill(past.deps, { crm: 'salesforce', by, correlationId })).toEqual({ kind: 'never' });
  });

  it('in the middle keeps the pages that are there', async () => {
    for (const id of five) past.person(id);
    const { takeRecords } = past.deps;
    const pausing = {
      ...past.deps,
      async takeRecords(records: Parameters<typeof takeRecords>[0]) {
        if (records.length > 0) await pauseFill(past.deps, { crm: 'hubspot', by, correlationId });
        return takeRecords(records);
      },
    };
    const outcome = await syncHistory(pausing, past.source);
    expect(['paused', 'filled']).toContain(outcome);
    await resumeFill(past.deps, { crm: 'hubspot', by, correlationId });
    await past.round();
    expect(await ids()).toEqual(five);
    expect(await state('person')).toMatchObject({ done: 5 });
  });
});

describe('afterwards', () => {
  it('what changes is followed, and the data is as fresh as the last look', async () => {
    past.person('a');
    await past.round();
    house.clock.pass(HOUR_MS);
    past.history.rows.push(aPersonRow({ id: 'late', createdAt: house.clock.now() }));
    expect(await past.round()).toBe('done');
    expect(await ids()).toEqual(['a', 'late']);
    expect(await state('person')).toMatchObject({ freshAt: house.clock.now(), done: 1 });
    expect((await state('person'))?.follow).toEqual({ at: house.clock.now(), id: 'late' });
  });

  it('where nothing changes the place goes on, so that no list is read from further and further back', async () => {
    past.person('a');
    await past.round();
    house.clock.pass(9 * HOUR_MS);
    await past.round();
    expect((await state('person'))?.follow).toEqual({ at: after(noon, 8 * HOUR_MS), id: '' });
  });

  it('a webhook’s kinds alone are looked at', async () => {
    past.person('a');
    await past.round();
    past.history.asked.length = 0;
    await past.round(new Set(['deal'] as const));
    expect(past.history.asked).toEqual(['changes deal']);
  });

  it('what a list says is deleted is marked, and told to whoever keeps its lead, once', async () => {
    past.person('a');
    await past.round();
    past.history.gone.push({ crm: 'hubspot', object: 'lead', id: 'a' }, { crm: 'hubspot', object: 'touch', id: 't9' });
    await past.round();
    await past.round();
    expect(await past.people()).toEqual([{ id: 'a', gone: true }]);
    const hints = await house.db.rows(`SELECT record_id AS id, change FROM inbox`);
    expect(hints).toEqual([{ id: 'a', change: 'deleted' }]);
  });

  it('a kind that the CRM offers later has a first reading of its own', async () => {
    past.person('a');
    await past.round();
    house.clock.pass(HOUR_MS);
    past.history.offered.push('touch');
    expect(await past.round()).toBe('filled');
    expect(await state('touch')).toMatchObject({ phase: 'follow', startedAt: house.clock.now() });
    expect((await state('person'))?.startedAt).toEqual(noon);
  });

  it('a kind in trouble does not keep the others from being followed', async () => {
    past.person('a');
    await past.round();
    house.clock.pass(MINUTE_MS);
    past.history.faults.set('changes company', new Fault('forbidden', 'not any more'));
    await expect(past.round()).rejects.toThrow('not any more');
    expect((await state('person'))?.freshAt).toEqual(house.clock.now());
    expect(await state('company')).toMatchObject({ trouble: 'not any more', freshAt: noon });
  });
});

describe('the poller of records', () => {
  const placeOf = (object: CrmObject) => firstPlace({ ...house.stores, clock: house.clock }, 'hubspot', object);
  const place = () => placeOf('lead');
  /** As far back as clocks may differ. */
  const hourBefore = (at: Date) => ({ at: after(at, -HOUR_MS), id: '' });

  it('begins behind the first reading, so long before its beginning as clocks may differ', async () => {
    past.person('a');
    await past.round();
    expect(await place()).toEqual(hourBefore(noon));
    expect(await placeOf('task')).toEqual({ at: new Date(0), id: '' });
  });

  it('waits a minute and no longer for a reading that goes on', async () => {
    for (const id of five) past.person(id);
    const { list } = past.history;
    const first = Promise.withResolvers<void>();
    past.history.list = async (kind, cursor) => {
      if (kind === 'person' && cursor !== null) await first.promise;
      return list(kind, cursor);
    };
    const enough = (): boolean => {
      first.resolve();
      return past.history.asked.includes('list person');
    };
    expect(await syncHistory({ ...past.deps, enough }, past.source)).toBe('left');
    expect(await state('person')).toMatchObject({ phase: 'fill', trouble: null });
    house.clock.pass(MINUTE_MS - 1);
    expect(await place()).toBeNull();
    house.clock.pass(1);
    expect(await place()).toEqual(hourBefore(noon));
  });

  it('begins with the connection where the reading cannot even begin', async () => {
    past.history.kinds = () => Promise.reject(new Fault('forbidden', 'nothing may be read'));
    await expect(past.round()).rejects.toThrow('nothing may be read');
    const connectedAt = after(noon, -DAY_MS);
    house.clock.set(connectedAt);
    expect(await place()).toBeNull();
    house.clock.pass(MINUTE_MS);
    expect(await place()).toEqual(hourBefore(connectedAt));
  });

  it('does not wait for one that is paused or in trouble', async () => {
    past.person('a');
    past.history.faults.set('list company', new Fault('unavailable', 'down'));
    await expect(past.round()).rejects.toThrow('down');
    expect(await place()).toBeNull();
    expect(await placeOf('company')).not.toBeNull();
    await pauseFill(past.deps, { crm: 'hubspot', by, correlationId });
    expect(await place()).not.toBeNull();
  });
});
