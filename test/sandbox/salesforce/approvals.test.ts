import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSalesforceSandbox } from '#sandbox/salesforce/server.ts';
import type { SalesforceSandbox } from '#sandbox/salesforce/server.ts';
import { movingClock, signIn } from './client.ts';
import type { Client } from './client.ts';

let sandbox: SalesforceSandbox;
let client: Client;
let campaign: string;
beforeAll(async () => {
  sandbox = await startSalesforceSandbox({ clock: movingClock() });
  client = await signIn(sandbox);
  sandbox.addApprovalProcess({
    name: 'Campaign_Budget',
    label: 'Campaign budget',
    object: 'Campaign',
    when: { Type: 'Webinar' },
    steps: [
      { name: 'manager', approvers: ['signalbox@acme.test'] },
      { name: 'finance', approvers: ['ana@acme.test', 'bo@acme.test'], unanimous: true },
    ],
    onApproved: { IsActive: true, Status: 'In Progress' },
    onRejected: { Status: 'Aborted' },
  });
});
beforeEach(() => {
  campaign = sandbox.createRecord('Campaign', { Name: 'Webinar', Type: 'Webinar' });
});
afterAll(() => sandbox.close());

const process = (...requests: unknown[]) => client.send('POST', '/process/approvals', { requests });
const submit = (contextId = campaign) => process({ actionType: 'Submit', contextId, comments: 'please' });

describe('approval processes', () => {
  it('are listed by object, and can be queried', async () => {
    expect((await client.send('GET', '/process/approvals')).body).toMatchObject({
      approvals: { Campaign: [{ name: 'Campaign budget', object: 'Campaign', sortOrder: 1 }] },
    });
    const { body } = await client.query("SELECT DeveloperName, State FROM ProcessDefinition WHERE Type = 'Approval'");
    expect(body.records).toMatchObject([{ DeveloperName: 'Campaign_Budget', State: 'Active' }]);
  });

  it('answer a submission with who is asked and under which request', async () => {
    const { status, body } = await submit();
    expect(status).toBe(200);
    expect(body).toEqual([
      {
        actorIds: [sandbox.ownerId('signalbox@acme.test')],
        entityId: campaign,
        errors: null,
        instanceId: expect.stringMatching(/^04g/),
        instanceStatus: 'Pending',
        newWorkitemIds: [expect.stringMatching(/^04i/)],
        success: true,
      },
    ]);
    const soql = `SELECT Actor.Name, ProcessInstance.TargetObjectId FROM ProcessInstanceWorkitem WHERE ProcessInstance.TargetObjectId = '${campaign}'`;
    expect((await client.query(soql)).body.records).toMatchObject([{ Actor: { Name: 'Signalbox Integration' } }]);
  });

  it('go step by step to the end, where everybody who must has approved', async () => {
    const [first] = (await submit()).body;
    const approved = await process({ actionType: 'Approve', contextId: first.newWorkitemIds[0], comments: 'fine' });
    expect(approved.body).toMatchObject([
      { instanceStatus: 'Pending', newWorkitemIds: [{}, {}].map(() => expect.any(String)) },
    ]);
    expect(sandbox.decideApproval(campaign, 'Approved', 'ana@acme.test')).toMatchObject({
      instanceStatus: 'Pending',
      actorIds: [sandbox.ownerId('bo@acme.test')],
    });
    expect(sandbox.decideApproval(campaign, 'Approved', 'bo@acme.test')).toMatchObject({
      instanceStatus: 'Approved',
      actorIds: null,
      newWorkitemIds: [],
    });
    expect(sandbox.record('Campaign', campaign)).toMatchObject({ IsActive: true, Status: 'In Progress' });
    const { body } = await client.query(
      `SELECT Status, CompletedDate, (SELECT StepStatus, Actor.Name, Comments FROM Steps ORDER BY Id), (SELECT Id FROM Workitems) FROM ProcessInstance WHERE TargetObjectId = '${campaign}'`,
    );
    expect(body.records[0]).toMatchObject({
      Status: 'Approved',
      CompletedDate: '2026-11-22T08:00:00.000+0000',
      Steps: {
        records: [
          { StepStatus: 'Started', Comments: 'please' },
          { StepStatus: 'Approved', Comments: 'fine' },
          { StepStatus: 'Approved', Actor: { Name: 'Ana Alvarez' } },
          { StepStatus: 'Approved', Actor: { Name: 'Bo Berg' } },
        ],
      },
      Workitems: null,
    });
  });

  it('end at the first rejection', async () => {
    const [first] = (await submit()).body;
    expect((await process({ actionType: 'Reject', contextId: first.newWorkitemIds[0] })).body).toMatchObject([
      { instanceStatus: 'Rejected', success: true },
    ]);
    expect(sandbox.record('Campaign', campaign)).toMatchObject({ Status: 'Aborted', IsActive: false });
  });

  it('lock the record for as long as somebody is asked', async () => {
    const [first] = (await submit()).body;
    const rename = () => client.send('PATCH', `/sobjects/Campaign/${campaign}`, { Name: 'Other' });
    expect(await rename()).toMatchObject({ status: 400, body: [{ errorCode: 'ENTITY_IS_LOCKED' }] });
    expect(() => sandbox.update('Campaign', campaign, { Name: 'Other' })).toThrow('entity is locked');
    await process({ actionType: 'Removed', contextId: first.newWorkitemIds[0] });
    expect((await rename()).status).toBe(204);
  });

  it.each([
    {
      when: 'it is in one already',
      before: submit,
      request: () => ({ actionType: 'Submit', contextId: campaign }),
      code: 'ALREADY_IN_PROCESS',
    },
    {
      when: 'no process takes such a record',
      before: () => sandbox.update('Campaign', campaign, { Type: 'Email' }),
      request: () => ({ actionType: 'Submit', contextId: campaign }),
      code: 'NO_APPLICABLE_PROCESS',
    },
    {
      when: 'somebody else is asked',
      before: async () => {
        const [first] = (await submit()).body;
        await process({ actionType: 'Approve', contextId: first.newWorkitemIds[0] });
      },
      request: () => ({
        actionType: 'Approve',
        contextId: sandbox.records('ProcessInstanceWorkitem').at(-1)?.['Id'],
      }),
      code: 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
    },
    {
      when: 'there is no such request',
      before: () => undefined,
      request: () => ({ actionType: 'Approve', contextId: '04iSb0000000000AAA' }),
      code: 'INVALID_CROSS_REFERENCE_KEY',
    },
  ])('refuse when $when', async ({ before, request, code }) => {
    await before();
    expect((await process(request())).body).toMatchObject([
      { success: false, instanceId: null, errors: [{ statusCode: code }] },
    ]);
  });

  it('let one request fail without the others', async () => {
    const other = sandbox.createRecord('Campaign', { Name: 'Mail', Type: 'Email' });
    const requests = [other, campaign].map((contextId) => ({ actionType: 'Submit', contextId }));
    const { status, body } = await process(...requests);
    expect(status).toBe(200);
    expect(body).toMatchObject([{ success: false }, { success: true }]);
  });
});

