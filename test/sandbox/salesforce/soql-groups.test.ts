import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSalesforceSandbox } from '#sandbox/salesforce/server.ts';
import type { SalesforceSandbox } from '#sandbox/salesforce/server.ts';
import { movingClock, signIn } from './client.ts';
import type { Client } from './client.ts';

// A Sunday evening in Berlin, an hour before midnight: still the 22nd there and in UTC.
const clock = movingClock('2026-11-01T08:00:00.000Z');
let sandbox: SalesforceSandbox;
let client: Client;

beforeAll(async () => {
  sandbox = await startSalesforceSandbox({ clock });
  client = await signIn(sandbox);
  const leads = [
    { LastName: 'A', Company: 'Acme', LeadSource: 'Web', Rating: 'Hot', AnnualRevenue: 100 },
    { LastName: 'B', Company: 'ACME', LeadSource: 'Web', Rating: 'Cold', AnnualRevenue: 300 },
    { LastName: 'C', Company: 'Globex', LeadSource: 'Other', Rating: 'Hot' },
  ];
  for (const lead of leads) {
    sandbox.createLead({ ...lead, Owner: 'ana@acme.test' });
    clock.advance(24 * 3_600_000);
  }
  // 23:30 UTC on the 21st is half past midnight on the 22nd in Berlin.
  clock.advance(Date.parse('2026-11-21T23:30:00Z') - clock.now().getTime());
  sandbox.createLead({ LastName: 'D', Company: 'Initech', Owner: 'bo@acme.test' });
  clock.advance(Date.parse('2026-11-22T22:00:00Z') - clock.now().getTime());
});
afterAll(() => sandbox.close());

async function rows(soql: string): Promise<readonly Record<string, unknown>[]> {
  const { status, body } = await client.query(soql);
  expect({ status, body }).toMatchObject({ status: 200, body: { done: true } });
  return body.records;
}

const result = { attributes: { type: 'AggregateResult' } };

describe('aggregates', () => {
  it('name what has no name, and leave empty values out', async () => {
    expect(
      await rows(
        'SELECT COUNT(Id), COUNT(AnnualRevenue) n, SUM(AnnualRevenue), AVG(AnnualRevenue), MIN(LastName) FROM Lead',
      ),
    ).toEqual([{ ...result, expr0: 4, n: 2, expr1: 400, expr2: 200, expr3: 'A' }]);
  });

  it('say 0 or nothing of no records', async () => {
    const soql = "SELECT COUNT(Id) n, MAX(AnnualRevenue) most FROM Lead WHERE LastName = 'nobody'";
    expect(await rows(soql)).toEqual([{ ...result, n: 0, most: null }]);
  });

  it('group by text without regard to case, and by a parent’s field', async () => {
    expect(
      await rows('SELECT Company, COUNT(Id) n FROM Lead GROUP BY Company HAVING COUNT(Id) > 1 ORDER BY COUNT(Id) DESC'),
    ).toEqual([{ ...result, Company: 'Acme', n: 2 }]);
    expect(
      await rows('SELECT Owner.Name, COUNT_DISTINCT(Company) n FROM Lead GROUP BY Owner.Name ORDER BY Owner.Name'),
    ).toEqual([
      { ...result, Name: 'Ana Alvarez', n: 2 },
      { ...result, Name: 'Bo Berg', n: 1 },
    ]);
  });

  it('group by days in UTC, or in the user’s zone where asked', async () => {
    const last = 'ORDER BY MAX(CreatedDate) DESC LIMIT 1';
    const plain = `SELECT DAY_ONLY(CreatedDate) d, COUNT(Id) n FROM Lead GROUP BY DAY_ONLY(CreatedDate) ${last}`;
    expect(await rows(plain)).toEqual([{ ...result, d: '2026-11-21', n: 1 }]);
    const local = plain
      .replaceAll('(CreatedDate) d', '(convertTimezone(CreatedDate)) d')
      .replace('BY DAY_ONLY(CreatedDate)', 'BY DAY_ONLY(convertTimezone(CreatedDate))');
    expect(await rows(local)).toEqual([{ ...result, d: '2026-11-22', n: 1 }]);
  });

  it('add subtotals', async () => {
    const soql = 'SELECT LeadSource, Rating, COUNT(Id) n, GROUPING(Rating) all FROM Lead WHERE LeadSource != null';
    expect(await rows(`${soql} GROUP BY ROLLUP(LeadSource, Rating)`)).toHaveLength(3 + 2 + 1);
    const cube = await rows(`${soql} GROUP BY CUBE(LeadSource, Rating)`);
    expect(cube).toHaveLength(3 + 2 + 2 + 1);
    expect(cube).toContainEqual({ ...result, LeadSource: null, Rating: 'Hot', n: 2, all: 0 });
    expect(cube).toContainEqual({ ...result, LeadSource: null, Rating: null, n: 3, all: 1 });
  });

  it('have no further pages: more than 2,000 groups are refused', async () => {
    for (let n = 0; n < 2001; n += 1) sandbox.createRecord('Account', { Name: `Company ${n}` });
    const soql = 'SELECT Name, COUNT(Id) FROM Account GROUP BY Name';
    expect(await client.query(soql)).toMatchObject({ status: 400, body: [{ errorCode: 'EXCEEDED_ID_LIMIT' }] });
    expect(await rows(`${soql} LIMIT 2000`)).toHaveLength(2000);
  });

  it.each([
    { when: 'a field is neither grouped nor aggregated', soql: 'SELECT LastName, COUNT(Id) FROM Lead' },
    { when: 'text is summed', soql: 'SELECT SUM(LastName) FROM Lead' },
    { when: 'a function is none of SOQL’s', soql: 'SELECT SHOUT(LastName) FROM Lead' },
    { when: 'a day is taken out of text', soql: 'SELECT Id FROM Lead WHERE DAY_ONLY(LastName) = 2026-11-22' },
    { when: 'an offset is too far', soql: 'SELECT Id FROM Lead OFFSET 2001' },
    { when: 'all fields are asked for without a limit', soql: 'SELECT FIELDS(ALL) FROM Lead' },
    { when: 'a semi-join has two columns', soql: 'SELECT Id FROM Account WHERE Id IN (SELECT Id, Name FROM Account)' },
    { when: 'a child relationship is unknown', soql: 'SELECT Id, (SELECT Id FROM Shoes) FROM Account' },
  ])('refuses when $when', async ({ soql }) => {
    expect((await client.query(soql)).status).toBe(400);
  });
});

