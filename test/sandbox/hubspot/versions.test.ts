// The dated paths lead where the numbered ones do.
import { expect, it } from 'vitest';
import { numberedPath } from '#sandbox/hubspot/versions.ts';
import { aHubspot } from './a-hubspot.ts';

it.each([
  ['/crm/objects/2026-09/contacts/7', '/crm/v3/objects/contacts/7'],
  ['/crm/objects/2026-03/contacts/search', '/crm/v3/objects/contacts/search'],
  ['/crm/objects/2026-09/contacts/7/associations/companies', '/crm/v4/objects/contacts/7/associations/companies'],
  ['/crm/associations/2026-09/contacts/companies/batch/read', '/crm/v4/associations/contacts/companies/batch/read'],
  ['/crm/owners/2026-09', '/crm/v3/owners'],
  ['/crm/pipelines/2026-09/deals', '/crm/v3/pipelines/deals'],
  ['/crm/properties/2026-09/contacts', '/crm/v3/properties/contacts'],
  ['/account-info/2026-09/details', '/account-info/v3/details'],
  ['/marketing/campaigns/2026-09', '/marketing/v3/campaigns'],
  ['/crm/objects/2019-01/contacts', '/crm/objects/2019-01/contacts'],
  ['/crm/v3/objects/contacts', '/crm/v3/objects/contacts'],
])('%s is %s', (dated, numbered) => {
  expect(numberedPath(dated)).toBe(numbered);
});

it('answers both alike', async () => {
  const { hubspot, call } = await aHubspot();
  const { id } = hubspot.createContact({ email: 'kim@globex.test' });
  const [dated, numbered] = [`/crm/objects/2026-09/contacts/${id}`, `/crm/v3/objects/contacts/${id}`];
  expect((await call('GET', dated)).body).toEqual((await call('GET', numbered)).body);
  expect((await call('POST', '/crm/objects/2026-09/contacts', { properties: { email: 'a@x.test' } })).status).toBe(201);
});
