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
          { value: bo.id, sourceType: 'INTEGRATION', sourceLabel: 'Signalbox' },
          { value: ana.id, sourceType: 'CRM_UI', updatedByUserId: expect.any(Number) },
        ],
      },
    });
  });
});

describe('what HubSpot makes of a stage', () => {
  it('dates the entry and the exit, closes a deal on its day, and knows how likely it is', async () => {
    const { hubspot, time } = await aHubspot();
    const { id } = hubspot.createDeal({ dealname: 'Globex', dealstage: 'contractsent', closedate: '2027-01-31' });
    expect(hubspot.record('deals', id)?.properties).toMatchObject({ hs_deal_stage_probability: '0.9' });
    time.now = new Date('2026-11-24T09:00:00Z');
    hubspot.updateRecord('deals', id, { dealstage: 'closedwon' });
    expect(hubspot.record('deals', id)?.properties).toMatchObject({
      hs_v2_date_entered_contractsent: noon.toISOString(),
      hs_v2_date_exited_contractsent: '2026-11-24T09:00:00.000Z',
      hs_v2_date_entered_closedwon: '2026-11-24T09:00:00.000Z',
      hs_is_closed_won: 'true',
      hs_is_closed_lost: 'false',
      closedate: '2026-11-24T09:00:00.000Z',
    });
  });

  it('takes no lifecycle stage back over the API, unless it is emptied first', async () => {
    const { hubspot, call } = await aHubspot();
    const { id } = hubspot.createContact({ email: 'kim@globex.test', lifecyclestage: 'salesqualifiedlead' });
    const set = (lifecyclestage: string) => call('PATCH', `${contacts}/${id}`, { properties: { lifecyclestage } });
    const stage = () => hubspot.record('contacts', id)?.properties['lifecyclestage'];
    expect((await set('lead')).status).toBe(200);
    expect(stage()).toBe('salesqualifiedlead');
    await set('opportunity');
    expect(stage()).toBe('opportunity');
    await set('');
    await set('lead');
    expect(stage()).toBe('lead');
    hubspot.updateRecord('contacts', id, { lifecyclestage: 'subscriber' });
    expect(stage()).toBe('subscriber');
  });

  it('lets no app subscribe somebody again who opted out', async () => {
    const { hubspot, call } = await aHubspot();
    const { id } = hubspot.createContact({ email: 'kim@globex.test', hs_email_optout: 'true' });
    expect(await call('PATCH', `${contacts}/${id}`, { properties: { hs_email_optout: 'false' } })).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'READ_ONLY_VALUE' }] },
    });
  });
});

describe('a list', () => {
  it('pages by id, the archived ones apart', async () => {
    const { hubspot, call } = await aHubspot();
    const ids = ['a', 'b', 'c'].map((name) => hubspot.createContact({ email: `${name}@x.test` }).id);
    const gone = hubspot.createContact({ email: 'gone@x.test' });
    hubspot.deleteRecord('contacts', gone.id);
    const first = await call('GET', `${contacts}?limit=2&properties=email`);
    expect(first.body).toMatchObject({
      results: [{ id: ids[0], properties: { email: 'a@x.test' } }, { id: ids[1] }],
      paging: { next: { after: ids[1] } },
    });
    expect((await call('GET', `${contacts}?limit=2&after=${ids[1]}`)).body).toEqual({
      results: [expect.objectContaining({ id: ids[2] })],
    });
    expect((await call('GET', `${contacts}?archived=true`)).body).toMatchObject({ results: [{ id: gone.id }] });
    expect((await call('GET', `${contacts}?limit=101`)).status).toBe(400);
    expect((await call('GET', `${contacts}?limit=51&propertiesWithHistory=email`)).status).toBe(400);
  });
});

describe('batches', () => {
  it('create all or none', async () => {
    const { hubspot, call } = await aHubspot();
    hubspot.createContact({ email: 'taken@x.test' });
    const inputs = ['new@x.test', 'taken@x.test'].map((email) => ({ properties: { email } }));
    expect((await call('POST', `${contacts}/batch/create`, { inputs })).status).toBe(409);
    const twice = ['same@x.test', 'SAME@x.test'].map((email) => ({ properties: { email } }));
    expect((await call('POST', `${contacts}/batch/create`, { inputs: twice })).status).toBe(400);
    expect(hubspot.records('contacts')).toHaveLength(1);
  });

  it('create each for itself, with 207, where each can be traced', async () => {
    const { hubspot, call } = await aHubspot();
    const { id } = hubspot.createContact({ email: 'taken@x.test' });
    const inputs = ['new@x.test', 'taken@x.test'].map((email, n) => ({
      objectWriteTraceId: String(n),
      properties: { email },
    }));
    expect(await call('POST', `${contacts}/batch/create`, { inputs })).toMatchObject({
      status: 207,
      body: {
        results: [{ properties: { email: 'new@x.test' } }],
        numErrors: 1,
        errors: [
          { category: 'CONFLICT', message: expect.stringContaining(id), context: { objectWriteTraceId: ['1'] } },
        ],
      },
    });
  });

  it('update what is there and name the rest', async () => {
    const { hubspot, call } = await aHubspot();
    const { id } = hubspot.createContact({ email: 'kim@globex.test' });
    const inputs = [id, '404'].map((each) => ({ id: each, properties: { city: 'Ulm' } }));
    expect(await call('POST', `${contacts}/batch/update`, { inputs })).toMatchObject({
      status: 207,
      body: { results: [{ id }], errors: [{ context: { ids: ['404'] } }] },
    });
  });

  it('make or change by a unique property', async () => {
    const { hubspot, call } = await aHubspot();
    const { id } = hubspot.createContact({ email: 'kim@globex.test' });
    const inputs = ['kim@globex.test', 'new@x.test'].map((email) => ({
      idProperty: 'email',
      id: email,
      properties: { city: 'Ulm' },
    }));
    expect(await call('POST', `${contacts}/batch/upsert`, { inputs })).toMatchObject({
      status: 200,
      body: { results: [{ id, new: false }, { new: true }] },
    });
  });

  it('archive, and do not mind what is gone', async () => {
    const { hubspot, call } = await aHubspot();
    const { id } = hubspot.createContact({ email: 'kim@globex.test' });
    const inputs = [{ id }, { id: '404' }];
    expect((await call('POST', `${contacts}/batch/archive`, { inputs })).status).toBe(204);
    expect(hubspot.records('contacts')).toEqual([]);
  });

  it('read histories of fifty at most', async () => {
    const { call } = await aHubspot();
    const inputs = Array.from({ length: 51 }, (_, n) => ({ id: String(n) }));
    const request = { inputs, propertiesWithHistory: ['email'] };
    expect((await call('POST', `${contacts}/batch/read`, request)).status).toBe(400);
  });

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
