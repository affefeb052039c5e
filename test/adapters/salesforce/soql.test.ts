import { parseQuery } from '@jetstreamapp/soql-parser-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aggregate, all, any, compare, isAmong, isIn, select } from '#adapters/salesforce/soql.ts';
import { unquote } from '#sandbox/salesforce/soql-values.ts';
import type { TestOrg } from './org.ts';
import { startOrg } from './org.ts';

const NASTY = [
  "O'Brien",
  "' OR Name != '",
  String.raw`back\slash and \' both`,
  'two\nlines\r\nand a\ttab',
  'quote " and percent % and under_score',
  'Žižek 東京 🦊',
  String.raw`\u0027 OR Id != null`,
  '*/ -- ;',
];

describe('SOQL', () => {
  it.each(NASTY)('keeps %j inside of its literal, and the value whole', (value) => {
    const { soql } = select({ select: ['Id'], from: 'Lead', where: compare('LastName', '=', value) });
    const { where, ...rest } = parseQuery(soql);
    expect(rest).toEqual({ fields: [{ type: 'Field', field: 'Id' }], sObject: 'Lead' });
    const condition = where?.left as { value: string; literalType: string };
    expect(condition.literalType).toBe('STRING');
    expect(unquote(condition.value)).toBe(value);
  });

  it('writes each kind of value as SOQL wants it', () => {
    const at = new Date('2026-11-22T08:00:00Z');
    expect(compare('A', '>=', at).soql).toBe('A >= 2026-11-22T08:00:00.000Z');
    expect(compare('A', '!=', null).soql).toBe('A != null');
    expect(compare('A', '=', true).soql).toBe('A = true');
    expect(compare('A', '<', 1.5).soql).toBe('A < 1.5');
    expect(isIn('A', ['x', 'y']).soql).toBe("A IN ('x', 'y')");
  });

  it('counts and sums by groups', () => {
    const day = { field: 'CreatedDate', as: 'onDay', day: true };
    const query = aggregate({
      from: 'CampaignMember',
      where: compare('HasResponded', '=', true),
      groupBy: [day, { field: 'Campaign.Type', as: 'ofType' }],
      sums: { worth: 'Amount' },
    });
    expect(query.soql).toBe(
      'SELECT DAY_ONLY(convertTimezone(CreatedDate)) onDay, Campaign.Type ofType, COUNT(Id) total, SUM(Amount) worth FROM CampaignMember WHERE HasResponded = true GROUP BY DAY_ONLY(convertTimezone(CreatedDate)), Campaign.Type',
    );
    expect(() => parseQuery(query.soql)).not.toThrow();
    expect(aggregate({ from: 'Lead' }).soql).toBe('SELECT COUNT(Id) total FROM Lead');
  });

  it('asks for children, and for what another query answers', () => {
    const children = { relationship: 'CampaignMembers', select: ['CampaignId'], orderBy: ['Id'], limit: 1 };
    const leads = select({ select: ['Id'], from: 'Lead', children });
    expect(leads.soql).toBe('SELECT Id, (SELECT CampaignId FROM CampaignMembers ORDER BY Id LIMIT 1) FROM Lead');
    const inner = select({ select: ['Id'], from: 'Lead' });
    expect(isAmong('LeadId', inner).soql).toBe('LeadId IN (SELECT Id FROM Lead)');
  });

  it.each([
    { what: 'a group', query: () => aggregate({ from: 'Lead', groupBy: [{ field: 'Status) FROM User', as: 'a' }] }) },
    {
      what: 'the name of a group',
      query: () => aggregate({ from: 'Lead', groupBy: [{ field: 'Status', as: 'a, b' }] }),
    },
    { what: 'a sum', query: () => aggregate({ from: 'Lead', sums: { 'a FROM User': 'Amount' } }) },
    { what: 'a semi-join', query: () => isAmong("Id') OR (Id != '", select({ select: ['Id'], from: 'Lead' })) },
  ])('refuses $what that is no name', ({ query }) => {
    expect(query).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  it('puts parentheses where AND meets OR, and takes each column once', () => {
    const where = all(compare('A', '=', 1), any(compare('B', '=', 2), compare('C', '=', 3)));
    const query = select({ select: ['Id', 'Owner.Name', 'Id'], from: 'Lead', where, orderBy: ['Id'], limit: 5 });
    expect(query.soql).toBe(
      'SELECT Id, Owner.Name FROM Lead WHERE (A = 1) AND ((B = 2) OR (C = 3)) ORDER BY Id LIMIT 5',
    );
  });

  it.each([
    { when: 'a field name is none', write: () => compare('Name = 1 OR Id', '=', 1) },
    { when: 'an object name is none', write: () => select({ select: ['Id'], from: 'Lead WHERE' }) },
    { when: 'a list is empty', write: () => isIn('Id', []) },
    { when: 'a number is none', write: () => compare('A', '=', Number.NaN) },
  ])('refuses when $when', ({ write }) => {
    expect(write).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});

describe('a task whose subject is nasty', () => {
  let org: TestOrg;
  beforeAll(async () => {
    org = await startOrg({ customFields: {} });
  });
  afterAll(() => org.close());

  it.each(NASTY)('is found again by %j', async (subject) => {
    const record = { fields: { subject }, ownerId: null, key: subject, links: [], repeat: false };
    const first = await org.crm.create('task', record);
    expect(first.kind).toBe('created');
    expect(await org.crm.create('task', { ...record, repeat: true })).toEqual({ ...first, kind: 'found' });
  });
});
