// What HubSpot tells the app: signed, in batches, at least once.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { signature } from '#sandbox/hubspot/webhooks.ts';
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
  const { hubspot } = await aHubspot();
  const webhooks = hubspot.connectWebhooks({ url, secret, retryAfterMs: [5, 5], ...options });
  return { hubspot, webhooks, received };
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
