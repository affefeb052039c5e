// Associations, and what describes the account.
import { expect, it } from 'vitest';
import { ana, aHubspot, bo } from './a-hubspot.ts';

it('ties a contact to its company in both directions, the first one as primary', async () => {
  const { hubspot, call } = await aHubspot();
  const company = hubspot.createCompany({ name: 'Globex', domain: 'globex.test' });
  const contact = hubspot.createContact({ email: 'kim@globex.test' }, { companyId: company.id });
  const alone = hubspot.createContact({ email: 'solo@x.test' });
  expect(await call('GET', `/crm/v4/objects/contacts/${contact.id}/associations/companies`)).toMatchObject({
    body: {
      results: [
        { toObjectId: Number(company.id), associationTypes: [{ typeId: 1, label: 'Primary' }, { typeId: 279 }] },
      ],
    },
  });
  const inputs = [{ id: contact.id }, { id: alone.id }];
  expect(await call('POST', '/crm/v4/associations/contacts/companies/batch/read', { inputs })).toMatchObject({
    status: 207,
    body: {
      results: [{ from: { id: contact.id }, to: [{ toObjectId: Number(company.id) }] }],
      errors: [{ subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND', context: { fromObjectId: [alone.id] } }],
    },
  });
  expect(hubspot.associated(company, 'contacts')).toEqual([contact.id]);
  expect(contact.properties['associatedcompanyid']).toBe(company.id);
});

it('ties a new deal to its contact at creation, and to a company afterwards', async () => {
  const { hubspot, call } = await aHubspot();
  const contact = hubspot.createContact({ email: 'kim@globex.test' });
  const company = hubspot.createCompany({ name: 'Globex' });
  const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 }];
  const made = await call('POST', '/crm/v3/objects/deals', {
    properties: { dealname: 'Globex', dealstage: 'appointmentscheduled' },
    associations: [{ to: { id: contact.id }, types }],
  });
  const { id } = made.body as { id: string };
  expect(hubspot.associated({ object: 'contacts', id: contact.id }, 'deals')).toEqual([id]);
  const path = `/crm/v4/objects/deals/${id}/associations/default/companies/${company.id}`;
  expect((await call('PUT', path)).status).toBe(200);
  expect(hubspot.associated({ object: 'deals', id }, 'companies')).toEqual([company.id]);
});

it('ties and unties records by type, one by one and in batches', async () => {
  const { hubspot, call } = await aHubspot();
  const contact = hubspot.createContact({ email: 'kim@globex.test' });
  const [globex, initech] = ['Globex', 'Initech'].map((name) => hubspot.createCompany({ name }));
  const base = `/crm/v4/objects/contacts/${contact.id}/associations/companies`;
  const types = (associationTypeId: number) => [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }];
  expect(await call('PUT', `${base}/${globex?.id}`, types(279))).toMatchObject({
    status: 201,
    body: { fromObjectTypeId: '0-1', toObjectTypeId: '0-2', toObjectId: Number(globex?.id) },
  });
  expect((await call('PUT', `${base}/${initech?.id}`, types(3))).status).toBe(400);
  const pair = { from: { id: contact.id }, to: { id: initech?.id } };
  const batch = '/crm/v4/associations/contacts/companies/batch';
  expect((await call('POST', `${batch}/associate/default`, { inputs: [pair] })).body).toMatchObject({
    results: [{ from: { id: contact.id }, to: { id: initech?.id } }, {}],
  });
  expect(hubspot.associated(contact, 'companies')).toHaveLength(2);
  expect((await call('DELETE', `${base}/${globex?.id}`)).status).toBe(204);
  const archived = await call('POST', `${batch}/archive`, { inputs: [{ ...pair, to: [pair.to] }] });
  expect(archived.status).toBe(204);
  expect(hubspot.associated(contact, 'companies')).toEqual([]);
});

it('lists owners in pages, the archived ones apart', async () => {
  const { hubspot, call } = await aHubspot();
  hubspot.deactivateOwner(bo.id);
  hubspot.addOwner({ id: '703', email: 'cy@acme.test', firstName: 'Cy', lastName: 'Moe', archived: false });
  const first = await call('GET', '/crm/v3/owners/?limit=1');
  expect(first.body).toMatchObject({ results: [{ id: ana.id, email: ana.email }], paging: { next: { after: '1' } } });
  expect((await call('GET', '/crm/v3/owners/?limit=1&after=1')).body).toMatchObject({ results: [{ id: '703' }] });
  expect((await call('GET', '/crm/v3/owners/?archived=true')).body).toMatchObject({ results: [{ id: bo.id }] });
});

it('describes stages and properties by label', async () => {
  const { call } = await aHubspot({ withoutProperties: ['hubspotscore'] });
  expect((await call('GET', '/crm/v3/pipelines/deals')).body).toMatchObject({
    results: [
      {
        label: 'Sales Pipeline',
        stages: [{ id: 'appointmentscheduled', label: 'Appointment Scheduled' }, {}, {}, {}, {}, {}, {}],
      },
    ],
  });
  const { results } = (await call('GET', '/crm/v3/properties/contacts')).body as {
    results: { name: string; options: unknown[] }[];
  };
  expect(results.map(({ name }) => name)).not.toContain('hubspotscore');
  const owner = results.find(({ name }) => name === 'hubspot_owner_id');
  expect(owner?.options[0]).toMatchObject({ value: ana.id, label: 'Ana Ruiz' });
});

it('answers 404 for what it does not imitate', async () => {
  const { call } = await aHubspot();
  expect((await call('GET', '/marketing/v3/emails')).status).toBe(404);
});
