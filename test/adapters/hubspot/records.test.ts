// What is HubSpot's alone about its records: labels for ids, deals with their people, tasks, links.
import { expect, it, onTestFinished } from 'vitest';
import { SALES_PIPELINE } from '#sandbox/hubspot/properties.ts';
import { ana, bo, openHubspot } from './a-hubspot-crm.ts';

const partners = {
  id: '9001',
  label: 'Partner Pipeline',
  stages: [
    { id: '9101', label: 'Introduced', probability: 0.3, closed: false },
    { id: '9102', label: 'Signed', probability: 1, closed: true },
  ],
};

async function start(options: Parameters<typeof openHubspot>[0] = {}) {
  const { hubspot, connect } = await openHubspot(options);
  const crm = connect();
  onTestFinished(async () => {
    await crm.close();
    await hubspot.close();
  });
  return { hubspot, crm };
}

const deal = { ownerId: null, key: 'k1', links: [], repeat: false } as const;

it('puts a deal into the pipeline that its stage belongs to', async () => {
  const { hubspot, crm } = await start({ sandbox: { pipelines: [SALES_PIPELINE, partners] } });
  expect((await crm.stages('opportunity')).at(-1)).toMatchObject({
    label: 'Signed',
    pipeline: 'Partner Pipeline',
    won: true,
  });
  await crm.create('opportunity', {
    ...deal,
    fields: { name: 'Globex', stage: 'introduced', close_date: '2027-02-21' },
  });
  expect(hubspot.records('deals')).toMatchObject([{ properties: { dealstage: '9101', pipeline: '9001' } }]);
});

it('starts a deal in the first open stage, and passes on what HubSpot says of a stage that it does not know', async () => {
  const { hubspot, crm } = await start();
  await crm.create('opportunity', { ...deal, fields: { name: 'Globex' } });
  expect(hubspot.records('deals')).toMatchObject([{ properties: { dealstage: 'appointmentscheduled' } }]);
  const outcome = await crm.create('opportunity', {
    ...deal,
    key: 'k2',
    fields: { name: 'Globex', stage: 'Nonsense' },
  });
  expect(outcome).toEqual({
    kind: 'refused',
    message: expect.stringContaining('Nonsense was not one of the allowed options'),
  });
});

it('reads a deal with its company, its leads and its outcome', async () => {
  const { hubspot, crm } = await start();
  const company = hubspot.createCompany({ name: 'Globex', numberofemployees: '620' });
  const contact = hubspot.createContact({ email: 'kim@globex.test' }, { companyId: company.id });
  const properties = { dealname: 'Globex', dealstage: 'closedwon', amount: '1200.50', hubspot_owner_id: bo.id };
  const { id } = hubspot.createDeal(properties, { contactId: contact.id, companyId: company.id });
  const { found } = await crm.read('opportunity', [id]);
  expect(found).toMatchObject([
    {
      ownerId: bo.id,
      fields: { amount: 1200.5, stage: 'closedwon', is_won: true },
      company: { id: company.id, fields: { name: 'Globex', employees: 620 } },
      leadIds: [contact.id],
    },
  ]);
});

it('finds a deal without any link by its name and key', async () => {
  const { crm } = await start();
  const record = { ...deal, fields: { name: 'Globex' } };
  const first = await crm.create('opportunity', record);
  expect(await crm.create('opportunity', { ...record, repeat: true })).toMatchObject({
    kind: 'found',
    ref: first.kind === 'refused' ? null : first.ref,
  });
});

it('keeps what was written into a deal besides the key', async () => {
  const { hubspot, crm } = await start();
  await crm.create('opportunity', { ...deal, fields: { name: 'Globex', description: 'Asked for a demo' } });
  expect(hubspot.records('deals')[0]?.properties['description']).toBe('Asked for a demo\n\nMade by Signalbox (k1)');
});

it('refuses to tie a deal to a lead that is gone', async () => {
  const { crm } = await start();
  const links = [{ crm: 'hubspot', object: 'lead', id: '404' }] as const;
  await expect(crm.create('opportunity', { ...deal, links, fields: { name: 'Globex' } })).resolves.toMatchObject({
    kind: 'refused',
  });
});

it.each([
  { kind: 'call', done: false, type: 'CALL', status: 'NOT_STARTED' },
  { kind: 'meeting', done: true, type: 'TODO', status: 'COMPLETED' },
])('writes a task of kind $kind as $type', async ({ kind, done, type, status }) => {
  const { hubspot, crm } = await start();
  const outcome = await crm.create('task', { ...deal, ownerId: ana.id, fields: { subject: 'Kim', kind, done } });
  expect(hubspot.records('tasks')).toMatchObject([
    { properties: { hs_task_type: type, hs_task_status: status, hs_timestamp: '2026-11-23T09:00:00.000Z' } },
  ]);
  const id = outcome.kind === 'refused' ? '' : outcome.ref.id;
  expect((await crm.read('task', [id])).found[0]?.fields).toMatchObject({ subject: 'Kim', done });
});

it('writes an option by its label, clears a field with null, and refuses a property that does not exist', async () => {
  const { hubspot, crm } = await start();
  const { id } = hubspot.createContact({ email: 'kim@globex.test', jobtitle: 'CTO' });
  const ref = { crm: 'hubspot', object: 'lead', id } as const;
  await crm.update(ref, { stage: 'Sales Qualified Lead', title: null, hs_lead_status: 'Bad Timing' });
  expect(hubspot.record('contacts', id)?.properties).toMatchObject({
    lifecyclestage: 'salesqualifiedlead',
    hs_lead_status: 'BAD_TIMING',
    jobtitle: '',
  });
  expect((await crm.read('lead', [id])).found[0]?.fields['title']).toBeNull();
  await expect(crm.update(ref, { shoe_size: 44 })).resolves.toEqual({
    kind: 'refused',
    message: 'Property "shoe_size" does not exist',
  });
});

it('lists owners over several pages, deactivated ones as such', async () => {
  const owners = Array.from({ length: 130 }, (_, n) => ({ ...ana, id: String(1000 + n), email: `rep${n}@acme.test` }));
  const { hubspot, crm } = await start({ sandbox: { owners } });
  hubspot.deactivateOwner('1005');
  const users = await crm.users();
  expect(users).toHaveLength(130);
  expect(users.filter(({ active }) => !active).map(({ id }) => id)).toEqual(['1005']);
});

it('links to a page that exists, once the account is known', async () => {
  const { hubspot, crm } = await start();
  const { id } = hubspot.createContact({ email: 'kim@globex.test', lastname: '<b>Okafor' });
  const ref = { crm: 'hubspot', object: 'lead', id } as const;
  expect(() => crm.recordUrl(ref)).toThrow('not been read yet');
  await crm.account();
  const page = await fetch(crm.recordUrl(ref));
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('&lt;b&gt;Okafor');
});

it('links into the account that was connected before while HubSpot cannot be reached', async () => {
  const { crm } = await start({ crm: { baseUrl: 'https://api.hubapi.com', knownAccountId: '42' } });
  const url = crm.recordUrl({ crm: 'hubspot', object: 'opportunity', id: '7' });
  expect(url).toBe('https://app.hubspot.com/contacts/42/record/0-3/7');
});

it('has no contacts apart from leads', async () => {
  const { crm } = await start();
  await expect(crm.read('contact', ['1'])).rejects.toMatchObject({ code: 'invalid_input' });
});
