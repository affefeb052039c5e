import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { OUTBOUND_DELAYS_MS } from '#sandbox/salesforce/push.ts';
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
const clock = movingClock();
let url = '';
let sandbox: SalesforceSandbox;

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  sandbox = await startSalesforceSandbox({ clock });
});
beforeEach(() => {
  received = [];
  answers = [];
  sandbox.push.setFaults(fine);
});
afterAll(async () => {
  await sandbox.close();
  receiver.close();
});

const fine = { duplicate: false, reorder: false, silent: false };

function aLead(LastName = 'Lovelace'): string {
  return sandbox.createLead({ LastName, Company: 'Acme' });
}

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

describe('an outbound message that nobody acknowledges', () => {
  it('waits by the org’s clock, for a day in all', async () => {
    sandbox.push.setTargets({ outbound: { url, retryDelaysMs: [3_600_000, 3_600_000] } });
    answers = ['<Ack>false</Ack>', '<Ack>false</Ack>', '<Ack>false</Ack>'];
    aLead();
    for (const tries of [1, 2, 3]) {
      await vi.waitFor(() => expect(received).toHaveLength(tries), { timeout: 3000 });
      // The wait begins once the answer was read.
      await vi.waitFor(() => expect(sandbox.push.deliveries.at(-1)).toMatchObject({ attempt: tries, accepted: false }));
      clock.advance(3_600_000);
    }
    await vi.waitFor(() => expect(sandbox.push.pending()).toEqual([]));
    expect(OUTBOUND_DELAYS_MS.reduce((sum, delay) => sum + delay, 0)).toBeCloseTo(24 * 3_600_000, -7);
  });

  it('goes on from where it was after a restart, to wherever the app is now', async () => {
    sandbox.push.setTargets({ outbound: { url: 'http://127.0.0.1:1/', retryDelaysMs: [60_000, 60_000] } });
    aLead();
    await vi.waitFor(() => expect(sandbox.push.pending()).toMatchObject([{ attempt: 0 }]));
    const other = await startSalesforceSandbox({ clock, push: { outbound: { url } } });
    other.restore(sandbox.save());
    await vi.waitFor(() => expect(received).toHaveLength(1));
    await other.close();
    sandbox.push.forget();
    expect(sandbox.push.pending()).toEqual([]);
  });
});

describe('on demand', () => {
  const eventsOf = ({ body }: Received): string[] =>
    (JSON.parse(body) as { events: { id: string }[] }).events.map(({ id }) => id);

  it('delivers twice', async () => {
    sandbox.push.setTargets({ flow: { url, secret: 's', auth: 'hmac' } });
    sandbox.push.setFaults({ ...fine, duplicate: true });
    aLead();
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(received[0]?.body).toBe(received[1]?.body);
  });

  it('lets deliveries overtake each other, with their events backwards', async () => {
    sandbox.push.setTargets({ flow: { url, secret: 's', auth: 'hmac' } });
    sandbox.push.setFaults({ ...fine, reorder: true });
    const ids = Array.from({ length: 150 }, (_, n) => aLead(`Lead ${n}`));
    await vi.waitFor(() => expect(received).toHaveLength(2), { timeout: 3000 });
    const parts = [ids.slice(0, 50).toReversed(), ids.slice(50).toReversed()];
    expect(parts).toContainEqual(eventsOf(received[0] ?? { headers: {}, body: '' }));
    expect(received.map(eventsOf).toSorted((a, b) => a.length - b.length)).toEqual(parts);
  });

  it('says nothing, and does not make up for it afterwards', async () => {
    sandbox.push.setTargets({ flow: { url, secret: 's', auth: 'hmac' } });
    sandbox.push.setFaults({ ...fine, silent: true });
    aLead();
    sandbox.push.setFaults(fine);
    const id = aLead();
    await vi.waitFor(() => expect(received.map(eventsOf)).toEqual([[id]]));
  });
});
