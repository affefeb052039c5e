import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WorldState } from '#sandbox/web/protocol.ts';
import { eventually } from '../slack/eventually.ts';
import { aWeb, aWorldSocket, post } from './a-web.ts';
import type { AWeb } from './a-web.ts';

let web: AWeb;
let world: Awaited<ReturnType<typeof aWorldSocket>>;

beforeAll(async () => {
  web = await aWeb();
});
afterAll(() => web.close());
afterEach(() => world.close());

async function watching(): Promise<void> {
  world = await aWorldSocket(web);
}

describe('The world around the workspace', () => {
  it('is told whole at first', async () => {
    await watching();
    const [overview] = await world.heard('overview');
    expect(overview?.world).toMatchObject({ app: 'ready', appUrl: 'http://127.0.0.1:1', on: [], tour: { done: [] } });
    expect(overview?.crms.map(({ crm }) => crm)).toEqual(['hubspot', 'salesforce']);
    expect(overview?.happenings.map(({ name }) => name)).toContain('hubspot_down');
  });

  it('tells of a record that changed, and by whom', async () => {
    await watching();
    const { id } = web.sandbox.hubspot.createContact({ email: 'dana@acme.test', firstname: 'Dana' });
    const [created] = await world.heard('record');
    expect(created).toMatchObject({ what: 'created', row: { crm: 'hubspot', object: 'contacts', id } });
    await post(`${web.url}/_sandbox/crm/hubspot/contacts/${id}`, { values: { jobtitle: 'CEO' }, as: 'mia' });
    const changes = await world.heard('record', 2);
    expect(changes[1]).toMatchObject({ what: 'updated', row: { id, values: { jobtitle: 'CEO' } } });
    const history = await fetch(`${web.url}/_sandbox/crm/hubspot/contacts/${id}/history`);
    expect(await history.json()).toContainEqual(expect.objectContaining({ field: 'jobtitle', value: 'CEO' }));
  });

  it('tells of a switch that was turned, and of the clock that was moved', async () => {
    await watching();
    await post(`${web.url}/_sandbox/world/hubspot_down`, { on: true });
    await eventually(() => expect(lastState()).toMatchObject({ on: ['hubspot_down'] }));
    // The driver's own door is no part of what is down.
    const made = { properties: { email: 'lee@acme.test' } };
    expect(await post(`${web.url}/_sandbox/hubspot/create-contact`, made)).toMatchObject({ status: 200 });
    await post(`${web.url}/_sandbox/world/hubspot_down`, { on: false });
    await eventually(() => expect(lastState()).toMatchObject({ on: [] }));
    web.sandbox.clock.moveBy(3_600_000);
    await eventually(() => expect(lastState()).toMatchObject({ aheadMs: 3_600_000 }));
  });

  it('tells of the app that comes and goes', async () => {
    await watching();
    web.app.set('restarting');
    await eventually(() => expect(lastState()).toMatchObject({ app: 'restarting' }));
    web.app.set('ready', 'http://127.0.0.1:2');
    await eventually(() => expect(lastState()).toMatchObject({ app: 'ready', appUrl: 'http://127.0.0.1:2' }));
  });

  it('tells each change of a record, though they come in one tick', async () => {
    await watching();
    for (const name of ['Ada', 'Ben', 'Cleo']) web.sandbox.hubspot.createCompany({ name });
    const changes = await world.heard('record', 3);
    expect(changes.map(({ row }) => row.title)).toEqual(['Ada', 'Ben', 'Cleo']);
    expect(world.frames.filter((frame) => frame.some(({ kind }) => kind === 'record'))).toHaveLength(1);
  });
});

function lastState(): WorldState | undefined {
  const last = world.all().findLast(({ kind }) => kind === 'world');
  return last?.kind === 'world' ? last.world : undefined;
}
