// Records over HubSpot's own protocol: status codes, shapes and refusals as its clients meet them.
import { describe, expect, it } from 'vitest';
import { property } from '#sandbox/hubspot/properties.ts';
import { ana, aHubspot, bo, noon } from './a-hubspot.ts';

const contacts = '/crm/v3/objects/contacts';

describe('a single record', () => {
  it('is created with 201, every value a string or null', async () => {
    const { call } = await aHubspot();
    const made = await call('POST', contacts, { properties: { email: 'Kim@Globex.test', hubspotscore: 91 } });
    expect(made.status).toBe(201);
    const { id } = made.body as { id: string };
    const read = await call('GET', `${contacts}/${id}?properties=hubspotscore,jobtitle,nonsense&properties=email`);
    expect(read).toMatchObject({ status: 200, body: { id, archived: false } });
    expect((read.body as { properties: unknown }).properties).toEqual({
      hs_object_id: id,
      createdate: noon.toISOString(),
      lastmodifieddate: noon.toISOString(),
      email: 'kim@globex.test',
      hubspotscore: '91',
      jobtitle: null,
    });
  });

  it('is refused with 409 and the existing id when the e-mail is taken', async () => {
    const { hubspot, call } = await aHubspot();
    const { id } = hubspot.createContact({ email: 'kim@globex.test' });
    expect(await call('POST', contacts, { properties: { email: 'KIM@globex.test' } })).toMatchObject({
      status: 409,
      body: { status: 'error', category: 'CONFLICT', message: `Contact already exists. Existing ID: ${id}` },
    });
  });

  it.each([
    { when: 'the property does not exist', properties: { shoe_size: '44' }, code: 'PROPERTY_DOESNT_EXIST' },
    { when: 'HubSpot sets it itself', properties: { lastmodifieddate: '1' }, code: 'READ_ONLY_VALUE' },
    { when: 'a number is none', properties: { hubspotscore: 'high' }, code: 'INVALID_DOUBLE' },
    { when: 'an option does not exist', properties: { lifecyclestage: 'guest' }, code: 'INVALID_OPTION' },
    { when: 'nobody is that owner', properties: { hubspot_owner_id: '999' }, code: 'INVALID_OPTION' },
  ])('is refused with 400 when $when', async ({ properties, code }) => {
    const { call } = await aHubspot();
    const reply = await call('POST', contacts, { properties });
    expect(reply).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR', errors: [{ code }] } });
  });

  it('is gone after it was archived, except for those who ask for archived ones', async () => {
    const { hubspot, call } = await aHubspot();
    const { id } = hubspot.createContact({ email: 'kim@globex.test' });
    expect(await call('DELETE', `${contacts}/${id}`)).toMatchObject({ status: 204, body: '' });
    expect(await call('GET', `${contacts}/${id}`)).toMatchObject({
      status: 404,
      body: { category: 'OBJECT_NOT_FOUND' },
    });
    expect(await call('GET', `${contacts}/${id}?archived=true`)).toMatchObject({
      status: 200,
      body: { archived: true },
    });
  });

  it('answers under the ids that were merged into it', async () => {
    const { hubspot, call } = await aHubspot();
    const winner = hubspot.createContact({ email: 'kim@globex.test' });
    const other = hubspot.createContact({ email: 'kim@old.test', jobtitle: 'CTO' });
    await call('POST', `${contacts}/merge`, { primaryObjectId: winner.id, objectIdToMerge: other.id });
    expect(await call('GET', `${contacts}/${other.id}?properties=jobtitle,email`)).toMatchObject({
      body: { id: winner.id, properties: { jobtitle: 'CTO', email: 'kim@globex.test' } },
    });
  });
});

describe('what HubSpot sets by itself', () => {
  it('dates the entry into a lifecycle stage and the assignment of an owner', async () => {
    const { hubspot, time } = await aHubspot();
    const { id } = hubspot.createContact({ email: 'kim@globex.test', lifecyclestage: 'lead' });
    time.now = new Date('2026-11-23T13:00:00Z');
    hubspot.setOwner('contacts', id, ana.id);
    hubspot.updateRecord('contacts', id, { lifecyclestage: 'marketingqualifiedlead' });
    expect(hubspot.record('contacts', id)?.properties).toMatchObject({
      hs_v2_date_entered_lead: noon.toISOString(),
      hs_v2_date_entered_marketingqualifiedlead: '2026-11-23T13:00:00.000Z',
      hubspot_owner_assigneddate: '2026-11-23T13:00:00.000Z',
      lastmodifieddate: '2026-11-23T13:00:00.000Z',
    });
  });

  it('keeps who owned it before, newest first, and whether a person or an app changed it', async () => {
    const { hubspot, call } = await aHubspot();
    const { id } = hubspot.createContact({ email: 'kim@globex.test', hubspot_owner_id: ana.id });
    await call('PATCH', `${contacts}/${id}`, { properties: { hubspot_owner_id: bo.id } });
    const { body } = await call('GET', `${contacts}/${id}?propertiesWithHistory=hubspot_owner_id`);
    expect(body).toMatchObject({
      propertiesWithHistory: {
        hubspot_owner_id: [
          { value: bo.id, sourceType: 'INTEGRATION' },
          { value: ana.id, sourceType: 'CRM_UI' },
        ],
      },
    });
  });
});