describe('invocable actions', () => {
  const run = (name: string, ...inputs: unknown[]) => client.send('POST', `/actions/standard/${name}`, { inputs });

  it('are listed', async () => {
    expect((await client.send('GET', '/actions/standard')).body.actions).toMatchObject([
      { name: 'convertLead' },
      { name: 'submit' },
    ]);
  });

  it('convert a lead into an account, a contact and an opportunity', async () => {
    const leadId = sandbox.createLead({ LastName: 'Lovelace', Company: 'Acme', Owner: 'ana@acme.test' });
    const convertedStatus = 'Closed - Converted';
    const { status, body } = await run('convertLead', { leadId, convertedStatus, opportunityName: 'Acme' });
    expect(status).toBe(200);
    expect(body).toMatchObject([{ actionName: 'convertLead', isSuccess: true, outputValues: { leadId } }]);
    const { accountId, contactId, opportunityId } = body[0].outputValues;
    expect(sandbox.record('Lead', leadId)).toMatchObject({
      IsConverted: true,
      ConvertedAccountId: accountId,
      ConvertedContactId: contactId,
      ConvertedOpportunityId: opportunityId,
    });
  });

  it('convert a queue’s lead for whoever is named, into an account that is there', async () => {
    const leadId = sandbox.createLead({ LastName: 'Lovelace', Company: 'Acme', Owner: 'Inbound Leads' });
    const accountId = sandbox.createRecord('Account', { Name: 'Acme' });
    expect((await run('convertLead', { leadId })).body).toMatchObject([
      { isSuccess: false, errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY' }], outputValues: null },
    ]);
    const ownerId = sandbox.ownerId('bo@acme.test');
    const { body } = await run('convertLead', { leadId, ownerId, accountId });
    expect(body[0].outputValues).toMatchObject({ accountId, opportunityId: null });
    expect(sandbox.record('Contact', body[0].outputValues.contactId)).toMatchObject({ OwnerId: ownerId });
  });

  it.each([
    {
      when: 'the status does not mean converted',
      inputs: { convertedStatus: 'Working - Contacted' },
      code: 'INVALID_STATUS',
    },
    { when: 'no lead is named', inputs: { leadId: null }, code: 'REQUIRED_FIELD_MISSING' },
  ])('refuse when $when', async ({ inputs, code }) => {
    const leadId = sandbox.createLead({ LastName: 'Lovelace', Company: 'Acme', Owner: 'ana@acme.test' });
    expect(await run('convertLead', { leadId, ...inputs })).toMatchObject({
      status: 400,
      body: [{ isSuccess: false, errors: [{ statusCode: code }] }],
    });
  });

  it('submit for approval', async () => {
    expect((await run('submit', { objectId: campaign })).body).toMatchObject([
      { isSuccess: true, outputValues: { entityId: campaign, instanceStatus: 'Pending' } },
    ]);
  });
});
