import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SalesforceSettings } from '#adapters/salesforce/settings.ts';
import type { TestOrg } from './org.ts';
import { startOrg } from './org.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();

let org: TestOrg;
beforeEach(async () => {
  org = await startOrg({ app: { publicKey, preAuthorized: ['ana@acme.test'] } });
});
afterEach(() => org.close());

function settings(grant: SalesforceSettings['grant']): SalesforceSettings {
  return { loginUrl: org.sandbox.loginUrl, clientId: org.sandbox.app.clientId, grant };
}

function callsTo(part: string): number {
  return org.sandbox.calls.filter(({ path }) => path.includes(part)).length;
}

describe('the session', () => {
  it('is opened once, however many calls begin together', async () => {
    await Promise.all([org.crm.users(), org.crm.account(), org.crm.stages('lead')]);
    expect(callsTo('/oauth2/token')).toBe(1);
  });

  it('is renewed once when it has expired, and the calls go through', async () => {
    await org.crm.account();
    org.sandbox.expireSessions();
    await Promise.all([org.crm.account(), org.crm.account(), org.crm.account()]);
    expect(callsTo('/oauth2/token')).toBe(2);
  });

  it('is not renewed for ever when every new one is refused too', async () => {
    org.sandbox.faults.inject({ kind: 'session_expired', path: '/services/data' });
    await expect(org.crm.account()).rejects.toMatchObject({
      code: 'unauthorized',
      message: 'Session expired or invalid',
    });
    expect(callsTo('/oauth2/token')).toBe(2);
    expect(callsTo('/query')).toBe(2);
  });

  it('can be a person’s, by a signed JWT', async () => {
    const crm = org.connect({ settings: settings({ kind: 'jwt', username: 'ana@acme.test', privateKey }) });
    const id = org.sandbox.createLead({ LastName: 'Okafor', Company: 'Globex', Owner: 'Inbound Leads' });
    await crm.update({ crm: 'salesforce', object: 'lead', id }, { title: 'CEO' });
    expect(org.sandbox.record('Lead', id)).toMatchObject({ LastModifiedById: org.sandbox.ownerId('ana@acme.test') });
  });

  it.each([
    {
      when: 'the secret is wrong',
      grant: { kind: 'client_credentials', clientSecret: 'wrong' },
      code: 'unauthorized',
      message: 'Salesforce refuses our credentials: invalid client credentials (invalid_client)',
    },
    {
      when: 'the person was not pre-authorised',
      grant: { kind: 'jwt', username: 'bo@acme.test', privateKey },
      code: 'unauthorized',
      message: "Salesforce refuses our credentials: user hasn't approved this consumer (invalid_grant)",
    },
    {
      when: 'the private key is none',
      grant: { kind: 'jwt', username: 'ana@acme.test', privateKey: 'no key' },
      code: 'not_configured',
      message: expect.stringContaining('the Salesforce private key cannot sign'),
    },
  ] as const)('is refused with a reason when $when', async ({ grant, code, message }) => {
    const crm = org.connect({ settings: settings(grant) });
    await expect(crm.account()).rejects.toMatchObject({ name: 'Fault', code, message });
  });

  it('comes back by itself once a revoked access is given again', async () => {
    org.sandbox.revokeAccess();
    await expect(org.crm.account()).rejects.toMatchObject({ code: 'unauthorized' });
    org.sandbox.restoreAccess();
    await expect(org.crm.account()).resolves.toMatchObject({ name: 'Acme GmbH' });
  });

  it('is asked for again when Salesforce itself fails', async () => {
    org.sandbox.faults.inject({ kind: 'status', status: 503, body: '<h1>Maintenance</h1>', path: '/oauth2', times: 1 });
    await expect(org.crm.account()).resolves.toEqual({ id: org.sandbox.organizationId, name: 'Acme GmbH' });
  });
});

describe('a page in place of an answer', () => {
  const page = { kind: 'status', status: 200, body: '<h1>Maintenance</h1>', contentType: 'text/html' } as const;

  it('is waited out where asking again is safe', async () => {
    org.sandbox.faults.inject({ ...page, path: '/query', times: 1 });
    await expect(org.crm.account()).resolves.toMatchObject({ name: 'Acme GmbH' });
  });

  it('leaves open whether a record was made', async () => {
    org.sandbox.faults.inject({ ...page, methods: ['POST'], path: '/sobjects/Task', times: 1 });
    const task = { fields: { subject: 'Call' }, ownerId: null, key: 'k', links: [], repeat: false };
    await expect(org.crm.create('task', task)).rejects.toMatchObject({ code: 'unavailable', ambiguous: true });
  });
});

describe('the day’s calls', () => {
  it('are left to claims when nearly used up', async () => {
    const id = org.sandbox.createLead({ LastName: 'Okafor', Company: 'Globex', Owner: 'Inbound Leads' });
    Object.assign(org.sandbox.usage, { used: 4900, max: 5000 });
    await org.crm.account();
    const refused = { code: 'rate_limited', message: expect.stringContaining('nearly used up') as string };
    await expect(org.crm.changes('lead', { at: new Date(0), id: '' })).rejects.toMatchObject(refused);
    await expect(org.crm.users()).rejects.toMatchObject(refused);
    const to = org.sandbox.ownerId('ana@acme.test');
    const ref = { crm: 'salesforce', object: 'lead', id } as const;
    await expect(org.crm.assign({ ref, to, expected: null })).resolves.toEqual({ kind: 'assigned' });
  });

  it('are told to the meter, and a day without any left is told with how long to wait', async () => {
    const seen: { used: number; limit: number }[] = [];
    const outcomes: string[] = [];
    const meter = {
      called: ({ outcome }: { outcome: string }) => void outcomes.push(outcome),
      used: (usage: { used: number; limit: number }) => void seen.push(usage),
    };
    const crm = org.connect({ meter });
    await crm.account();
    expect(seen).toEqual([{ crm: 'salesforce', used: 1, limit: 100_000 }]);
    org.sandbox.faults.inject({ kind: 'limit_exceeded', path: '/services/data' });
    await expect(crm.account()).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 300_000 });
    expect(outcomes).toEqual(['ok', 'ok', 'rate_limited']);
  });
});
