// What goes wrong on demand, and steering from another process.
import { expect, it } from 'vitest';
import { aHubspot } from './a-hubspot.ts';

const contacts = '/crm/v3/objects/contacts';
const kim = { properties: { email: 'kim@globex.test' } };

it('stores the record and drops the answer', async () => {
  const { hubspot, call } = await aHubspot();
  hubspot.fault({ kind: 'drop_after_commit', method: 'POST' });
  await expect(call('POST', contacts, kim)).rejects.toThrow('fetch failed');
  expect(hubspot.records('contacts')).toHaveLength(1);
});

it('resets the connection before anything happened', async () => {
  const { hubspot, call } = await aHubspot();
  hubspot.fault({ kind: 'reset' });
  await expect(call('POST', contacts, kim)).rejects.toThrow('fetch failed');
  expect(hubspot.records('contacts')).toHaveLength(0);
});

it.each([
  { fault: { kind: 'status', status: 477 } as const, status: 477 },
  { fault: { kind: 'rate_limited', retryAfterSeconds: 3 } as const, status: 429 },
  { fault: { kind: 'html' } as const, status: 502 },
])('answers $status for $fault.kind, as often as asked and where asked', async ({ fault, status }) => {
  const { hubspot, call } = await aHubspot();
  hubspot.fault({ ...fault, path: '/owners', times: 2 });
  const statuses: number[] = [];
  for (const path of [contacts + '/1', '/crm/v3/owners', '/crm/v3/owners', '/crm/v3/owners']) {
    statuses.push((await call('GET', path)).status);
  }
  expect(statuses).toEqual([404, status, status, 200]);
});

it('hangs until the caller gives up', async () => {
  const { hubspot } = await aHubspot();
  hubspot.fault({ kind: 'hang' });
  await expect(fetch(`${hubspot.url}/crm/v3/owners`, { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
});

it('goes on until it is cleared where asked, and can be taken back alone', async () => {
  const { hubspot, call } = await aHubspot();
  const mend = hubspot.fault({ kind: 'status', status: 503, times: 'until_cleared' });
  hubspot.fault({ kind: 'html', path: '/owners' });
  for (let n = 0; n < 3; n += 1) expect((await call('GET', contacts)).status).toBe(503);
  expect((await call('GET', '/_sandbox/state')).body).toMatchObject({
    faults: [
      { kind: 'status', status: 503, left: null },
      { kind: 'html', path: '/owners', left: 1 },
    ],
  });
  mend();
  expect((await call('GET', contacts)).status).toBe(200);
  expect(hubspot.pendingFaults()).toBe(1);
});

it.each([
  { status: 423, category: 'LOCKED' },
  { status: 477, category: 'MIGRATION_IN_PROGRESS' },
  { status: 500, category: 'INTERNAL_ERROR' },
])('says what HubSpot says with $status', async ({ status, category }) => {
  const { hubspot, call } = await aHubspot();
  hubspot.fault({ kind: 'status', status, retryAfterSeconds: 60 });
  const reply = await call('GET', contacts);
  expect(reply).toMatchObject({ status, body: { status: 'error', category, correlationId: expect.any(String) } });
  expect(reply.headers.get('retry-after')).toBe('60');
});

it('lists what it can be asked to do, each with its arguments', async () => {
  const { call } = await aHubspot();
  const { body } = await call('GET', '/_sandbox/');
  expect(body).toMatchObject({
    'GET /_sandbox/state': expect.stringContaining('records'),
    'POST /_sandbox/set-owner': expect.stringContaining('{ object, id, ownerId }'),
    'POST /_sandbox/webhook-faults': expect.stringContaining('{ duplicate, reorder, silent }'),
  });
});

it('is steered over HTTP by whoever cannot call the driver', async () => {
  const { hubspot, call } = await aHubspot();
  const made = await call('POST', '/_sandbox/create-contact', { properties: { email: 'kim@globex.test' } });
  expect(made.status).toBe(200);
  expect(hubspot.records('contacts')).toHaveLength(1);
  expect((await call('GET', '/_sandbox/state')).body).toMatchObject({
    contacts: [{ id: (made.body as { id: string }).id }],
  });
  const { id } = made.body as { id: string };
  const steps: readonly (readonly [act: string, body: unknown])[] = [
    ['create-campaign', { properties: { hs_name: 'Webinar' } }],
    ['update', { object: 'contacts', id, properties: { city: 'Ulm' } }],
    ['set-owner', { object: 'contacts', id, ownerId: '701' }],
    ['webhook-faults', { duplicate: true, reorder: false, silent: false }],
    ['spend-daily-limit', { calls: 12 }],
    ['fault', { kind: 'status', times: 'until_cleared' }],
    ['clear-faults', {}],
    ['delete', { object: 'contacts', id }],
    ['restore', { object: 'contacts', id }],
  ];
  for (const [act, body] of steps) {
    expect({ act, ...(await call('POST', `/_sandbox/${act}`, body)) }).toMatchObject({ act, status: 200 });
  }
  expect((await call('GET', '/_sandbox/state')).body).toMatchObject({
    contacts: [{ id, properties: { city: 'Ulm', hubspot_owner_id: '701' } }],
    campaigns: [{ properties: { hs_name: 'Webinar' } }],
    webhookFaults: { duplicate: true },
    dailyLimit: { used: 12 },
    faults: [],
  });
  expect((await call('POST', '/_sandbox/delete', { object: 'leads' })).status).toBe(400);
  expect((await call('POST', '/_sandbox/nonsense')).status).toBe(404);
});
