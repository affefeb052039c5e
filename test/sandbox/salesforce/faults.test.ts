import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSalesforceSandbox } from '#sandbox/salesforce/server.ts';
import type { SalesforceSandbox } from '#sandbox/salesforce/server.ts';
import { movingClock, signIn } from './client.ts';
import type { Client } from './client.ts';

let sandbox: SalesforceSandbox;
let client: Client;
beforeAll(async () => {
  sandbox = await startSalesforceSandbox({ clock: movingClock() });
  client = await signIn(sandbox);
});
beforeEach(() => sandbox.faults.clear());
afterAll(() => sandbox.close());

const account = { Name: 'Acme' };
const createAccount = () => client.send('POST', '/sobjects/Account', account);

async function act(body: unknown): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${sandbox.url}/_sandbox/act`, { method: 'POST', body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
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
    await act({ act: 'api_budget', used: 5, max: 5 });
    expect(await createAccount()).toMatchObject({ status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }] });
    await act({ act: 'api_budget', used: 0, max: 100_000 });
  });

  it('answers 414 to an address longer than Salesforce takes', async () => {
    const call = await fetch(`${sandbox.url}/services/data/v67.0/query?q=${'x'.repeat(17_000)}`);
    expect(call.status).toBe(414);
  });
});

describe('the control API', () => {
  it('does what the driver does and lists records', async () => {
    const created = await act({ act: 'create', object: 'Lead', values: { LastName: 'Lovelace', Company: 'Acme' } });
    expect(created.status).toBe(200);
    const { id } = created.body as { id: string };
    await act({ act: 'set_owner', object: 'Lead', id, owner: 'bo@acme.test' });
    const records = await (await fetch(`${sandbox.url}/_sandbox/records/Lead`)).json();
    expect(records).toMatchObject([{ Id: id, OwnerId: sandbox.ownerId('bo@acme.test') }]);
  });

  it.each([
    { when: 'the act is unknown', body: { act: 'explode' }, status: 400 },
    { when: 'Salesforce itself would refuse', body: { act: 'create', object: 'Lead', values: {} }, status: 400 },
  ])('refuses when $when', async ({ body, status }) => {
    expect((await act(body)).status).toBe(status);
  });

  it('shows a record’s page with every value escaped', async () => {
    const id = sandbox.createLead({ LastName: '<script>', Company: 'A & B' });
    const page = await (await fetch(`${sandbox.url}/lightning/r/Lead/${id}/view`)).text();
    expect(page).toContain('A &amp; B');
    expect(page).not.toContain('<script>');
  });
});
