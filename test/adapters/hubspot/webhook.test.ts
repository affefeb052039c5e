// Deliveries: genuine ones become neutral events, all others are refused with a reason.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CorrelationId } from '#kernel/ids.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import { receiveHubspot, type HubspotDelivery } from '#adapters/hubspot/webhook.ts';

const now = new Date('2026-11-23T12:00:00Z');
const secrets = { clientSecret: 'client-secret', now: () => now };
const url = 'https://signalbox.acme.test/webhooks/hubspot';
const correlationId = CorrelationId.parse('c-1');

const creation = {
  eventId: 1,
  subscriptionId: 25,
  portalId: 143999001,
  appId: 1160452,
  occurredAt: now.getTime() - 1500,
  subscriptionType: 'contact.creation',
  attemptNumber: 0,
  objectId: 501,
  changeFlag: 'CREATED',
};

/** Signed as HubSpot signs; `changes` are made afterwards. */
function aDelivery(events: unknown, changes: Partial<HubspotDelivery> = {}, sentAt = now): HubspotDelivery {
  const body = Buffer.from(typeof events === 'string' ? events : JSON.stringify(events));
  const timestamp = String(sentAt.getTime());
  const signature = createHmac('sha256', 'client-secret')
    .update(`POST${url}${body.toString()}${timestamp}`)
    .digest('base64');
  return { url, method: 'POST', body, signature, timestamp, correlationId, ...changes };
}

function eventsOf(events: unknown) {
  const verdict = receiveHubspot(secrets, aDelivery(events));
  if (verdict.kind !== 'events') throw new Error(verdict.because);
  return verdict.events;
}

describe('refusing', () => {
  it.each([
    { when: 'there is no signature', delivery: aDelivery([], { signature: undefined }) },
    { when: 'there is no timestamp', delivery: aDelivery([], { timestamp: undefined }) },
    { when: 'the timestamp is no number', delivery: aDelivery([], { timestamp: 'now' }) },
    { when: 'the signature is another', delivery: aDelivery([], { signature: 'AAAA' }) },
    { when: 'the body was changed', delivery: aDelivery([creation], { body: Buffer.from('[]') }) },
    { when: 'it was sent to another address', delivery: aDelivery([], { url: `${url}?x=1` }) },
    { when: 'it is stale', delivery: aDelivery([], {}, new Date(now.getTime() - 5 * MINUTE_MS - 1)) },
    { when: 'it comes from the future', delivery: aDelivery([], {}, new Date(now.getTime() + 5 * MINUTE_MS + 1)) },
  ])('is unauthorized when $when', ({ delivery }) => {
    expect(receiveHubspot(secrets, delivery)).toMatchObject({ kind: 'unauthorized', because: expect.any(String) });
  });

  it('is unauthorized while no secret is configured', () => {
    const verdict = receiveHubspot({ ...secrets, clientSecret: null }, aDelivery([creation]));
    expect(verdict).toMatchObject({ kind: 'unauthorized', because: expect.stringContaining('HUBSPOT_CLIENT_SECRET') });
  });

  it.each([
    { when: 'it is not JSON', events: 'hello' },
    { when: 'it is not a list', events: creation },
    { when: 'an event lacks its type', events: [{ portalId: 1, occurredAt: 1, objectId: 1 }] },
  ])('is malformed when $when', ({ events }) => {
    expect(receiveHubspot(secrets, aDelivery(events))).toMatchObject({ kind: 'malformed' });
  });
});

describe('understanding', () => {
  it('accepts a signature of four minutes ago', () => {
    const delivery = aDelivery([creation], {}, new Date(now.getTime() - 4 * MINUTE_MS));
    expect(receiveHubspot(secrets, delivery)).toMatchObject({ kind: 'events' });
  });

  it('names the record and what happened', () => {
    expect(eventsOf([creation])).toMatchObject([
      {
        crm: 'hubspot',
        object: 'lead',
        recordId: '501',
        change: 'changed',
        occurredAt: new Date(creation.occurredAt),
        type: 'contact.creation',
        correlationId,
      },
    ]);
  });

  it.each([
    { type: 'company.propertyChange', object: 'company', change: 'changed' },
    { type: 'deal.deletion', object: 'opportunity', change: 'deleted' },
    { type: 'contact.privacyDeletion', object: 'lead', change: 'deleted' },
    { type: 'ticket.creation', object: null, change: 'changed' },
  ])('$type is about $object', ({ type, object, change }) => {
    expect(eventsOf([{ ...creation, subscriptionType: type }])).toMatchObject([{ object, change, type }]);
  });

  it('reads generic subscriptions and changes of association', () => {
    const { objectId: _, ...rest } = creation;
    const generic = { ...creation, subscriptionType: 'object.propertyChange', objectTypeId: '0-3' };
    const association = { ...rest, subscriptionType: 'contact.associationChange', fromObjectId: 501, toObjectId: 9 };
    expect(eventsOf([generic, association])).toMatchObject([
      { object: 'opportunity', recordId: '501' },
      { object: 'lead', recordId: '501', change: 'changed' },
    ]);
  });

  it('gives a repeat the same key, and another event another', () => {
    const change = { ...creation, subscriptionType: 'contact.propertyChange', propertyName: 'hubspotscore' };
    const [first, repeat, higher, later] = eventsOf([
      { ...change, propertyValue: '91' },
      { ...change, propertyValue: '91', eventId: 2, attemptNumber: 3 },
      { ...change, propertyValue: '92' },
      { ...change, propertyValue: '91', occurredAt: creation.occurredAt + 1 },
    ]).map(({ key }) => key);
    expect(repeat).toBe(first);
    expect(new Set([first, higher, later]).size).toBe(3);
  });

  it('tells of each id of a merge where it went', () => {
    const merge = {
      ...creation,
      subscriptionType: 'contact.merge',
      primaryObjectId: 501,
      mergedObjectIds: [502, 503],
      newObjectId: 601,
    };
    expect(eventsOf([merge]).map(({ recordId, change }) => [recordId, change])).toEqual([
      ['502', 'merged'],
      ['503', 'merged'],
      ['501', 'merged'],
      ['601', 'changed'],
    ]);
    const { newObjectId: _, ...kept } = merge;
    expect(eventsOf([kept]).map(({ recordId, change }) => [recordId, change])).toEqual([
      ['502', 'merged'],
      ['503', 'merged'],
      ['501', 'changed'],
    ]);
  });
});
