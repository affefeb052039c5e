import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { OUTBOUND_ACK, readOutboundDelivery } from '#adapters/salesforce/outbound-message.ts';
import { readFlowDelivery } from '#adapters/salesforce/webhook.ts';
import type { WebhookVerdict } from '#ports/crm.ts';
import type { TestOrg } from './org.ts';
import { startOrg } from './org.ts';

const secret = 's3cret';
const now = new Date('2026-11-22T08:00:00Z');
const event = { object: 'Lead', id: '00QSb0000000001AAA', type: 'created', at: '2026-11-22T08:00:00Z' };

function sign(body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

function readFlow(body: string, signature: string | undefined = sign(body), authorization?: string): WebhookVerdict {
  return readFlowDelivery(secret, { body: Buffer.from(body), signature, authorization });
}

describe('a flow’s callout', () => {
  it('becomes events in the port’s words', () => {
    expect(readFlow(JSON.stringify({ events: [event, { ...event, type: 'deleted' }] }))).toMatchObject({
      kind: 'events',
      events: [
        {
          crm: 'salesforce',
          object: 'lead',
          recordId: event.id,
          change: 'changed',
          type: 'Lead.created',
          occurredAt: new Date(event.at),
        },
        { change: 'deleted', type: 'Lead.deleted' },
      ],
    });
  });

  it('gives the same key to the same event, however the id is written', () => {
    const keyOf = (verdict: WebhookVerdict) => (verdict.kind === 'events' ? verdict.events[0]?.key : null);
    const short = { ...event, id: event.id.slice(0, 15) };
    expect(keyOf(readFlow(JSON.stringify({ events: [event] })))).toBe(
      keyOf(readFlow(JSON.stringify({ events: [short] }))),
    );
  });

  it('keeps an object that we do not know as ignored', () => {
    const verdict = readFlow(JSON.stringify({ events: [{ ...event, object: 'Case', id: '500Sb0000000001AAA' }] }));
    expect(verdict).toMatchObject({ kind: 'events', events: [{ object: null, type: 'Case.created' }] });
  });

  it.each([
    { when: 'nothing proves it', signature: undefined, authorization: undefined },
    { when: 'the signature is another body’s', signature: sign('{}'), authorization: undefined },
    { when: 'the signature is cut short', signature: 'sha256=', authorization: undefined },
    { when: 'the bearer is wrong', signature: undefined, authorization: 'Bearer nope' },
    {
      when: 'a wrong signature comes with the right bearer',
      signature: 'sha256=00',
      authorization: `Bearer ${secret}`,
    },
  ])('is refused when $when', ({ signature, authorization }) => {
    const body = Buffer.from(JSON.stringify({ events: [event] }));
    expect(readFlowDelivery(secret, { body, signature, authorization })).toMatchObject({ kind: 'unauthorized' });
  });

  it('is refused when no secret is configured, even with an empty one', () => {
    const delivery = { body: Buffer.from('{}'), signature: undefined, authorization: 'Bearer ' };
    expect(readFlowDelivery(null, delivery)).toMatchObject({ kind: 'unauthorized' });
    expect(readFlowDelivery('', delivery)).toMatchObject({ kind: 'unauthorized' });
  });

  it.each([
    { when: 'it is not JSON', body: '{' },
    { when: 'it is another shape', body: '[]' },
    { when: 'an id is none', body: JSON.stringify({ events: [{ ...event, id: "x' OR" }] }) },
    { when: 'a time is none', body: JSON.stringify({ events: [{ ...event, at: 'noon' }] }) },
  ])('is malformed when $when', ({ body }) => {
    expect(readFlow(body)).toMatchObject({ kind: 'malformed' });
  });
});

describe('what the sandbox pushes', () => {
  const verdicts: WebhookVerdict[] = [];
  const receiver = createServer((request, response) => void receive(request, response));

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const { 'x-signalbox-signature': signature, authorization } = request.headers;
    const trust = { secret, organizationId: org.sandbox.organizationId };
    const verdict =
      request.url === '/webhooks/salesforce'
        ? readFlowDelivery(secret, { body, signature: signature?.toString(), authorization })
        : readOutboundDelivery(trust, { body, pathSecret: request.url?.split('/').at(-1) ?? '' }, now);
    verdicts.push(verdict);
    response.writeHead(verdict.kind === 'events' ? 200 : 401).end(OUTBOUND_ACK);
  }

  let org: TestOrg;
  let base = '';

  beforeAll(async () => {
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/salesforce`;
    org = await startOrg();
  });
  afterAll(async () => {
    await org.close();
    receiver.close();
  });

  it.each([
    {
      when: 'a flow signs',
      targets: () => ({ flow: { url: base, secret, auth: 'hmac' as const } }),
      type: 'Lead.created',
    },
    {
      when: 'a named credential sends',
      targets: () => ({ flow: { url: base, secret, auth: 'bearer' as const } }),
      type: 'Lead.created',
    },
    {
      when: 'an outbound message comes',
      targets: () => ({ outbound: { url: `${base}/outbound/${secret}` } }),
      type: 'Lead.outbound',
    },
  ])('is understood when $when', async ({ targets, type }) => {
    org.sandbox.push.setTargets(targets());
    const id = org.sandbox.createLead({ LastName: 'Okafor', Company: 'Globex' });
    await vi.waitFor(() =>
      expect(verdicts.at(-1)).toMatchObject({
        kind: 'events',
        events: [{ object: 'lead', recordId: id, type, change: 'changed' }],
      }),
    );
    await vi.waitFor(() => expect(org.sandbox.push.deliveries.at(-1)).toMatchObject({ accepted: true, attempt: 1 }));
    org.sandbox.push.setTargets({});
  });
});

describe('an outbound message', () => {
  const trust = { secret, organizationId: '00DSb0000000001AAA' };
  const message = (org: string, inner: string) =>
    `<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>${org}</OrganizationId>${inner}</notifications></e:Body></e:Envelope>`;
  const notice = (id: string) =>
    `<Notification><Id>${id}</Id><sObject xsi:type="sf:Opportunity" xmlns:sf="urn:x"><sf:Id>006Sb0000000001AAA</sf:Id></sObject></Notification>`;
  const good = message(trust.organizationId, notice('04lSb0000000001AAA') + notice('04lSb0000000002AAA'));
  const read = (body: string, pathSecret = secret) =>
    readOutboundDelivery(trust, { body: Buffer.from(body), pathSecret }, now);

  it('carries several notices, each with a key of its own that a repetition keeps', () => {
    const verdict = read(good);
    expect(verdict).toMatchObject({ kind: 'events', events: [{ object: 'opportunity', occurredAt: now }, {}] });
    const keys = verdict.kind === 'events' ? verdict.events.map(({ key }) => key) : [];
    expect(keys).toEqual(['salesforce:outbound:04lSb0000000001AAA', 'salesforce:outbound:04lSb0000000002AAA']);
  });

  it.each([
    { when: 'the address has another secret', verdict: () => read(good, 'nope'), kind: 'unauthorized' },
    {
      when: 'another org sends it',
      verdict: () => read(good.replace('00DSb0000000001', '00DSb0000000009')),
      kind: 'unauthorized',
    },
    {
      when: 'our own org is not known yet',
      verdict: () =>
        readOutboundDelivery({ secret, organizationId: null }, { body: Buffer.from(good), pathSecret: secret }, now),
      kind: 'unauthorized',
    },
    {
      when: 'no secret is configured',
      verdict: () =>
        readOutboundDelivery(
          { secret: null, organizationId: trust.organizationId },
          { body: Buffer.from(good), pathSecret: '' },
          now,
        ),
      kind: 'unauthorized',
    },
    { when: 'it is not XML', verdict: () => read('{"events":[]}'), kind: 'malformed' },
    { when: 'it is cut off', verdict: () => read(good.slice(0, -20)), kind: 'malformed' },
    {
      when: 'it brings a document type',
      verdict: () => read(good.replace('?>', '?><!DOCTYPE x [<!ENTITY a "b">]>')),
      kind: 'malformed',
    },
    { when: 'it carries no notice', verdict: () => read(message(trust.organizationId, '')), kind: 'malformed' },
  ])('is $kind when $when', ({ verdict, kind }) => {
    expect(verdict()).toMatchObject({ kind });
  });
});

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
