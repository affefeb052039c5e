import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { createLog } from '#adapters/observe/log.ts';
import { createMetrics } from '#adapters/observe/metrics.ts';
import { startServer } from '#adapters/server/server.ts';
import type { RunningServer, ServerDeps } from '#adapters/server/server.ts';
import type { Verify } from '#adapters/server/webhooks.ts';
import { Fault } from '#kernel/errors.ts';
import { newCorrelationId } from '#kernel/ids.ts';
import type { CrmEvent } from '#ports/crm.ts';

const SECRET = 'shared';
const ACK = '<Ack>true</Ack>';
let running: RunningServer | null = null;
afterEach(async () => {
  await running?.close(1_000);
  running = null;
});

interface Rig {
  readonly url: string;
  readonly stored: CrmEvent[];
  readonly verified: string[];
}

async function aServer(overrides: Partial<ServerDeps> = {}): Promise<Rig> {
  const stored: CrmEvent[] = [];
  const verified: string[] = [];
  const signed: Verify = ({ method, url, headers, body, pathSecret }) => {
    verified.push(`${method} ${url}`);
    const proof = pathSecret ?? headers['x-signature'];
    const expected = pathSecret === null ? sign(body) : SECRET;
    if (proof !== expected) return { kind: 'unauthorized', because: 'the signature does not match' };
    if (pathSecret === null && !isJson(body)) return { kind: 'malformed', because: 'the body is not JSON' };
    return { kind: 'events', events: [anEvent()] };
  };
  running = await startServer({
    host: '127.0.0.1',
    port: 0,
    log: createLog({ level: 'silent' }),
    metrics: createMetrics(),
    publicUrl: null,
    slack: null,
    api: null,
    hubspot: signed,
    salesforce: { flow: signed, outbound: signed, outboundAck: ACK },
    receive: (events) => {
      stored.push(...events);
      return Promise.resolve(events.length);
    },
    checks: {},
    ...overrides,
  });
  return { url: running.url, stored, verified };
}

function sign(body: Buffer | string): string {
  return createHmac('sha256', SECRET).update(body).digest('hex');
}

function isJson(body: Buffer): boolean {
  try {
    JSON.parse(body.toString());
    return true;
  } catch {
    return false;
  }
}

function anEvent(): CrmEvent {
  return {
    crm: 'hubspot',
    key: 'k',
    object: 'lead',
    recordId: '1',
    change: 'changed',
    occurredAt: new Date(0),
    type: 'contact.creation',
    correlationId: newCorrelationId(),
  };
}

function push(url: string, body: string, signature = sign(body)): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers: { 'x-signature': signature } });
}

