import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSalesforceSandbox } from '#sandbox/salesforce/server.ts';
import type { SalesforceSandbox } from '#sandbox/salesforce/server.ts';
import { movingClock, signIn } from './client.ts';
import type { Client } from './client.ts';

const clock = movingClock();
let sandbox: SalesforceSandbox;
let client: Client;

beforeAll(async () => {
  sandbox = await startSalesforceSandbox({ clock, pageSize: 2 });
  client = await signIn(sandbox);
  sandbox.createLead({
    LastName: "O'Brien",
    FirstName: 'Ada',
    Company: 'Acme',
    NumberOfEmployees: 600,
    Owner: 'ana@acme.test',
  });
  clock.advance(60_000);
  sandbox.createLead({ LastName: 'Bond\\007', Company: 'MI6 100%', Rating: 'Hot', Owner: 'Inbound Leads' });
  clock.advance(60_000);
  sandbox.createLead({ LastName: 'Žižek', Company: 'acme', NumberOfEmployees: 5, Owner: 'bo@acme.test' });
});
afterAll(() => sandbox.close());

async function names(where: string): Promise<readonly string[]> {
  const { status, body } = await client.query(`SELECT LastName FROM Lead WHERE ${where} ORDER BY CreatedDate`);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body.records.map((record: { LastName: string }) => record.LastName);
}

describe('SOQL', () => {
  it.each([
    { where: "LastName = 'O\\'Brien'", found: ["O'Brien"] },
    { where: "LastName = 'bond\\\\007'", found: ['Bond\\007'] },
    { where: "LastName = '\\u017Di\\u017Eek'", found: ['Žižek'] },
    { where: "Company = 'ACME'", found: ["O'Brien", 'Žižek'] },
    { where: "Company LIKE 'a_m%'", found: ["O'Brien", 'Žižek'] },
    { where: "Company LIKE '%100\\%'", found: ['Bond\\007'] },
    { where: "Company IN ('MI6 100%', 'nobody')", found: ['Bond\\007'] },
    { where: "Company NOT IN ('MI6 100%')", found: ["O'Brien", 'Žižek'] },
    { where: 'NumberOfEmployees > 5', found: ["O'Brien"] },
    { where: 'NumberOfEmployees <= 600', found: ["O'Brien", 'Žižek'] },
    { where: 'NumberOfEmployees = null', found: ['Bond\\007'] },
    { where: 'NumberOfEmployees != 5', found: ["O'Brien", 'Bond\\007'] },
    { where: "Rating = 'Hot' OR (Company = 'acme' AND NumberOfEmployees < 10)", found: ['Bond\\007', 'Žižek'] },
    { where: "(NOT Rating = 'Hot') AND IsConverted = false", found: ["O'Brien", 'Žižek'] },
    { where: 'CreatedDate >= 2026-11-22T08:01:00Z', found: ['Bond\\007', 'Žižek'] },
    { where: 'CreatedDate > 2026-11-22T09:01:00+01:00', found: ['Žižek'] },
    { where: "Owner.Name = 'Inbound Leads'", found: ['Bond\\007'] },
  ])('finds $found where $where', async ({ where, found }) => {
    expect(await names(where)).toEqual(found);
  });

  it('answers parents nested, and says whether an owner is a user or a queue', async () => {
    const { body } = await client.query("SELECT Id, Owner.Name, Owner.Type FROM Lead WHERE Rating = 'Hot'");
    expect(body.records[0]).toMatchObject({
      attributes: { type: 'Lead' },
      Owner: { Name: 'Inbound Leads', Type: 'Queue' },
    });
  });

  it('hands out pages and goes on from their locator', async () => {
    const first = await client.query('SELECT LastName FROM Lead ORDER BY NumberOfEmployees DESC NULLS LAST');
    expect(first.body).toMatchObject({ totalSize: 3, done: false });
    expect(first.body.records.map((record: { LastName: string }) => record.LastName)).toEqual(["O'Brien", 'Žižek']);
    const second = await client.send('GET', first.body.nextRecordsUrl);
    expect(second.body).toMatchObject({ totalSize: 3, done: true, records: [{ LastName: 'Bond\\007' }] });
  });

  it('counts without records, and leaves deleted ones to queryAll', async () => {
    const id = sandbox.createLead({ LastName: 'Gone', Company: 'Gone' });
    sandbox.delete('Lead', id);
    expect((await client.query("SELECT COUNT() FROM Lead WHERE LastName = 'Gone'")).body).toMatchObject({
      totalSize: 0,
      records: [],
    });
    expect(
      (await client.query(`SELECT Id, IsDeleted FROM Lead WHERE Id = '${id.slice(0, 15)}'`, 'queryAll')).body,
    ).toMatchObject({
      totalSize: 1,
      records: [{ IsDeleted: true }],
    });
  });

  it.each([
    { when: 'it does not parse', soql: 'SELECT FROM Lead', code: 'MALFORMED_QUERY' },
    {
      when: 'AND stands beside OR',
      soql: "SELECT Id FROM Lead WHERE Id = null OR Name = 'a' AND City = 'b'",
      code: 'MALFORMED_QUERY',
    },
    { when: 'a string has an unknown escape', soql: "SELECT Id FROM Lead WHERE Name = '\\x'", code: 'MALFORMED_QUERY' },
    { when: 'a column is unknown', soql: 'SELECT Shoe__c FROM Lead', code: 'INVALID_FIELD' },
    { when: 'a relationship is unknown', soql: 'SELECT Boss.Name FROM Lead', code: 'INVALID_FIELD' },
    {
      when: 'a number is compared with text',
      soql: "SELECT Id FROM Lead WHERE NumberOfEmployees = '5'",
      code: 'INVALID_FIELD',
    },
    {
      when: 'an instant is quoted',
      soql: "SELECT Id FROM Lead WHERE CreatedDate > '2026-01-01T00:00:00Z'",
      code: 'INVALID_FIELD',
    },
    { when: 'an id is none', soql: "SELECT Id FROM Lead WHERE Id = 'abc'", code: 'INVALID_QUERY_FILTER_OPERATOR' },
    { when: 'the object is unknown', soql: 'SELECT Id FROM Shoe__c', code: 'INVALID_TYPE' },
  ])('refuses when $when', async ({ soql, code }) => {
    expect(await client.query(soql)).toMatchObject({ status: 400, body: [{ errorCode: code }] });
  });
});
