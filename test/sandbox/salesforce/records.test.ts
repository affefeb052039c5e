import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSalesforceSandbox } from '#sandbox/salesforce/server.ts';
import type { SalesforceSandbox } from '#sandbox/salesforce/server.ts';
import { movingClock, signIn } from './client.ts';
import type { Client } from './client.ts';

const clock = movingClock();
const deal = { Name: 'Acme - inbound', StageName: 'Prospecting', CloseDate: '2027-02-20' };
let sandbox: SalesforceSandbox;
let client: Client;
let leadId: string;

beforeAll(async () => {
  sandbox = await startSalesforceSandbox({ clock });
  client = await signIn(sandbox);
});
beforeEach(() => {
  leadId = sandbox.createLead({ LastName: 'Lovelace', FirstName: 'Ada', Company: 'Acme', Owner: 'Inbound Leads' });
});
afterAll(() => sandbox.close());

function patchOwner(email: string, headers: Readonly<Record<string, string>>) {
  return client.send('PATCH', `/sobjects/Lead/${leadId}`, { OwnerId: sandbox.ownerId(email) }, headers);
}

describe('records', () => {
  it('carry ids of 18 characters that begin with their object’s prefix', async () => {
    const { body } = await client.send('POST', '/sobjects/Opportunity', deal);
    const contactId = sandbox.createRecord('Contact', { LastName: 'Hopper' });
    const prefixes = [leadId, body.id, contactId, sandbox.ownerId('ana@acme.test'), sandbox.ownerId('Inbound Leads')];
    expect(prefixes.map((id: string) => id.slice(0, 3))).toEqual(['00Q', '006', '003', '005', '00G']);
    expect(leadId).toMatch(/^\w{18}$/);
  });

  it('are stamped in whole seconds and compute full names and what a stage means', async () => {
    const { body } = await client.send('GET', `/sobjects/Lead/${leadId}?fields=Name,SystemModstamp`);
    expect(body).toMatchObject({ Name: 'Ada Lovelace', SystemModstamp: '2026-11-22T08:00:00.000+0000' });
    const created = await client.send('POST', '/sobjects/Opportunity', { ...deal, StageName: 'Closed Won' });
    expect(sandbox.record('Opportunity', created.body.id)).toMatchObject({
      IsClosed: true,
      IsWon: true,
      Probability: 100,
    });
  });

  it.each([
    {
      when: 'an opportunity lacks its close date and stage',
      object: 'Opportunity',
      body: { Name: 'x' },
      code: 'REQUIRED_FIELD_MISSING',
      words: 'Required fields are missing: [StageName, CloseDate]',
    },
    {
      when: 'a lead lacks its company',
      object: 'Lead',
      body: { LastName: 'x' },
      code: 'REQUIRED_FIELD_MISSING',
      words: 'Required fields are missing: [Company]',
    },
    {
      when: 'a field is unknown',
      object: 'Lead',
      body: { Shoe__c: 1 },
      code: 'INVALID_FIELD',
      words: "No such column 'Shoe__c' on sobject of type Lead",
    },
    {
      when: 'a number is text',
      object: 'Lead',
      body: { NumberOfEmployees: 'many' },
      code: 'JSON_PARSER_ERROR',
      words: 'Cannot deserialize instance of int from VALUE_STRING value many',
    },
    {
      when: 'a text is too long',
      object: 'Lead',
      body: { LastName: 'x'.repeat(81) },
      code: 'STRING_TOO_LONG',
      words: '(max length=80)',
    },
    {
      when: 'a field is the system’s',
      object: 'Lead',
      body: { IsConverted: true },
      code: 'INVALID_FIELD_FOR_INSERT_UPDATE',
      words: 'Unable to create/update fields: IsConverted',
    },
  ])('refuse a create where $when', async ({ object, body, code, words }) => {
    const answer = await client.send('POST', `/sobjects/${object}`, body);
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: code, message: expect.stringContaining(words) }] });
  });

  it('keep the first of two upserts with the same external id', async () => {
    const path = '/sobjects/Opportunity/Signalbox_Key__c/rule-7%2Flead-1';
    const first = await client.send('PATCH', path, deal);
    const second = await client.send('PATCH', path, { ...deal, NextStep: 'Call' });
    expect(first).toMatchObject({ status: 201, body: { created: true } });
    expect(second).toMatchObject({ status: 200, body: { created: false, id: first.body.id } });
  });

  it('are read by many ids at once, in order, null for what is missing or deleted', async () => {
    const gone = sandbox.createLead({ LastName: 'Gone', Company: 'Gone' });
    sandbox.delete('Lead', gone);
    const ids = [gone, leadId, '00QSb000zzzzzzzAAA'.slice(0, 15)];
    const { body } = await client.send('POST', '/composite/sobjects/Lead', { ids, fields: ['LastName', 'Owner.Name'] });
    expect(body).toMatchObject([null, { Id: leadId, LastName: 'Lovelace', Owner: { Name: 'Inbound Leads' } }, null]);
  });

  it('know that they were deleted', async () => {
    expect((await client.send('DELETE', `/sobjects/Lead/${leadId}`)).status).toBe(204);
    expect(await client.send('GET', `/sobjects/Lead/${leadId}`)).toMatchObject({
      status: 404,
      body: [{ errorCode: 'NOT_FOUND' }],
    });
    expect(await client.send('PATCH', `/sobjects/Lead/${leadId}`, { City: 'Bonn' })).toMatchObject({
      status: 404,
      body: [{ errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' }],
    });
  });

  it('point at the winner once merged, and at what they became once converted', () => {
    const loser = sandbox.createLead({ LastName: 'Lovelace', Company: 'Acme', Phone: '1815' });
    sandbox.merge('Lead', { winner: leadId, loser });
    expect(sandbox.record('Lead', loser)).toMatchObject({ IsDeleted: true, MasterRecordId: leadId });
    expect(sandbox.record('Lead', leadId)).toMatchObject({ Phone: '1815' });
    sandbox.setOwner('Lead', leadId, 'ana@acme.test');
    const { opportunityId, contactId } = sandbox.convertLead(leadId, { opportunityName: 'Acme' });
    expect(sandbox.record('Lead', leadId)).toMatchObject({
      IsConverted: true,
      ConvertedOpportunityId: opportunityId,
      ConvertedContactId: contactId,
    });
  });
});

