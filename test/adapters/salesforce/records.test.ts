import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrmObject, CrmRecord } from '#ports/crm.ts';
import type { TestOrg } from './org.ts';
import { startOrg } from './org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startOrg({ pageSize: 2 });
});
afterAll(() => org.close());

async function readOne(object: CrmObject, id: string): Promise<CrmRecord> {
  const { found } = await org.crm.read(object, [id]);
  const [record] = found;
  if (record === undefined) throw new Error(`${id} was not found`);
  return record;
}

const lead = {
  LastName: 'Okafor',
  FirstName: 'Kim',
  Company: 'Globex',
  Country: 'Kenya',
  NumberOfEmployees: 620,
  Industry: 'Energy',
  Email: 'kim@globex.test',
  Owner: 'ana@acme.test',
};

describe('reading from Salesforce', () => {
  it('tells what a converted lead became, and whose opportunity that is', async () => {
    const id = org.sandbox.createLead(lead);
    const { opportunityId, contactId, accountId } = org.sandbox.convertLead(id, {
      opportunityName: 'Globex - inbound',
    });
    expect((await readOne('lead', id)).converted).toEqual({ opportunityId, contactId });
    const opportunity = await readOne('opportunity', opportunityId ?? '');
    expect(opportunity).toMatchObject({
      ownerId: org.sandbox.ownerId('ana@acme.test'),
      company: { id: accountId, fields: { name: 'Globex', employees: 620, industry: 'Energy' } },
      leadIds: [id, contactId],
    });
  });

  it('maps a contact and an account through the same mapping, as a conversion carries values over', async () => {
    const accountId = org.sandbox.createRecord('Account', {
      Name: 'Globex',
      NumberOfEmployees: 620,
      BillingCountry: 'Kenya',
      Industry: 'Energy',
    });
    const contactId = org.sandbox.createRecord('Contact', {
      LastName: 'Okafor',
      Email: 'kim@globex.test',
      MailingCountry: 'Kenya',
      AccountId: accountId,
    });
    expect(await readOne('contact', contactId)).toMatchObject({
      fields: { email: 'kim@globex.test', country: 'Kenya' },
      company: { id: accountId, fields: { name: 'Globex', employees: 620, industry: 'Energy' } },
    });
    expect(await readOne('company', accountId)).toMatchObject({
      fields: { name: 'Globex', employees: 620, industry: 'Energy' },
      company: null,
    });
  });

  it('takes ids in 15 characters, and gives up on none of the others for one that is no id', async () => {
    const id = org.sandbox.createLead(lead);
    const contact = '003Sb0000000001AAA';
    const result = await org.crm.read('lead', [id.slice(0, 15), 'nonsense', contact]);
    expect(result.found.map(({ ref }) => ref.id)).toEqual([id]);
    expect(result).toMatchObject({ gone: ['nonsense', contact], merged: [] });
  });

  it('follows a merge of a merge to the record that is alive', async () => {
    const [first, second, third] = [
      org.sandbox.createLead(lead),
      org.sandbox.createLead(lead),
      org.sandbox.createLead(lead),
    ];
    org.sandbox.merge('Lead', { winner: second, loser: first });
    org.sandbox.merge('Lead', { winner: third, loser: second });
    const result = await org.crm.read('lead', [first]);
    expect(result).toMatchObject({ merged: [{ from: first, into: third }], gone: [] });
    expect(result.found.map(({ ref }) => ref.id)).toEqual([third]);
  });

  it('lists queues beside people, over more pages than one', async () => {
    const users = await org.crm.users();
    expect(users.filter(({ kind }) => kind === 'queue')).toMatchObject([{ name: 'Inbound Leads', email: null }]);
    expect(users.filter(({ kind }) => kind === 'person')).toHaveLength(4);
  });

  it('links to the record’s page on the instance', () => {
    const url = org.crm.recordUrl({ crm: 'salesforce', object: 'company', id: '001Sb0000000001AAA' });
    expect(url).toBe(`${org.sandbox.url}/lightning/r/Account/001Sb0000000001AAA/view`);
  });
});