describe('date literals', () => {
  it.each([
    // Berlin: the lead of half past midnight was made today.
    { where: 'CreatedDate = TODAY', found: ['D'] },
    { where: 'CreatedDate = YESTERDAY', found: [] },
    { where: 'CreatedDate < TODAY', found: ['A', 'B', 'C'] },
    { where: 'CreatedDate >= TODAY', found: ['D'] },
    { where: 'CreatedDate > TODAY', found: [] },
    { where: 'CreatedDate = LAST_N_DAYS:20', found: ['B', 'C', 'D'] },
    { where: 'CreatedDate = N_DAYS_AGO:21', found: ['A'] },
    // The week of this user's locale begins on Monday: the 1st was a Sunday.
    { where: 'CreatedDate = N_WEEKS_AGO:3', found: ['A'] },
    { where: 'CreatedDate = N_WEEKS_AGO:2', found: ['B', 'C'] },
    { where: 'CreatedDate = THIS_MONTH', found: ['A', 'B', 'C', 'D'] },
    { where: 'CreatedDate = LAST_N_MONTHS:2', found: [] },
    { where: 'CreatedDate IN (TODAY, N_DAYS_AGO:21)', found: ['A', 'D'] },
    { where: 'CreatedDate != THIS_WEEK', found: ['A', 'B', 'C'] },
    { where: 'CALENDAR_MONTH(CreatedDate) = 11 AND DAY_IN_WEEK(CreatedDate) = 1', found: ['A'] },
    { where: 'DAY_ONLY(convertTimezone(CreatedDate)) = 2026-11-22', found: ['D'] },
    { where: 'HOUR_IN_DAY(convertTimezone(CreatedDate)) = 0', found: ['D'] },
  ])('finds $found where $where', async ({ where, found }) => {
    const names = (await rows(`SELECT LastName FROM Lead WHERE ${where} ORDER BY LastName`)).map(
      (row) => row['LastName'],
    );
    expect(names).toEqual(found);
  });

  it('refuse fields that are no dates', async () => {
    expect(await client.query('SELECT Id FROM Lead WHERE LastName = TODAY')).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_FIELD' }],
    });
  });
});

describe('relations', () => {
  it('answers children within their parent, and semi-joins', async () => {
    const account = sandbox.createRecord('Account', { Name: 'Umbrella' });
    for (const LastName of ['X', 'Y']) sandbox.createRecord('Contact', { LastName, AccountId: account });
    const [umbrella] = await rows(
      "SELECT Name, (SELECT LastName FROM Contacts WHERE LastName != 'X'), (SELECT Id FROM Opportunities) FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName = 'Y')",
    );
    expect(umbrella).toMatchObject({
      Name: 'Umbrella',
      Contacts: { totalSize: 1, done: true, records: [{ attributes: { type: 'Contact' }, LastName: 'Y' }] },
      Opportunities: null,
    });
    expect(
      await rows("SELECT Id FROM Contact WHERE AccountId NOT IN (SELECT Id FROM Account WHERE Name = 'Umbrella')"),
    ).toEqual([]);
  });

  it('asks by the type of an owner, by an alias, and for all fields', async () => {
    const lead = sandbox.createLead({ LastName: 'Z', Company: 'Z', Owner: 'Inbound Leads' });
    const typed = await rows(
      `SELECT TYPEOF Owner WHEN User THEN Email WHEN Group THEN DeveloperName ELSE Id END FROM Lead WHERE Id = '${lead}'`,
    );
    expect(typed).toMatchObject([{ Owner: { attributes: { type: 'Group' }, DeveloperName: 'Inbound_Leads' } }]);
    expect(await rows(`SELECT l.LastName, toLabel(l.Status) FROM Lead l WHERE l.Id = '${lead}'`)).toMatchObject([
      { LastName: 'Z', Status: 'Open - Not Contacted' },
    ]);
    const [custom] = await rows(`SELECT FIELDS(CUSTOM) FROM Lead WHERE Id = '${lead}' LIMIT 1`);
    expect(custom).toMatchObject({ Score__c: null });
    expect(custom).not.toHaveProperty('LastName');
  });
});
