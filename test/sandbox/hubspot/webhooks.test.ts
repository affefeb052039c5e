// What HubSpot tells the app: signed, in batches, at least once.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { RETRIES_MS, signature } from '#sandbox/hubspot/webhooks.ts';
import type { WebhookOptions } from '#sandbox/hubspot/webhooks.ts';
import { ana, aHubspot, noon } from './a-hubspot.ts';

interface Received {
  readonly events: readonly Record<string, unknown>[];
  readonly authentic: boolean;
}

const secret = 'client-secret';

async function aHubspotThatTells(statuses: number[] = [], options: Partial<WebhookOptions> = {}) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const timestamp = String(request.headers['x-hubspot-request-timestamp']);
    const expected = signature('POST', `http://${request.headers.host}/webhooks/hubspot`, body, timestamp, secret);
    received.push({ events: JSON.parse(body), authentic: request.headers['x-hubspot-signature-v3'] === expected });
    response.writeHead(statuses.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/hubspot`;
  const { hubspot, call, time } = await aHubspot();
  const webhooks = hubspot.connectWebhooks({ url, secret, retryAfterMs: [5, 5], ...options });
  return { hubspot, call, time, webhooks, received };
}

it('tells of a creation with its properties in one signed batch', async () => {
  const { hubspot, webhooks, received } = await aHubspotThatTells();
  const { id } = hubspot.createContact({ email: 'kim@globex.test', hubspotscore: '91' });
  await webhooks.settled();
  expect(received).toHaveLength(1);
  expect(received[0]?.authentic).toBe(true);
  expect(received[0]?.events).toMatchObject([
    {
      subscriptionType: 'contact.creation',
      objectId: Number(id),
      portalId: hubspot.portalId,
      occurredAt: noon.getTime(),
    },
    { subscriptionType: 'contact.propertyChange', propertyName: 'email', propertyValue: 'kim@globex.test' },
    { subscriptionType: 'contact.propertyChange', propertyName: 'hubspotscore', propertyValue: '91' },
  ]);
});

it('sends no more than a hundred events at once', async () => {
  const { hubspot, webhooks, received } = await aHubspotThatTells([], { properties: [] });
  for (let n = 0; n < 150; n += 1) hubspot.createContact({ email: `${n}@x.test` });
  await webhooks.settled();
  expect(received.map(({ events }) => events.length)).toEqual(expect.arrayContaining([100, 50]));
});

it('tells of changes of owner, merges and deletions', async () => {
  const { hubspot, webhooks, received } = await aHubspotThatTells([], { properties: ['hubspot_owner_id'] });
  const winner = hubspot.createContact({ email: 'kim@globex.test' });
  const other = hubspot.createContact({ email: 'kim@old.test' });
  hubspot.setOwner('contacts', winner.id, ana.id);
  hubspot.merge('contacts', winner.id, other.id);
  hubspot.deleteRecord('contacts', winner.id);
  await webhooks.settled();
  expect(received.flatMap(({ events }) => events).slice(2)).toMatchObject([
    { subscriptionType: 'contact.propertyChange', propertyName: 'hubspot_owner_id', propertyValue: ana.id },
    { subscriptionType: 'contact.merge', primaryObjectId: Number(winner.id), mergedObjectIds: [Number(other.id)] },
    { subscriptionType: 'contact.deletion', objectId: Number(winner.id) },
  ]);
});

it('tries again after an error, and gives up after its last try', async () => {
  const { hubspot, webhooks } = await aHubspotThatTells([503, 401, 200, 500, 500, 500]);
  hubspot.createCompany({ name: 'Globex' });
  await webhooks.settled();
  expect(webhooks.deliveries().map(({ status }) => status)).toEqual([503, 401, 200]);
  hubspot.createCompany({ name: 'Initech' });
  await webhooks.settled();
  expect(
    webhooks
      .deliveries()
      .slice(3)
      .map(({ status }) => status),
  ).toEqual([500, 500, 500]);
});

it('repeats and reorders on demand', async () => {
  const { hubspot, webhooks, received } = await aHubspotThatTells([], { properties: [] });
  webhooks.setCopies(2);
  webhooks.setReversed(true);
  const first = hubspot.createContact({ email: 'a@x.test' });
  const second = hubspot.createContact({ email: 'b@x.test' });
  await webhooks.settled();
  const ids = received.map(({ events }) => events.map((event) => event['objectId']));
  expect(ids).toEqual(
    [
      [second, first],
      [second, first],
    ].map((pair) => pair.map(({ id }) => Number(id))),
  );
});

it('waits by the account’s clock, and tries ten times more within a day', async () => {
  const hour = 3_600_000;
  const { hubspot, webhooks, time } = await aHubspotThatTells([503, 503, 503], { retryAfterMs: [hour, hour] });
  hubspot.createCompany({ name: 'Globex' });
  for (const tries of [1, 2, 3]) {
    await vi.waitFor(() => expect(webhooks.deliveries()).toHaveLength(tries), { timeout: 3000 });
    time.now = new Date(time.now.getTime() + hour);
  }
  await webhooks.settled();
  expect(webhooks.deliveries().map(({ attempt }) => attempt)).toEqual([0, 1, 2]);
  expect(webhooks.pending()).toEqual([]);
  expect(RETRIES_MS).toHaveLength(10);
  expect(RETRIES_MS.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(24 * hour);
});

it('goes where the app has moved with what it had not taken', async () => {
  const { hubspot, webhooks, time, received } = await aHubspotThatTells([], { retryAfterMs: [60_000] });
  const url = webhooks.target();
  webhooks.moveTo(`${hubspot.url}/nobody`);
  hubspot.createCompany({ name: 'Globex' });
  await vi.waitFor(() => expect(webhooks.deliveries()).toHaveLength(1));
  webhooks.moveTo(url);
  time.now = new Date(time.now.getTime() + 60_000);
  await webhooks.settled();
  expect(received).toHaveLength(1);
});

it('goes on after a restart with what the app had not taken, and forgets what belongs to an account put away', async () => {
  const { hubspot, webhooks, received } = await aHubspotThatTells([503], { retryAfterMs: [60_000] });
  const { id } = hubspot.createCompany({ name: 'Globex' });
  await vi.waitFor(() => expect(webhooks.pending()).toMatchObject([{ attempt: 1 }]));
  const saved = structuredClone(hubspot.save());
  const after = await aHubspot();
  after.hubspot.restore(saved);
  const resumed = after.hubspot.connectWebhooks({ url: webhooks.target(), secret });
  await resumed.settled();
  expect(received.at(-1)?.events).toMatchObject([{ objectId: Number(id), attemptNumber: 1 }, { objectId: Number(id) }]);
  webhooks.forget();
  expect(webhooks.pending()).toEqual([]);
  await webhooks.settled();
});

it('uses one id for the events of a change, and tells of ties from both ends', async () => {
  const { hubspot, webhooks, received } = await aHubspotThatTells([], { properties: ['email', 'city'] });
  const company = hubspot.createCompany({ name: 'Globex' });
  const contact = hubspot.createContact({ email: 'kim@globex.test', city: 'Ulm' }, { companyId: company.id });
  hubspot.dissociate(contact, company);
  await webhooks.settled();
  const events = received.flatMap((batch) => batch.events);
  const ofContact = events.filter((event) => event['objectId'] === Number(contact.id));
  expect(ofContact.map(({ subscriptionType }) => subscriptionType)).toEqual([
    'contact.creation',
    'contact.propertyChange',
    'contact.propertyChange',
  ]);
  expect(new Set(ofContact.map(({ eventId }) => eventId)).size).toBe(1);
  const ties = events.filter(({ subscriptionType }) => String(subscriptionType).endsWith('.associationChange'));
  expect(ties).toMatchObject([
    {
      subscriptionType: 'contact.associationChange',
      associationType: 'CONTACT_TO_COMPANY',
      fromObjectId: Number(contact.id),
      toObjectId: Number(company.id),
      associationRemoved: false,
      isPrimaryAssociation: true,
    },
    { subscriptionType: 'company.associationChange', associationType: 'COMPANY_TO_CONTACT' },
    { associationRemoved: true },
    { associationRemoved: true },
  ]);
  expect(hubspot.record('contacts', contact.id)?.properties['associatedcompanyid']).toBe('');
});

it('speaks of objects by number in generic subscriptions, which tasks have alone', async () => {
  const { hubspot, webhooks, received, call } = await aHubspotThatTells([], { format: 'generic', properties: [] });
  hubspot.createContact({ email: 'kim@globex.test' });
  await call('POST', '/crm/v3/objects/tasks', { properties: { hs_timestamp: noon.toISOString() } });
  await webhooks.settled();
  expect(received.flatMap(({ events }) => events)).toMatchObject([
    { subscriptionType: 'object.creation', objectTypeId: '0-1' },
    { subscriptionType: 'object.creation', objectTypeId: '0-27' },
  ]);
});

it('tells of a record that came back out of the recycle bin', async () => {
  const { hubspot, webhooks, received } = await aHubspotThatTells([], { subscriptions: ['contact.restore'] });
  const { id } = hubspot.createContact({ email: 'kim@globex.test' });
  hubspot.deleteRecord('contacts', id);
  hubspot.restoreRecord('contacts', id);
  await webhooks.settled();
  expect(received.flatMap(({ events }) => events)).toMatchObject([
    { subscriptionType: 'contact.restore', objectId: Number(id) },
  ]);
});

describe('on demand, for every app that is or will be connected,', () => {
  const fine = { duplicate: false, reorder: false, silent: false };

  it('delivers twice', async () => {
    const { hubspot, webhooks, received } = await aHubspotThatTells([], { properties: [] });
    hubspot.setWebhookFaults({ ...fine, duplicate: true });
    hubspot.createContact({ email: 'kim@globex.test' });
    await webhooks.settled();
    expect(received).toHaveLength(2);
    expect(received[0]?.events).toEqual(received[1]?.events);
  });

  it('lets batches overtake each other, with their events backwards', async () => {
    const { hubspot, webhooks, received } = await aHubspotThatTells([], { properties: [] });
    hubspot.setWebhookFaults({ ...fine, reorder: true });
    const ids = Array.from({ length: 150 }, (_, n) => Number(hubspot.createContact({ email: `${n}@x.test` }).id));
    await webhooks.settled();
    const told = received.map(({ events }) => events.map((event) => event['objectId']));
    expect(told).toEqual([ids.slice(0, 50).toReversed(), ids.slice(50).toReversed()]);
  });

  it('says nothing, and does not make up for it afterwards', async () => {
    const { hubspot, webhooks, received } = await aHubspotThatTells([], { properties: [] });
    hubspot.setWebhookFaults({ ...fine, silent: true });
    hubspot.createContact({ email: 'a@x.test' });
    hubspot.setWebhookFaults(fine);
    const { id } = hubspot.createContact({ email: 'b@x.test' });
    await webhooks.settled();
    expect(received.flatMap(({ events }) => events)).toMatchObject([{ objectId: Number(id) }]);
  });
});
