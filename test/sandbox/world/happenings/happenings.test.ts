// What can be made to happen, through the real servers and without an app: each does what it says and says what it did.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import type { Sandbox } from '#sandbox/start-sandbox.ts';
import { createHappenings } from '#sandbox/world/happenings/happenings.ts';
import type { Happenings } from '#sandbox/world/happenings/happenings.ts';
import { createRecords } from '#sandbox/world/records/records.ts';
import { hubspotOwnerId } from '#sandbox/world/servers.ts';
import { eavesdrop } from '../../../support/eavesdrop.ts';
import type { Eavesdrop } from '../../../support/eavesdrop.ts';
import { aSandbox } from '../../../support/sandbox.ts';

let sandbox: Sandbox;
let world: Happenings;
let app: Eavesdrop;
const steps: string[] = [];
let runs = true;

beforeAll(async () => {
  sandbox = await aSandbox({ hubspot: { limits: { searchPerSecond: 5, burst: 190, daily: 1_000 } } });
  app = await eavesdrop(() => 200);
  sandbox.pointAt(app.url);
  world = createHappenings({
    sandbox,
    records: createRecords(sandbox),
    leadEveryMs: 20_000,
    app: {
      restart: async () => void steps.push('restart'),
      startOver: async () => void steps.push('start over'),
      stop: async () => void (runs = false),
      start: async () => void (runs = true),
      running: () => runs,
    },
  });
});
afterAll(async () => {
  await sandbox.close();
  await app.close();
});
afterEach(async () => {
  for (const name of world.on()) await world.make(name, { on: false });
});

const contacts = () => sandbox.hubspot.records('contacts');
const aContact = (lastname: string) =>
  sandbox.hubspot.createContact({ firstname: 'Dana', lastname, email: `${lastname}@halyard.example`.toLowerCase() });
const aLead = (LastName: string) =>
  sandbox.salesforce.createLead({
    LastName,
    Company: 'Halyard',
    Email: `${LastName}@h.example`,
    Owner: 'Inbound Leads',
  });

