// A world that goes on: what the clock has passed has happened in both CRMs, as if nobody had ever stopped.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '#kernel/time.ts';
import { readParts } from '#sandbox/saved/saved-sandbox.ts';
import type { Entry } from '#sandbox/saved/journal.ts';
import type { Sandbox } from '#sandbox/start-sandbox.ts';
import { createHappenings } from '#sandbox/world/happenings/happenings.ts';
import { createRecords } from '#sandbox/world/records/records.ts';
import { aLivelyWorld } from '../../../support/a-lively-world.ts';
import { aSandbox } from '../../../support/sandbox.ts';

const HUBSPOT = ['contacts', 'deals', 'campaigns', 'calls', 'emails', 'meetings', 'tasks'] as const;
const SALESFORCE = [
  'Lead',
  'Contact',
  'Account',
  'Opportunity',
  'LeadHistory',
  'OpportunityHistory',
  'Campaign',
  'CampaignMember',
  'Task',
  'Event',
  'Asset',
] as const;

/** Every record as text, by its name. */
function everything({ hubspot, salesforce }: Sandbox): ReadonlyMap<string, string> {
  const told = new Map<string, string>();
  for (const object of HUBSPOT) {
    for (const { id, properties } of hubspot.records(object)) {
      const stages = hubspot.history(object, id, object === 'deals' ? 'dealstage' : 'lifecyclestage');
      const ties = hubspot.associated({ object, id }, 'contacts');
      told.set(`${object} ${id}`, JSON.stringify([inOrder(properties), stages, ties]));
    }
  }
  for (const object of SALESFORCE) {
    for (const row of salesforce.records(object)) {
      told.set(`${object} ${String(row['Id'])}`, JSON.stringify(inOrder(row)));
    }
  }
  return told;
}

function inOrder(fields: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(fields).toSorted(([one], [other]) => one.localeCompare(other));
}

/** Contacts of HubSpot that were made since. */
function made(sandbox: Sandbox, since: Date) {
  return sandbox.hubspot.records('contacts').filter(({ createdAt }) => createdAt > since);
}

function happeningsOf(sandbox: Sandbox) {
  return createHappenings({ sandbox, records: createRecords(sandbox), app: null, leadEveryMs: 20_000 });
}

