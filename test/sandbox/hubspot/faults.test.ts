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

it('is steered over HTTP by whoever cannot call the driver', async () => {
  const { hubspot, call } = await aHubspot();
  const made = await call('POST', '/_sandbox/create-contact', { properties: { email: 'kim@globex.test' } });
  expect(made.status).toBe(200);
  expect(hubspot.records('contacts')).toHaveLength(1);
  expect((await call('GET', '/_sandbox/state')).body).toMatchObject({
    contacts: [{ id: (made.body as { id: string }).id }],
  });
  expect((await call('POST', '/_sandbox/delete', { object: 'leads' })).status).toBe(400);
  expect((await call('POST', '/_sandbox/nonsense')).status).toBe(404);
});
