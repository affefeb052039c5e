import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSalesforceSandbox } from '#sandbox/salesforce/server.ts';
import type { SalesforceSandbox } from '#sandbox/salesforce/server.ts';
import { movingClock, signIn } from './client.ts';
import type { Client } from './client.ts';

const clock = movingClock();
let sandbox: SalesforceSandbox;
let client: Client;
beforeAll(async () => {
  sandbox = await startSalesforceSandbox({ clock });
  client = await signIn(sandbox);
});
beforeEach(() => sandbox.faults.clear());
afterAll(() => sandbox.close());

const account = { Name: 'Acme' };
const createAccount = () => client.send('POST', '/sobjects/Account', account);

async function act(name: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${sandbox.url}/_sandbox/${name}`, { method: 'POST', body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}

async function look(name: string): Promise<unknown> {
  return (await fetch(`${sandbox.url}/_sandbox/${name}`)).json();
}

describe('faults', () => {
  it.each([
    { kind: 'lock_row', status: 400, code: 'UNABLE_TO_LOCK_ROW' },
    { kind: 'limit_exceeded', status: 403, code: 'REQUEST_LIMIT_EXCEEDED' },
    { kind: 'session_expired', status: 401, code: 'INVALID_SESSION_ID' },
  ] as const)('$kind answers $status and passes after its times', async ({ kind, status, code }) => {
    sandbox.faults.inject({ kind, times: 1, path: '/sobjects/Account' });
    expect(await createAccount()).toMatchObject({ status, body: [{ errorCode: code }] });
    expect((await createAccount()).status).toBe(201);
  });

  it.each([
    { kind: 'reset', created: 0 },
    { kind: 'drop_after_commit', created: 1 },
  ] as const)('$kind cuts the connection and leaves $created record', async ({ kind, created }) => {
    const before = sandbox.records('Account').length;
    sandbox.faults.inject({ kind });
    await expect(createAccount()).rejects.toThrow('fetch failed');
    expect(sandbox.records('Account')).toHaveLength(before + created);
  });

  it('hang never answers', async () => {
    sandbox.faults.inject({ kind: 'hang' });
    const call = fetch(`${sandbox.url}/services/data/`, { signal: AbortSignal.timeout(50) });
    await expect(call).rejects.toThrow('timeout');
  });

  it('refuses calls once the day’s budget is used up, and shows the use on each answer', async () => {
    const { headers } = await client.query('SELECT COUNT() FROM Lead');
    expect(headers.get('sforce-limit-info')).toBe(`api-usage=${sandbox.usage.used}/100000`);
    await act('api-budget', { used: 5, max: 5 });
    expect(await createAccount()).toMatchObject({ status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }] });
    await act('api-budget', { used: 0, max: 100_000 });
  });

  it('gives calls back once they are a day ago', async () => {
    await act('api-budget', { used: 5, max: 5 });
    clock.advance(23 * 3_600_000);
    expect((await createAccount()).status).toBe(403);
    clock.advance(3_600_000);
    expect((await createAccount()).status).toBe(201);
    await act('api-budget', { used: 0, max: 100_000 });
  });

  it('stays until it is taken away where no number of times was said', async () => {
    const mend = sandbox.faults.inject({ kind: 'html' });
    for (let n = 0; n < 3; n += 1) {
      const answer = await fetch(`${sandbox.url}/services/data/`);
      expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({
        status: 503,
        type: 'text/html;charset=UTF-8',
      });
    }
    mend();
    expect((await fetch(`${sandbox.url}/services/data/`)).status).toBe(200);
  });

  it('answers 414 to an address longer than Salesforce takes', async () => {
    const call = await fetch(`${sandbox.url}/services/data/v67.0/query?q=${'x'.repeat(17_000)}`);
    expect(call.status).toBe(414);
  });
});

describe('the control API', () => {
  it('lists what it can be asked, each with its arguments', async () => {
    expect(await look('')).toMatchObject({
      'GET /_sandbox/state': expect.stringContaining('records'),
      'POST /_sandbox/set-owner': expect.stringContaining('{ object, id, owner, by? }'),
      'POST /_sandbox/push-faults': expect.stringContaining('{ duplicate, reorder, silent }'),
    });
  });

  it('does what the driver does and shows what became of it', async () => {
    const created = await act('create', { object: 'Lead', values: { LastName: 'Lovelace', Company: 'Acme' } });
    expect(created.status).toBe(200);
    const { id } = created.body as { id: string };
    const steps: readonly (readonly [act: string, body: unknown])[] = [
      ['update', { object: 'Lead', id, values: { Rating: 'Hot' } }],
      ['set-owner', { object: 'Lead', id, owner: 'bo@acme.test' }],
      ['delete', { object: 'Lead', id }],
      ['undelete', { object: 'Lead', id }],
      ['push-faults', { duplicate: false, reorder: true, silent: false }],
      ['fault', { kind: 'html', path: '/query' }],
      ['track-history', { object: 'Account', on: true }],
    ];
    for (const [name, body] of steps) {
      expect({ name, ...(await act(name, body)) }).toMatchObject({ name, status: 200 });
    }
    expect(await look('records/Lead')).toMatchObject([
      { Id: id, OwnerId: sandbox.ownerId('bo@acme.test'), Rating: 'Hot' },
    ]);
    expect(await look('state')).toMatchObject({
      records: { Lead: [{ Id: id }], User: expect.any(Array) },
      faults: [{ kind: 'html', path: '/query' }],
      pushFaults: { reorder: true },
      usage: { max: 100_000 },
    });
    expect((await act('clear-faults', {})).status).toBe(200);
  });

  it.each([
    { when: 'the act is unknown', name: 'explode', body: {}, status: 404 },
    { when: 'an argument is missing', name: 'delete', body: { object: 'Lead' }, status: 400 },
    { when: 'Salesforce itself would refuse', name: 'create', body: { object: 'Lead', values: {} }, status: 400 },
    { when: 'there is no such lead', name: 'convert', body: { id: '00QSb0000000000AAA' }, status: 404 },
  ])('refuses when $when', async ({ name, body, status }) => {
    expect((await act(name, body)).status).toBe(status);
  });

  it('shows a record’s page with every value escaped', async () => {
    const id = sandbox.createLead({ LastName: '<script>', Company: 'A & B' });
    const page = await (await fetch(`${sandbox.url}/lightning/r/Lead/${id}/view`)).text();
    expect(page).toContain('A &amp; B');
    expect(page).not.toContain('<script>');
  });
});