describe('batches', () => {
  it('answers 207 and names the ids that it could not get', async () => {
    const { hubspot, call } = await aHubspot();
    const { id } = hubspot.createContact({ email: 'kim@globex.test' });
    const reply = await call('POST', `${contacts}/batch/read`, {
      properties: ['email'],
      inputs: [{ id }, { id: '404' }],
    });
    expect(reply).toMatchObject({
      status: 207,
      body: { results: [{ id }], numErrors: 1, errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['404'] } }] },
    });
  });

  it('takes no more than a hundred', async () => {
    const { call } = await aHubspot();
    const inputs = Array.from({ length: 101 }, (_, id) => ({ id: String(id) }));
    expect(await call('POST', `${contacts}/batch/read`, { inputs })).toMatchObject({ status: 400 });
  });

  it('creates and updates several at once', async () => {
    const { call, hubspot } = await aHubspot();
    const inputs = [{ properties: { email: 'a@x.test' } }, { properties: { email: 'b@x.test' } }];
    expect((await call('POST', `${contacts}/batch/create`, { inputs })).status).toBe(201);
    const changes = hubspot.records('contacts').map(({ id }) => ({ id, properties: { city: 'Ulm' } }));
    expect((await call('POST', `${contacts}/batch/update`, { inputs: changes })).status).toBe(200);
    expect(hubspot.records('contacts').map(({ properties }) => properties['city'])).toEqual(['Ulm', 'Ulm']);
  });
});

describe('refusals of the account', () => {
  it('refuses a write that its own rules forbid, in their words', async () => {
    const { hubspot, call } = await aHubspot();
    const { id } = hubspot.createContact({ email: 'kim@globex.test' });
    const takeBack = hubspot.addRule({
      object: 'contacts',
      on: 'hubspot_owner_id',
      unless: 'hs_lead_status',
      message: 'Lead Status is required when an owner is set',
    });
    const claim = { properties: { hubspot_owner_id: ana.id } };
    expect(await call('PATCH', `${contacts}/${id}`, claim)).toMatchObject({
      status: 400,
      body: { errors: [{ message: 'Lead Status is required when an owner is set' }] },
    });
    takeBack();
    expect(await call('PATCH', `${contacts}/${id}`, claim)).toMatchObject({ status: 200 });
  });

  it('answers 423 while a record is locked', async () => {
    const { hubspot, call } = await aHubspot();
    const { id } = hubspot.createContact({ email: 'kim@globex.test' });
    const unlock = hubspot.lock('contacts', id);
    expect((await call('PATCH', `${contacts}/${id}`, { properties: { city: 'Ulm' } })).status).toBe(423);
    unlock();
    expect((await call('PATCH', `${contacts}/${id}`, { properties: { city: 'Ulm' } })).status).toBe(200);
  });

  it('names the scope that is missing, and refuses a revoked or wrong token', async () => {
    const { hubspot, call } = await aHubspot();
    hubspot.removeScope('crm.objects.contacts.write');
    expect(await call('POST', contacts, { properties: {} })).toMatchObject({
      status: 403,
      body: {
        category: 'MISSING_SCOPES',
        errors: [{ context: { requiredGranularScopes: ['crm.objects.contacts.write'] } }],
      },
    });
    const wrong = { authorization: 'Bearer other', 'content-type': 'application/json' };
    expect(await call('GET', '/crm/v3/owners', undefined, wrong)).toMatchObject({ status: 401 });
    hubspot.revokeToken();
    expect(await call('GET', '/crm/v3/owners')).toMatchObject({
      status: 401,
      body: { category: 'INVALID_AUTHENTICATION' },
    });
  });

  it('keeps a custom unique property unique, and finds records by it', async () => {
    const key = property('signalbox_key', 'Signalbox key', { unique: true });
    const { call } = await aHubspot({ properties: { deals: [key] } });
    const deal = { properties: { dealname: 'Globex', signalbox_key: 'k1' } };
    const first = await call('POST', '/crm/v3/objects/deals', deal);
    expect(await call('POST', '/crm/v3/objects/deals', deal)).toMatchObject({
      status: 400,
      body: { subCategory: 'crm.CONFLICTING_UNIQUE_VALUE' },
    });
    const { id } = first.body as { id: string };
    expect(await call('GET', '/crm/v3/objects/deals/k1?idProperty=signalbox_key')).toMatchObject({ body: { id } });
  });
});