describe('a webhook', () => {
  it.each(['/webhooks/hubspot', '/webhooks/salesforce'])(
    'at %s is stored before it is answered with 200',
    async (path) => {
      const { url, stored } = await aServer();
      const answer = await push(`${url}${path}`, '[]');
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ stored: 1 });
      expect(stored).toHaveLength(1);
    },
  );

  it('as an Outbound Message carries its secret in the path and hears Salesforce’s Ack', async () => {
    const { url, stored } = await aServer();
    const answer = await push(`${url}/webhooks/salesforce/outbound/${SECRET}`, '<Envelope/>');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/xml');
    expect(await answer.text()).toBe(ACK);
    expect((await push(`${url}/webhooks/salesforce/outbound/guess`, '<Envelope/>')).status).toBe(401);
    expect((await push(`${url}/webhooks/salesforce/outbound/%E0%A4%A`, '<Envelope/>')).status).toBe(401);
    expect((await push(`${url}/webhooks/salesforce/outbound/`, '<Envelope/>')).status).toBe(404);
    expect(stored).toHaveLength(1);
  });

  it.each([
    { when: 'its signature is wrong', body: '[]', signature: 'wrong', status: 401 },
    { when: 'it is not JSON', body: '[', signature: sign('['), status: 400 },
    { when: 'it is too large', body: 'x'.repeat(1024 * 1024 + 1), signature: 'any', status: 413 },
  ])('is refused and not stored when $when', async ({ body, signature, status }) => {
    const { url, stored } = await aServer();
    const answer = await push(`${url}/webhooks/hubspot`, body, signature);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toHaveProperty('because');
    expect(stored).toHaveLength(0);
  });

  it('that grows too large without saying so is refused as well', async () => {
    const { url, stored } = await aServer();
    const chunk = new Uint8Array(256 * 1024);
    const body = new ReadableStream({
      start(controller) {
        for (let sent = 0; sent < 6; sent += 1) controller.enqueue(chunk);
        controller.close();
      },
    });
    const request = { method: 'POST', body, duplex: 'half' } as RequestInit;
    expect((await fetch(`${url}/webhooks/hubspot`, request)).status).toBe(413);
    expect(stored).toHaveLength(0);
  });

  it.each([
    { when: 'the database is away', error: new Fault('unavailable', 'no connection') },
    { when: 'storing has a defect', error: new TypeError('oops') },
  ])('is answered with 503 and Retry-After when $when', async ({ error }) => {
    const { url } = await aServer({ receive: () => Promise.reject(error) });
    const answer = await push(`${url}/webhooks/hubspot`, '[]');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('10');
  });

  it('is verified against the public address when there is one', async () => {
    const inside = await aServer();
    await push(`${inside.url}/webhooks/hubspot?a=1`, '[]');
    expect(inside.verified).toEqual([`POST ${inside.url}/webhooks/hubspot?a=1`]);
    await running?.close(1_000);
    const outside = await aServer({ publicUrl: 'https://box.acme.test' });
    await push(`${outside.url}/webhooks/hubspot?a=1`, '[]');
    expect(outside.verified).toEqual(['POST https://box.acme.test/webhooks/hubspot?a=1']);
  });

  it('of a CRM that is not connected has no address', async () => {
    const { url } = await aServer({ hubspot: null });
    expect((await push(`${url}/webhooks/hubspot`, '[]')).status).toBe(404);
  });

  it('whose verification throws gets 500, and the server lives on', async () => {
    const { url } = await aServer({
      hubspot: () => {
        throw new Error('defect');
      },
    });
    expect((await push(`${url}/webhooks/hubspot`, '[]')).status).toBe(500);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('whose sender goes away halfway is dropped', async () => {
    const { url, stored } = await aServer();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /webhooks/hubspot HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n[');
    socket.destroy();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(stored).toHaveLength(0);
  });
});

describe('other requests', () => {
  it('to an unknown address get 404', async () => {
    const { url } = await aServer();
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
    expect((await push(`${url}/slack/events`, '{}')).status).toBe(404);
  });

  it('with the wrong method get 405 and the right one', async () => {
    const { url } = await aServer();
    const answer = await fetch(`${url}/webhooks/hubspot`);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
    expect((await fetch(`${url}/healthz`, { method: 'DELETE' })).status).toBe(405);
    expect((await fetch(`${url}/healthz`, { method: 'HEAD' })).status).toBe(200);
  });

  it('for metrics are answered with the figures', async () => {
    const { url } = await aServer();
    await push(`${url}/webhooks/hubspot`, '[]');
    await push(`${url}/webhooks/hubspot`, '[]', 'wrong');
    const body = await (await fetch(`${url}/metrics`)).text();
    expect(body).toContain('signalbox_webhooks_total{crm="hubspot",result="stored"} 1');
    expect(body).toContain('signalbox_webhooks_total{crm="hubspot",result="unauthorized"} 1');
  });
});

describe('readiness', () => {
  it('is 200 when everything works', async () => {
    const { url } = await aServer({
      checks: { database: () => ({ ok: true }), slack: () => Promise.resolve({ ok: true }) },
    });
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ ready: true, dependencies: { database: { ok: true }, slack: { ok: true } } });
  });

  it('is 503 with a reason for each that does not', async () => {
    const { url } = await aServer({
      checks: {
        database: () => ({ ok: true }),
        slack: () => ({ ok: false, because: 'invalid_auth: Slack does not know the token' }),
        hubspot: () => Promise.reject(new Error('no answer')),
        salesforce: () => new Promise(() => undefined),
      },
    });
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      ready: false,
      dependencies: {
        database: { ok: true },
        slack: { ok: false, because: 'invalid_auth: Slack does not know the token' },
        hubspot: { ok: false, because: 'no answer' },
        salesforce: { ok: false, because: 'no answer within 2 s' },
      },
    });
  });
});

describe('the end', () => {
  it('finishes what runs, takes nothing new and closes idle connections', async () => {
    const begun = Promise.withResolvers<void>();
    const storing = Promise.withResolvers<number>();
    const { url } = await aServer({
      receive: () => {
        begun.resolve();
        return storing.promise;
      },
    });
    await fetch(`${url}/healthz`);
    const pending = push(`${url}/webhooks/hubspot`, '[]');
    await begun.promise;
    const closed = running?.close(5_000);
    running = null;
    const stranger = connect(Number(new URL(url).port), '127.0.0.1');
    await expect(once(stranger, 'connect')).rejects.toThrow('ECONNREFUSED');
    storing.resolve(1);
    const answer = await pending;
    expect(answer.status).toBe(200);
    expect(answer.headers.get('connection')).toBe('close');
    await closed;
  });

  it('answers a request that was on its way when it began', async () => {
    const { url } = await aServer();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    await fetch(`${url}/healthz`); // by now the connection is accepted
    const closed = running?.close(5_000);
    running = null;
    socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*connection: close/i);
    await closed;
  });

  it('cuts what does not finish in time', async () => {
    const { url } = await aServer({ receive: () => new Promise(() => undefined) });
    const pending = push(`${url}/webhooks/hubspot`, '[]').then(
      () => 'answered',
      () => 'cut',
    );
    await fetch(`${url}/healthz`);
    await running?.close(50);
    running = null;
    expect(await pending).toBe('cut');
  });

  it('never came to be when the port is taken', async () => {
    const { url } = await aServer();
    const first = running;
    await expect(aServer({ port: Number(new URL(url).port) })).rejects.toMatchObject({
      code: 'not_configured',
      message: expect.stringContaining('EADDRINUSE'),
    });
    running = first;
  });
});