describe('saving', () => {
  it('lets the assignment rule take the lead away unless the client says not to', async () => {
    sandbox.setLeadAssignment('cy@acme.test');
    await patchOwner('ana@acme.test', { 'sforce-auto-assign': 'FALSE' });
    expect(sandbox.record('Lead', leadId)).toMatchObject({ OwnerId: sandbox.ownerId('ana@acme.test') });
    await patchOwner('bo@acme.test', {});
    expect(sandbox.record('Lead', leadId)).toMatchObject({ OwnerId: sandbox.ownerId('cy@acme.test') });
    sandbox.setLeadAssignment(null);
  });

  it('answers 412 when the record changed since, a second being the smallest step', async () => {
    const since = { 'if-unmodified-since': clock.now().toUTCString() };
    expect((await patchOwner('ana@acme.test', since)).status).toBe(204);
    expect((await patchOwner('bo@acme.test', since)).status).toBe(204);
    clock.advance(1000);
    await patchOwner('cy@acme.test', {});
    expect((await patchOwner('ana@acme.test', since)).status).toBe(412);
  });

  it('carries the admin’s words where a validation rule fires, also by hand', async () => {
    const remove = sandbox.addValidationRule({
      object: 'Lead',
      message: 'Hot leads need a phone',
      fields: ['Phone'],
      when: { Rating: 'Hot', Phone: null },
    });
    expect(await client.send('PATCH', `/sobjects/Lead/${leadId}`, { Rating: 'Hot' })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Hot leads need a phone', fields: ['Phone'] }],
    });
    expect(() => sandbox.update('Lead', leadId, { Rating: 'Hot' })).toThrow('Hot leads need a phone');
    remove();
  });

  it('detects duplicates and says which', async () => {
    const remove = sandbox.addDuplicateRule({ object: 'Lead', field: 'Email' });
    const first = sandbox.createLead({ LastName: 'A', Company: 'A', Email: 'a@a.test' });
    const lead = { LastName: 'B', Company: 'B', Email: 'A@a.test' };
    const { status, body } = await client.send('POST', '/sobjects/Lead', lead);
    expect({ status, code: body[0].errorCode }).toEqual({ status: 400, code: 'DUPLICATES_DETECTED' });
    expect(body[0].duplicateResult.matchResults[0].matchRecords[0].record.Id).toBe(first);
    const allowed = await client.send('POST', '/sobjects/Lead', lead, {
      'sforce-duplicate-rule-header': 'allowSave=true',
    });
    expect(allowed.status).toBe(201);
    remove();
  });

  it.each([
    {
      when: 'the record is read-only',
      owner: 'ana@acme.test',
      readOnly: true,
      status: 403,
      code: 'INSUFFICIENT_ACCESS_OR_READONLY',
    },
    {
      when: 'the new owner left',
      owner: 'dan@acme.test',
      readOnly: false,
      status: 400,
      code: 'INACTIVE_OWNER_OR_USER',
    },
  ])('refuses when $when', async ({ owner, readOnly, status, code }) => {
    if (readOnly) sandbox.makeReadOnly(leadId);
    else sandbox.createRecord('User', { LastName: 'Dunn', Email: owner, Username: owner, IsActive: false });
    expect(await patchOwner(owner, {})).toMatchObject({ status, body: [{ errorCode: code }] });
  });
});