async function slackCall(method: string, body: Record<string, unknown>): Promise<Response> {
  return fetch(`${sandbox.slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

function hubspotCall(): Promise<Response> {
  const headers = { authorization: `Bearer ${sandbox.hubspot.accessToken}` };
  return fetch(`${sandbox.hubspot.url}/crm/v3/objects/contacts`, { headers });
}

describe('the list', () => {
  it('describes each with a name of its own, a label and a sentence', () => {
    expect(new Set(world.list.map(({ name }) => name)).size).toBe(world.list.length);
    for (const { label, about, kind, verb } of world.list) {
      expect(label).toMatch(/\w/u);
      expect(verb === undefined).toBe(kind === 'switch');
      expect(about).toMatch(/\.$/u);
    }
  });

  it('leaves the app out where the sandbox did not start it', () => {
    const alone = createHappenings({ sandbox, records: createRecords(sandbox), leadEveryMs: 1, app: null });
    expect(alone.list.map(({ group }) => group)).not.toContain('app');
  });

  it('has no more than these', async () => {
    await expect(world.make('earthquake')).rejects.toThrow(/Nothing called earthquake.*demo_form/u);
  });
});

describe('leads', () => {
  it('come from the demo form, as it was filled in', async () => {
    const input = { name: 'Ada von Lovelace', company: 'Engines Ltd', email: 'Ada@engines.example', employees: '1200' };
    const { said } = await world.make('demo_form', input);
    expect(said).toMatch(/^Ada von Lovelace of Engines Ltd asked for a demo/u);
    const contact = contacts().find(({ properties }) => properties['email'] === 'ada@engines.example');
    expect(contact?.properties).toMatchObject({ firstname: 'Ada', lastname: 'von Lovelace', company: 'Engines Ltd' });
    expect(Number(contact?.properties['hubspotscore'])).toBeGreaterThan(60);
    const company = sandbox.hubspot.record('companies', contact?.properties['associatedcompanyid'] ?? '');
    expect(company?.properties).toMatchObject({ domain: 'engines.example', numberofemployees: '1200' });
    await expect(world.make('demo_form', input)).rejects.toThrow('ada@engines.example is in HubSpot already');
  });

  it('come from a form that nobody filled in, as somebody made up; each time somebody else', async () => {
    const suggested = () =>
      world.list.find(({ name }) => name === 'demo_form')?.form?.find(({ name }) => name === 'email');
    const before = suggested()?.value;
    await world.make('demo_form', { name: '', email: ' ' });
    expect(contacts().map(({ properties }) => properties['email'])).toContain(before);
    expect(suggested()?.value).not.toBe(before);
  });

  it.each([
    { field: 'email', input: { email: 'nobody' }, words: 'email: not an e-mail address' },
    { field: 'employees', input: { employees: 'many' }, words: 'employees: not a number' },
    { field: 'employees', input: { employees: 0 }, words: 'employees: at least 1' },
  ])('are refused for a wrong $field', async ({ input, words }) => {
    await expect(world.make('demo_form', input)).rejects.toMatchObject({ code: 'invalid_input', message: words });
  });

  it('come one at a time, or all the time', async () => {
    const before = contacts().length + sandbox.salesforce.records('Lead').length;
    expect((await world.make('new_lead')).said).toMatch(/is in (?:HubSpot|Salesforce)/u);
    expect(contacts().length + sandbox.salesforce.records('Lead').length).toBe(before + 1);
    await world.make('leads_arrive');
    expect(sandbox.leads.running()).toBe(true);
    expect(world.on()).toEqual(['leads_arrive']);
    await world.make('leads_arrive', { on: true });
    await world.make('leads_arrive', { on: false });
    expect(sandbox.leads.running()).toBe(false);
  });
});

describe('fifty leads from a webinar', () => {
  afterEach(() => void vi.useRealTimers());

  it('arrive in both CRMs within twenty seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const before = { contacts: contacts().length, leads: sandbox.salesforce.records('Lead').length };
    expect((await world.make('webinar')).said).toContain('50 people');
    vi.advanceTimersByTime(20_000);
    const came = {
      contacts: contacts().length - before.contacts,
      leads: sandbox.salesforce.records('Lead').length - before.leads,
    };
    expect(came.contacts + came.leads).toBeGreaterThanOrEqual(50);
    expect(came.leads).toBeGreaterThan(5);
    const details = contacts().map(({ properties }) => properties['hs_analytics_source_data_1'] ?? '');
    expect(details.filter((detail) => detail.startsWith('Webinar')).length).toBeGreaterThanOrEqual(came.contacts);
  });
});

describe('colleagues', () => {
  it('take the newest lead without an owner in HubSpot', async () => {
    sandbox.clock.moveBy(1000);
    const { id } = aContact('Grabbed');
    expect((await world.make('grab', { crm: 'hubspot', who: 'cy' })).said).toBe(
      "Cy took Dana Grabbed in HubSpot's own pages.",
    );
    expect(sandbox.hubspot.record('contacts', id)?.properties['hubspot_owner_id']).toBe(hubspotOwnerId('cy@acme.test'));
  });

  it('take the newest lead of the queue in Salesforce', async () => {
    sandbox.clock.moveBy(1000);
    const id = aLead('Queued');
    await world.make('grab', { crm: 'salesforce', who: 'bo' });
    expect(sandbox.salesforce.record('Lead', id)?.['OwnerId']).toBe(sandbox.salesforce.ownerId('bo@acme.test'));
  });

  it('cannot take a lead without a seat', async () => {
    await expect(world.make('grab', { who: 'mia' })).rejects.toThrow('mia has no seat in the CRM; ana, bo, cy have.');
  });

  it.each([
    { crm: 'hubspot', make: aContact },
    { crm: 'salesforce', make: aLead },
  ] as const)('delete a lead in $crm', async ({ crm, make }) => {
    sandbox.clock.moveBy(1000);
    const made = make('Gone');
    await world.make('delete_lead', { crm });
    const live = typeof made === 'string' ? sandbox.salesforce.record('Lead', made)?.['IsDeleted'] : null;
    const kept = typeof made === 'string' ? live === false : sandbox.hubspot.record('contacts', made.id) !== null;
    expect(kept).toBe(false);
  });

  it('merge two records of a lead in both CRMs', async () => {
    sandbox.clock.moveBy(1000);
    const contact = aContact('Twice');
    const lead = aLead('Double');
    const [inHubspot] = await Promise.all([world.make('merge'), world.make('merge', { crm: 'salesforce' })]);
    expect(inHubspot.said).toContain('Dana Twice was in HubSpot twice');
    expect(sandbox.hubspot.record('contacts', contact.id)?.properties['hs_merged_object_ids']).toMatch(/\d/u);
    const doubles = sandbox.salesforce.records('Lead').filter((row) => row['LastName'] === 'Double');
    expect(doubles.map((row) => row['Id'])).toEqual([lead]);
  });

  it('see a score rise', async () => {
    sandbox.clock.moveBy(1000);
    const { id } = aContact('Hot');
    await world.make('score_rises');
    expect(sandbox.hubspot.record('contacts', id)?.properties['hubspotscore']).toBe('95');
  });

  it('go on holiday in Slack, and come back', async () => {
    expect((await world.make('holiday')).said).toContain('leads are offered to the rest of the team');
    const answer = await (await slackCall('users.list', {})).json();
    expect(answer).toMatchObject({
      members: expect.arrayContaining([
        expect.objectContaining({ name: 'bo', profile: expect.objectContaining({ status_emoji: ':palm_tree:' }) }),
      ]),
    });
    expect((await world.make('holiday')).said).toBe('Bo is back, and takes turns again.');
  });
});

describe('faults', () => {
  it.each(['hubspot_down', 'salesforce_down', 'slack_down'])('%s answers 503 until it is mended', async (name) => {
    const call = {
      hubspot_down: hubspotCall,
      salesforce_down: () => fetch(`${sandbox.salesforce.url}/services/data`),
      slack_down: () => slackCall('auth.test', {}),
    }[name];
    await world.make(name, { on: true });
    expect((await world.make(name, { on: true })).said).toContain('so already');
    expect((await call?.())?.status).toBe(503);
    expect(world.on()).toEqual([name]);
    await world.make(name, { on: false });
    expect((await call?.())?.status).toBe(200);
  });

  it('one channel of Slack is limited, another is not', async () => {
    await world.make('slack_rate_limited');
    const limited = await slackCall('chat.postMessage', { channel: '#enterprise-leads', text: 'hello' });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '5']);
    expect((await slackCall('chat.postMessage', { channel: '#smb-leads', text: 'hello' })).status).toBe(200);
  });

  it('several at once are taken back one by one', async () => {
    await world.make('slack_slow');
    await world.make('slack_drops_answers');
    await world.make('slack_slow', { on: false });
    expect(world.on()).toEqual(['slack_drops_answers']);
    const before = sandbox.slack.workspace.messages('#smb-leads').length;
    await expect(slackCall('chat.postMessage', { channel: '#smb-leads', text: 'lost' })).rejects.toThrow(
      'fetch failed',
    );
    expect(sandbox.slack.workspace.messages('#smb-leads')).toHaveLength(before + 1);
  });

  it('HubSpot’s calls of the day are nearly spent, and free again', async () => {
    await world.make('hubspot_budget');
    expect(Number((await hubspotCall()).headers.get('x-hubspot-ratelimit-daily-remaining'))).toBeLessThan(30);
    await world.make('hubspot_budget');
    expect(Number((await hubspotCall()).headers.get('x-hubspot-ratelimit-daily-remaining'))).toBeGreaterThan(800);
  });

  it('show what was turned elsewhere', () => {
    sandbox.hubspot.fault({ kind: 'status', status: 503, times: 'until_cleared' });
    expect(world.on()).toEqual(['hubspot_down']);
  });
});

describe('webhooks', () => {
  const deliveries = () => app.heard.filter(({ path }) => path.startsWith('/webhooks/')).length;

  it('arrive twice from both CRMs', async () => {
    await world.make('webhooks_twice');
    const before = deliveries();
    aContact('Twofold');
    aLead('Twofold');
    await vi.waitFor(() => expect(deliveries()).toBe(before + 4));
  });

  it('do not arrive at all, and what happened meanwhile never does', async () => {
    await world.make('webhooks_silent');
    const before = deliveries();
    aContact('Unheard');
    aLead('Unheard');
    await world.make('webhooks_silent', { on: false });
    const { id } = aContact('Heard');
    await vi.waitFor(() => expect(app.heard.some(({ body }) => body.includes(id))).toBe(true));
    expect(deliveries()).toBe(before + 1);
  });

  it('arrive out of order', async () => {
    await world.make('webhooks_reordered');
    const ids = ['First', 'Second', 'Third'].map((name) => aContact(name).id);
    const told = () => app.heard.map(({ body }) => body).join('');
    await vi.waitFor(() => expect(ids.every((id) => told().includes(id))).toBe(true));
    const places = ids.map((id) => told().indexOf(id));
    expect(places).not.toEqual(places.toSorted((one, other) => one - other));
  });
});

describe('time', () => {
  it.each([
    { name: 'forward_15m', ms: 15 * MINUTE_MS },
    { name: 'forward_1h', ms: HOUR_MS },
    { name: 'forward_1d', ms: DAY_MS },
    { name: 'forward_1w', ms: 7 * DAY_MS },
  ])('$name moves the clock and says what time it is', async ({ name, ms }) => {
    const before = sandbox.clock.now().getTime();
    const { said } = await world.make(name);
    expect(sandbox.clock.now().getTime() - before).toBeGreaterThanOrEqual(ms);
    expect(said).toContain(String(sandbox.clock.now().getFullYear()));
  });
});

describe('Signalbox', () => {
  it('is restarted, stopped and started, or begins anew', async () => {
    await world.make('app_restart');
    await world.make('slack_down');
    await world.make('start_over');
    expect(world.on()).toEqual([]);
    expect(steps).toEqual(['restart', 'start over']);
    await world.make('app_stopped');
    expect([runs, world.on()]).toEqual([false, ['app_stopped']]);
    await world.make('app_stopped');
    expect(runs).toBe(true);
  });

  it('is told to whoever listens, whatever came of it', async () => {
    const heard = vi.fn<() => void>();
    const stop = world.onChange(heard);
    await world.make('forward_15m');
    await world.make('earthquake').catch(() => undefined);
    stop();
    await world.make('forward_15m');
    expect(heard).toHaveBeenCalledTimes(2);
  });
});