describe('writing to Salesforce', () => {
  it('writes a stage by its label, a date by its day, and a closed task as completed', async () => {
    const id = org.sandbox.createLead(lead);
    const leadRef = { crm: 'salesforce', object: 'lead', id } as const;
    const touch = {
      subject: 'Called',
      body: 'Wants a demo',
      due: '2026-11-24T09:00:00.000Z',
      done: true,
      kind: 'call',
    };
    const outcome = await org.crm.create('task', {
      fields: touch,
      ownerId: null,
      key: 'touch:1',
      links: [leadRef],
      repeat: false,
    });
    const taskId = outcome.kind === 'refused' ? '' : outcome.ref.id;
    expect(org.sandbox.record('Task', taskId)).toMatchObject({
      Subject: 'Called',
      ActivityDate: '2026-11-24',
      Status: 'Completed',
      TaskSubtype: 'Call',
      WhoId: id,
    });
    expect(await org.crm.update(leadRef, { stage: 'working - contacted' })).toEqual({ kind: 'updated' });
    expect(org.sandbox.record('Lead', id)).toMatchObject({ Status: 'Working - Contacted' });
  });

  it('ties an opportunity to the company and contact of the lead', async () => {
    const accountId = org.sandbox.createRecord('Account', { Name: 'Globex' });
    const contactId = org.sandbox.createRecord('Contact', { LastName: 'Okafor', AccountId: accountId });
    const links = [
      { crm: 'salesforce', object: 'company', id: accountId },
      { crm: 'salesforce', object: 'contact', id: contactId },
    ] as const;
    const fields = { name: 'Globex', close_date: '2027-02-21' };
    const outcome = await org.crm.create('opportunity', { fields, ownerId: null, key: 'k', links, repeat: false });
    const id = outcome.kind === 'refused' ? '' : outcome.ref.id;
    expect(org.sandbox.record('Opportunity', id)).toMatchObject({
      AccountId: accountId,
      ContactId: contactId,
      StageName: 'Prospecting',
    });
  });

  it('keeps the record of a key as people left it when the create is repeated', async () => {
    const record = {
      fields: { name: 'Globex', close_date: '2027-02-21' },
      ownerId: null,
      key: 'rule/with odd:key?',
      links: [],
      repeat: false,
    };
    const first = await org.crm.create('opportunity', record);
    const id = first.kind === 'refused' ? '' : first.ref.id;
    org.sandbox.update('Opportunity', id, { Name: 'Globex, renamed', Amount: 5 });
    expect(await org.crm.create('opportunity', { ...record, repeat: true })).toEqual({
      kind: 'found',
      ref: { crm: 'salesforce', object: 'opportunity', id },
    });
    expect(org.sandbox.record('Opportunity', id)).toMatchObject({ Name: 'Globex, renamed', Amount: 5 });
  });

  it('waits out a locked row', async () => {
    const id = org.sandbox.createLead(lead);
    org.sandbox.faults.inject({ kind: 'lock_row', methods: ['PATCH'], times: 1 });
    expect(await org.crm.update({ crm: 'salesforce', object: 'lead', id }, { title: 'CEO' })).toEqual({
      kind: 'updated',
    });
  });

  it.each([
    {
      when: 'the property does not exist',
      fields: { Shoe__c: 1 },
      message: "No such column 'Shoe__c' on sobject of type Lead",
    },
    {
      when: 'a value is too long',
      fields: { last_name: 'x'.repeat(81) },
      message: expect.stringContaining('data value too large'),
    },
    {
      when: 'another record has the e-mail',
      fields: { email: 'kim@globex.test' },
      message: 'Use one of these records?',
    },
  ])('is refused in Salesforce’s words when $when', async ({ fields, message }) => {
    const remove = org.sandbox.addDuplicateRule({ object: 'Lead', field: 'Email' });
    org.sandbox.createLead({ ...lead, Email: null });
    const id = org.sandbox.createLead({ LastName: 'Lee', Company: 'Initech' });
    expect(await org.crm.update({ crm: 'salesforce', object: 'lead', id }, fields)).toEqual({
      kind: 'refused',
      message,
    });
    remove();
  });
});