describe('composite', () => {
  it('lets one part name what an earlier one created', async () => {
    const { body } = await client.send('POST', '/composite', {
      compositeRequest: [
        {
          method: 'POST',
          url: '/services/data/v67.0/sobjects/Account',
          referenceId: 'company',
          body: { Name: 'Acme' },
        },
        {
          method: 'POST',
          url: '/services/data/v67.0/sobjects/Opportunity',
          referenceId: 'deal',
          body: { ...deal, AccountId: '@{company.id}' },
        },
      ],
    });
    const [company, opportunity] = body.compositeResponse;
    expect(sandbox.record('Opportunity', opportunity.body.id)).toMatchObject({ AccountId: company.body.id });
  });

  it('undoes all of it where one part fails and allOrNone was asked', async () => {
    const changes: string[] = [];
    const stop = sandbox.onChange((change) => changes.push(change.object));
    const before = sandbox.records('Account').length;
    const { body } = await client.send('POST', '/composite', {
      allOrNone: true,
      compositeRequest: [
        { method: 'POST', url: '/services/data/v67.0/sobjects/Account', referenceId: 'a', body: { Name: 'Acme' } },
        { method: 'POST', url: '/services/data/v67.0/sobjects/Opportunity', referenceId: 'b', body: {} },
      ],
    });
    stop();
    expect(body.compositeResponse.map((part: { body: [{ errorCode: string }] }) => part.body[0].errorCode)).toEqual([
      'PROCESSING_HALTED',
      'REQUIRED_FIELD_MISSING',
    ]);
    expect(sandbox.records('Account')).toHaveLength(before);
    expect(changes).toEqual([]);
  });
});

describe('the describe call', () => {
  it('tells labels, types, pick lists and external ids, the customer’s own fields included', async () => {
    const { body } = await client.send('GET', '/sobjects/Opportunity/describe');
    const fields = new Map(body.fields.map((field: { name: string }) => [field.name, field]));
    expect(fields.get('StageName')).toMatchObject({
      label: 'Stage',
      type: 'picklist',
      picklistValues: expect.arrayContaining([expect.objectContaining({ label: 'Closed Won', active: true })]),
    });
    expect(fields.get('Signalbox_Key__c')).toMatchObject({ custom: true, externalId: true });
  });
});
