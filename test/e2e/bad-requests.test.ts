// What arrives at the routes and must not be believed, or cannot be read: answered plainly, and nothing is stored.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MINUTE_MS } from '#kernel/time.ts';
import { outboundMessage } from '#sandbox/salesforce/outbound-message.ts';
import { SECRETS } from '../support/house-settings.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { postAsHubspot, postAsSalesforce, postAsSlack } from '../support/signed-requests.ts';
import type { Forged, Sender } from '../support/signed-requests.ts';

const CREATION = { portalId: 143_999_001, subscriptionType: 'contact.creation', occurredAt: 1, objectId: 501 };
const HUBSPOT_BODY = JSON.stringify([CREATION]);
const SALESFORCE_BODY = JSON.stringify({
  events: [{ object: 'Lead', id: '00QSb000000000KMAQ', type: 'created', at: '2026-03-02T12:00:00Z' }],
});
const SLACK_BODY = JSON.stringify({ type: 'event_callback', event: { type: 'app_mention' } });

let house: House;
beforeAll(async () => {
  house = await aHouse();
});
afterAll(() => house.close());

let stored = 0;
beforeEach(async () => {
  stored = await storedEvents();
});

async function storedEvents(): Promise<number> {
  return (await house.rows('SELECT 1 FROM inbox')).length;
}

interface Forgery {
  readonly when: string;
  readonly send: Sender;
  readonly body: string;
  readonly forged: Forged;
}

const SENDERS = [
  { who: 'Slack', send: postAsSlack, body: SLACK_BODY },
  { who: 'HubSpot', send: postAsHubspot, body: HUBSPOT_BODY },
  { who: 'Salesforce', send: postAsSalesforce, body: SALESFORCE_BODY },
] as const;

const FORGERIES: readonly Forgery[] = SENDERS.flatMap(({ who, send, body }) => [
  { when: `${who}'s signature is wrong`, send, body, forged: { secret: 'somebody-elses' } },
  { when: `${who}'s signature is missing`, send, body, forged: { unsigned: true } },
]);
const ILL_TIMED: readonly Forgery[] = SENDERS.slice(0, 2).flatMap(({ who, send, body }) => [
  { when: `${who}'s signature is stale`, send, body, forged: { ageMs: 6 * MINUTE_MS } },
  { when: `${who}'s signature is from the future`, send, body, forged: { ageMs: -6 * MINUTE_MS } },
]);

it.each([...FORGERIES, ...ILL_TIMED])('answers 401 and stores nothing when $when', async ({ send, body, forged }) => {
  expect((await send(house, body, forged)).status).toBe(401);
  expect(await storedEvents()).toBe(stored);
});

it.each([
  { when: 'the secret in its path is wrong', secret: 'wrong', org: null, status: 401 },
  { when: 'it comes from another org', secret: SECRETS.salesforce, org: '00D000000000001AAA', status: 401 },
  { when: 'all is right', secret: SECRETS.salesforce, org: null, status: 200 },
])('answers $status to an Outbound Message when $when', async ({ secret, org, status }) => {
  const row = { Id: '00QSb000000000KMAQ', SystemModstamp: '2026-03-02T12:00:00.000+0000' };
  const body = outboundMessage(org ?? house.salesforce.organizationId, house.url, 1, [{ object: 'Lead', row }]);
  const answer = await fetch(`${house.url}/webhooks/salesforce/outbound/${secret}`, { method: 'POST', body });
  expect(answer.status).toBe(status);
  expect((await answer.text()).includes('<Ack>true</Ack>')).toBe(status === 200);
  expect(await storedEvents()).toBe(status === 200 ? stored + 1 : stored);
});

it.each(SENDERS)('answers 413 to a body of $who that is too large', async ({ send, body }) => {
  expect((await send(house, `${body.slice(0, -1)}${' '.repeat(1024 * 1024)}`)).status).toBe(413);
  expect(await storedEvents()).toBe(stored);
});

it.each(SENDERS.slice(1))('answers 400 to what $who would never send', async ({ send }) => {
  expect((await send(house, '{"events":')).status).toBe(400);
  expect((await send(house, '"a text"')).status).toBe(400);
  expect(await storedEvents()).toBe(stored);
});

it('answers 400 to Slack when the body is not JSON', async () => {
  expect((await postAsSlack(house, '{"type":')).status).toBe(400);
});

it.each([
  { when: 'HubSpot tells of one', send: postAsHubspot, body: [{ ...CREATION, subscriptionType: 'ticket.creation' }] },
  {
    when: 'Salesforce tells of one',
    send: postAsSalesforce,
    body: { events: [{ object: 'Case', id: '500Sb000000000KMAQ', type: 'created', at: '2026-03-02T12:00:00Z' }] },
  },
])('takes an object that it does not keep and records it as ignored when $when', async ({ send, body }) => {
  expect((await send(house, JSON.stringify(body))).status).toBe(200);
  expect(await storedEvents()).toBe(stored + 1);
  const [last] = await house.rows('SELECT state, object FROM inbox ORDER BY id DESC LIMIT 1');
  expect(last).toEqual({ state: 'ignored', object: null });
});

it.each([
  { when: 'HubSpot', send: postAsHubspot, body: HUBSPOT_BODY },
  { when: 'Salesforce', send: postAsSalesforce, body: SALESFORCE_BODY },
])('finishes an event of $when about a record that is not there', async ({ send, body }) => {
  expect((await send(house, body)).status).toBe(200);
  await eventually(async () => {
    const [last] = await house.rows('SELECT state FROM inbox ORDER BY id DESC LIMIT 1');
    expect(last).toEqual({ state: 'done' });
  });
  expect(await house.rows('SELECT 1 FROM lead')).toEqual([]);
  expect(house.errors).toEqual([]);
});

it('stores an event once however often it is sent', async () => {
  const again = await postAsHubspot(house, HUBSPOT_BODY);
  expect(await again.json()).toEqual({ stored: 0 });
  expect(await storedEvents()).toBe(stored);
});
