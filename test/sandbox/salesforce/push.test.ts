import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startSalesforceSandbox } from '#sandbox/salesforce/server.ts';
import type { SalesforceSandbox } from '#sandbox/salesforce/server.ts';
import { movingClock } from './client.ts';

interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

let received: Received[] = [];
let answers: string[] = [];
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    received.push({ headers: request.headers, body });
    response.end(answers.shift() ?? '<Ack>true</Ack>');
  });
});
let url = '';
let sandbox: SalesforceSandbox;

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  sandbox = await startSalesforceSandbox({ clock: movingClock() });
});
beforeEach(() => {
  received = [];
  answers = [];
});
afterAll(async () => {
  await sandbox.close();
  receiver.close();
});

describe('pushing changes out', () => {
  it('sends a flow’s callout signed over its raw body, all changes of one turn together', async () => {
    sandbox.push.setTargets({ flow: { url, secret: 's3cret', auth: 'hmac' } });
    const id = sandbox.createLead({ LastName: 'Lovelace', Company: 'Acme' });
    sandbox.delete('Lead', id);
    await vi.waitFor(() => expect(received).toHaveLength(1));
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    expect(headers['x-signalbox-signature']).toBe(
      `sha256=${createHmac('sha256', 's3cret').update(body).digest('hex')}`,
    );
    const at = '2026-11-22T08:00:00.000Z';
    expect(JSON.parse(body)).toEqual({
      events: [
        { object: 'Lead', id, type: 'created', at },
        { object: 'Lead', id, type: 'deleted', at },
      ],
    });
  });

  it('can send the secret as a bearer, as a named credential does', async () => {
    sandbox.push.setTargets({ flow: { url, secret: 's3cret', auth: 'bearer' } });
    sandbox.createLead({ LastName: 'Lovelace', Company: 'Acme' });
    await vi.waitFor(() => expect(received[0]?.headers['authorization']).toBe('Bearer s3cret'));
  });

  it('repeats an outbound message until it is acknowledged', async () => {
    sandbox.push.setTargets({ outbound: { url, retryDelaysMs: [1, 1, 1] } });
    answers = ['', '<Ack>false</Ack>'];
    const id = sandbox.createLead({ LastName: 'Lovelace', Company: 'Acme & Söhne' });
    await vi.waitFor(() =>
      expect(sandbox.push.deliveries.at(-1)).toMatchObject({ via: 'outbound', accepted: true, attempt: 3 }),
    );
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(received[0]?.body).toContain(`<OrganizationId>${sandbox.organizationId}</OrganizationId>`);
    expect(received[0]?.body).toContain(`<sf:Id>${id}</sf:Id>`);
  });
});