describe('A world that goes on', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await aLivelyWorld();
  });
  afterAll(() => sandbox.close());

  it('has the business of each day that the clock passes, and its own of today', () => {
    const before = sandbox.clock.now();
    const known = everything(sandbox);
    sandbox.clock.moveBy(DAY_MS);
    const after = everything(sandbox);
    const grown = (object: string): number =>
      [...after.keys()].filter((key) => key.startsWith(`${object} `) && !known.has(key)).length;
    expect(grown('contacts')).toBeGreaterThan(8);
    expect(grown('Lead')).toBeGreaterThan(3);
    expect(grown('LeadHistory')).toBeGreaterThan(3);
    const stages = sandbox.hubspot
      .records('contacts')
      .filter(({ id }) => known.has(`contacts ${id}`) && known.get(`contacts ${id}`) !== after.get(`contacts ${id}`))
      .map(({ properties }) => properties['lifecyclestage']);
    expect(stages).toContain('marketingqualifiedlead');
    // Signalbox looks for what changed since it looked: what is new must not look older than that.
    for (const { updatedAt, createdAt } of made(sandbox, before)) {
      expect(updatedAt.getTime()).toBeGreaterThanOrEqual(createdAt.getTime());
      expect(updatedAt.getTime()).toBeLessThanOrEqual(sandbox.clock.now().getTime());
    }
  });

  it('tells no webhook of it, and keeps nothing of it', async () => {
    const size = sandbox.save().length;
    const touched: Entry[] = [];
    const stop = sandbox.onTouch((entry) => touched.push(entry));
    sandbox.clock.moveBy(7 * DAY_MS);
    stop();
    expect(touched.filter((entry) => !('aheadMs' in entry))).toEqual([]);
    expect(sandbox.save().length).toBeLessThan(size + 1_000);
  });

  it('is at each instant what it would be had it begun then', async () => {
    sandbox.clock.moveBy(11 * 60 * MINUTE_MS);
    const again = await aSandbox({ saved: readParts(sandbox.save()) });
    sandbox.life?.catchUp();
    again.clock.setAhead(sandbox.clock.aheadMs());
    again.life?.catchUp();
    const [here, there] = [everything(sandbox), everything(again)];
    await again.close();
    expect([...there.keys()].toSorted()).toEqual([...here.keys()].toSorted());
    const different = [...here].filter(([key, value]) => there.get(key) !== value);
    expect(different).toEqual([]);
  });

  it('leaves alone what somebody has changed', () => {
    const lead = sandbox.salesforce.records('Lead').find((row) => row['Status'] === 'Open - Not Contacted');
    const id = String(lead?.['Id']);
    sandbox.salesforce.update('Lead', id, { Title: 'Changed by hand' });
    const contact = sandbox.hubspot.newest('contacts', 1)[0]?.id ?? '';
    sandbox.hubspot.updateRecord('contacts', contact, { jobtitle: 'Changed by hand' });
    sandbox.clock.moveBy(7 * DAY_MS);
    expect(sandbox.salesforce.record('Lead', id)).toMatchObject({ Title: 'Changed by hand' });
    expect(sandbox.hubspot.record('contacts', contact)?.properties['jobtitle']).toBe('Changed by hand');
  });

  it('finds people by what they are by now', () => {
    const found = sandbox.hubspot.records('contacts').find(({ createdAt }) => createdAt > new Date('2027-03-12'));
    const email = found?.properties['email'] ?? '';
    expect(sandbox.hubspot.findBy('contacts', 'email', email)?.id).toBe(found?.id);
  });

  it('begins anew where it once began', () => {
    const people = sandbox.hubspot.records('contacts').length;
    // The real time lies elsewhere: before the past, nobody is there yet; after it, everybody.
    sandbox.startOver();
    expect(sandbox.hubspot.records('contacts').length).not.toBe(people);
    expect(sandbox.life?.droughts()).toEqual([]);
  });
});

describe('Traffic that drops', () => {
  const byWebForm = ({ properties }: { readonly properties: Readonly<Record<string, string | null>> }) =>
    properties['hs_analytics_source'] === 'DIRECT_TRAFFIC';

  it('takes away those who come by the web form, until it is back', async () => {
    const sandbox = await aLivelyWorld();
    const usual = await aLivelyWorld();
    const world = happeningsOf(sandbox);
    const began = sandbox.clock.now();
    expect((await world.make('traffic_drops', { on: true })).said).toContain('nobody comes by the web form');
    expect(world.on()).toContain('traffic_drops');
    for (const each of [sandbox, usual]) each.clock.moveBy(4 * DAY_MS);

    expect(made(sandbox, began).filter(byWebForm)).toEqual([]);
    const share = made(sandbox, began).length / made(usual, began).length;
    expect(share).toBeGreaterThan(0.45);
    expect(share).toBeLessThan(0.75);

    await world.make('traffic_drops', { on: false });
    const back = sandbox.clock.now();
    sandbox.clock.moveBy(3 * DAY_MS);
    expect(made(sandbox, back).filter(byWebForm).length).toBeGreaterThan(3);
    await Promise.all([sandbox.close(), usual.close()]);
  });

  it('goes on after a restart, also after a crash', async () => {
    const sandbox = await aLivelyWorld();
    const before = readParts(sandbox.save());
    const since: Entry[] = [];
    sandbox.onTouch((entry) => since.push(entry));
    await happeningsOf(sandbox).make('traffic_drops', { on: true });
    sandbox.clock.moveBy(3 * DAY_MS);
    const after = readParts(sandbox.save());
    const people = sandbox.hubspot.records('contacts').length;
    await sandbox.close();
    for (const options of [{ saved: after }, { saved: before, since }]) {
      const again = await aSandbox(options);
      expect(again.life?.isDry()).toBe(true);
      expect(again.hubspot.records('contacts')).toHaveLength(people);
      await again.close();
    }
  });

  it('is nothing that can be made to happen where nothing comes by itself', async () => {
    const still = await aSandbox();
    expect(happeningsOf(still).list.map(({ name }) => name)).not.toContain('traffic_drops');
    await still.close();
  });
});
