import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
afterAll(() => sandbox.close());

const lead = (LastName: string | null) => ({ attributes: { type: 'Lead' }, LastName, Company: 'Acme' });
const names = () => sandbox.records('Lead').map((row) => row['LastName']);

describe('collections', () => {
  it('give each record its own outcome', async () => {
    const { status, body } = await client.send('POST', '/composite/sobjects', { records: [lead('One'), lead(null)] });
    expect(status).toBe(200);
    expect(body).toMatchObject([
      { id: expect.stringMatching(/^00Q/), success: true, errors: [], created: true },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['LastName'] }] },
    ]);
    const changed = await client.send('PATCH', '/composite/sobjects', {
      records: [{ attributes: { type: 'Lead' }, id: body[0].id, Rating: 'Hot' }, { attributes: { type: 'Lead' } }],
    });
    expect(changed.body).toMatchObject([
      { success: true },
      { success: false, errors: [{ statusCode: 'MISSING_ARGUMENT' }] },
    ]);
    expect(sandbox.record('Lead', body[0].id)).toMatchObject({ Rating: 'Hot' });
    const gone = await client.send('DELETE', `/composite/sobjects?ids=${body[0].id},00QSb0000000000AAA`);
    expect(gone.body).toMatchObject([{ success: true }, { errors: [{ statusCode: 'NOT_FOUND' }] }]);
  });

  it('save all or none where asked, and tell of none that was undone', async () => {
    const told: string[] = [];
    const stop = sandbox.onChange(({ object }) => told.push(object));
    const request = { allOrNone: true, records: [lead('Two'), lead(null)] };
    expect((await client.send('POST', '/composite/sobjects', request)).body).toMatchObject([
      { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] },
    ]);
    stop();
    expect(names()).not.toContain('Two');
    expect(told).toEqual([]);
  });

  it('upsert by an external id', async () => {
    const deal = {
      attributes: { type: 'Opportunity' },
      Name: 'Acme',
      StageName: 'Prospecting',
      CloseDate: '2027-01-31',
    };
    const upsert = () =>
      client.send('PATCH', '/composite/sobjects/Opportunity/Signalbox_Key__c', {
        records: [{ ...deal, Signalbox_Key__c: 'k1' }],
      });
    const [first] = (await upsert()).body;
    expect(first).toMatchObject({ success: true, created: true });
    expect((await upsert()).body).toMatchObject([{ id: first.id, created: false }]);
  });

  it('take no more than 200', async () => {
    const records = Array.from({ length: 201 }, () => lead('Many'));
    expect((await client.send('POST', '/composite/sobjects', { records })).status).toBe(400);
  });
});

describe('composite/batch', () => {
  it('answers each request for itself', async () => {
    const { body } = await client.send('POST', '/composite/batch', {
      batchRequests: [
        { method: 'POST', url: 'v67.0/sobjects/Account', richInput: { Name: 'Acme' } },
        { method: 'GET', url: 'v67.0/sobjects/Account/001Sb0000000000AAA' },
        { method: 'GET', url: 'v67.0/limits' },
      ],
    });
    expect(body).toMatchObject({
      hasErrors: true,
      results: [{ statusCode: 201 }, { statusCode: 404 }, { statusCode: 200 }],
    });
  });
});

describe('what changed', () => {
  it('lists ids that were updated and deleted within a time', async () => {
    clock.advance(60_000);
    const start = clock.now().toISOString();
    const [kept, gone] = ['Kept', 'Gone'].map((LastName) => sandbox.createLead({ LastName, Company: 'Acme' }));
    sandbox.delete('Lead', gone ?? '');
    clock.advance(60_000);
    const span = `start=${start}&end=${clock.now().toISOString()}`;
    expect((await client.send('GET', `/sobjects/Lead/updated?${span}`)).body).toMatchObject({ ids: [kept] });
    expect((await client.send('GET', `/sobjects/Lead/deleted?${span}`)).body).toMatchObject({
      deletedRecords: [{ id: gone }],
    });
    expect((await client.send('GET', '/sobjects/Lead/updated')).status).toBe(400);
  });

  it('comes back out of the recycle bin until that is emptied', async () => {
    const id = sandbox.createLead({ LastName: 'Binned', Company: 'Acme' });
    sandbox.delete('Lead', id);
    expect(await client.send('PATCH', `/sobjects/Lead/${id}`, { Rating: 'Hot' })).toMatchObject({
      status: 404,
      body: [{ errorCode: 'ENTITY_IS_DELETED' }],
    });
    sandbox.undelete('Lead', id);
    expect((await client.send('GET', `/sobjects/Lead/${id}`)).status).toBe(200);
    sandbox.delete('Lead', id);
    sandbox.emptyRecycleBin();
    const all = await client.query(`SELECT Id FROM Lead WHERE Id = '${id}'`, 'queryAll');
    expect(all.body).toMatchObject({ totalSize: 0 });
    expect(() => sandbox.undelete('Lead', id)).toThrow('NOT_FOUND');
  });
});

describe('what the API has', () => {
  it('lists resources and objects, and describes children', async () => {
    expect((await client.send('GET', '/')).body).toMatchObject({ query: '/services/data/v67.0/query' });
    const { body } = await client.send('GET', '/sobjects');
    expect(body.sobjects).toContainEqual(
      expect.objectContaining({ name: 'CampaignMember', keyPrefix: '00v', createable: true }),
    );
    expect(body.sobjects).toContainEqual(expect.objectContaining({ name: 'LeadHistory', createable: false }));
    expect((await client.send('GET', '/sobjects/Account/describe')).body.childRelationships).toContainEqual({
      childSObject: 'Contact',
      field: 'AccountId',
      relationshipName: 'Contacts',
    });
  });
});
