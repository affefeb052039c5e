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

async function aCampaign(values: Readonly<Record<string, string | number | boolean>> = {}): Promise<string> {
  const { status, body } = await client.send('POST', '/sobjects/Campaign', { Name: 'Autumn webinar', ...values });
  expect(status).toBe(201);
  return String(body.id);
}

function aLead(): string {
  return sandbox.createLead({ FirstName: 'Ada', LastName: 'Lovelace', Company: 'Acme', Owner: 'ana@acme.test' });
}

describe('a campaign', () => {
  it('begins planned and inactive, with the statuses that its members may have', async () => {
    const id = await aCampaign({ BudgetedCost: 12_000, StartDate: '2026-12-01' });
    expect(sandbox.record('Campaign', id)).toMatchObject({
      Status: 'Planned',
      IsActive: false,
      BudgetedCost: 12_000,
      NumberOfLeads: 0,
    });
    const { body } = await client.query(
      `SELECT Label, HasResponded FROM CampaignMemberStatus WHERE CampaignId = '${id}' ORDER BY SortOrder`,
    );
    expect(body.records).toMatchObject([
      { Label: 'Sent', HasResponded: false },
      { Label: 'Responded', HasResponded: true },
    ]);
  });

  it('counts its members, and remembers the day of the first response', async () => {
    const id = await aCampaign();
    const leadId = aLead();
    const made = await client.send('POST', '/sobjects/CampaignMember', { CampaignId: id, LeadId: leadId });
    expect(sandbox.record('CampaignMember', made.body.id)).toMatchObject({
      Status: 'Sent',
      HasResponded: false,
      FirstRespondedDate: null,
      Type: 'Lead',
      Name: 'Ada Lovelace',
      CompanyOrAccount: 'Acme',
    });
    await client.send('PATCH', `/sobjects/CampaignMember/${made.body.id}`, { Status: 'Responded' });
    clock.advance(86_400_000);
    await client.send('PATCH', `/sobjects/CampaignMember/${made.body.id}`, { Status: 'Sent' });
    expect(sandbox.record('CampaignMember', made.body.id)).toMatchObject({
      HasResponded: false,
      FirstRespondedDate: '2026-11-22',
    });
    expect(sandbox.record('Campaign', id)).toMatchObject({ NumberOfLeads: 1, NumberOfResponses: 0 });
    sandbox.delete('CampaignMember', made.body.id);
    expect(sandbox.record('Campaign', id)).toMatchObject({ NumberOfLeads: 0 });
  });

  it.each([
    { when: 'it is nobody', who: () => ({}), code: 'FIELD_INTEGRITY_EXCEPTION' },
    { when: 'it is one already', who: (leadId: string) => ({ LeadId: leadId }), code: 'DUPLICATE_VALUE' },
  ])('refuses a member when $when', async ({ who, code }) => {
    const id = await aCampaign();
    const leadId = aLead();
    await client.send('POST', '/sobjects/CampaignMember', { CampaignId: id, LeadId: leadId });
    expect(await client.send('POST', '/sobjects/CampaignMember', { CampaignId: id, ...who(leadId) })).toMatchObject({
      status: 400,
      body: [{ errorCode: code }],
    });
  });

  it('gets the opportunity of a member who is converted, and its value once won', async () => {
    const id = await aCampaign();
    const leadId = aLead();
    await client.send('POST', '/sobjects/CampaignMember', { CampaignId: id, LeadId: leadId });
    const { contactId, opportunityId } = sandbox.convertLead(leadId, { opportunityName: 'Acme' });
    sandbox.update('Opportunity', String(opportunityId), { Amount: 50_000 });
    expect(sandbox.record('Campaign', id)).toMatchObject({
      NumberOfConvertedLeads: 1,
      NumberOfOpportunities: 1,
      AmountAllOpportunities: 50_000,
      AmountWonOpportunities: 0,
    });
    sandbox.update('Opportunity', String(opportunityId), { StageName: 'Closed Won' });
    expect(sandbox.record('Campaign', id)).toMatchObject({
      NumberOfWonOpportunities: 1,
      AmountWonOpportunities: 50_000,
    });
    expect(sandbox.records('CampaignMember').find((row) => row['LeadId'] === leadId)).toMatchObject({
      ContactId: contactId,
    });
  });
});

describe('histories', () => {
  const fields = 'Field, OldValue, NewValue, DataType, CreatedBy.Name';
  const historyOf = async (leadId: string) =>
    (await client.query(`SELECT ${fields} FROM LeadHistory WHERE LeadId = '${leadId}' ORDER BY Id`)).body.records;

  it('remember each tracked field, an owner by name and by id', async () => {
    const leadId = aLead();
    await client.send(
      'PATCH',
      `/sobjects/Lead/${leadId}`,
      { Status: 'Working - Contacted' },
      { 'sforce-auto-assign': 'FALSE' },
    );
    sandbox.setOwner('Lead', leadId, 'bo@acme.test', 'bo@acme.test');
    expect(await historyOf(leadId)).toMatchObject([
      { Field: 'created', OldValue: null },
      {
        Field: 'Status',
        OldValue: 'Open - Not Contacted',
        NewValue: 'Working - Contacted',
        CreatedBy: { Name: 'Signalbox Integration' },
      },
      {
        Field: 'Owner',
        OldValue: 'Ana Alvarez',
        NewValue: 'Bo Berg',
        DataType: 'Text',
        CreatedBy: { Name: 'Bo Berg' },
      },
      { Field: 'Owner', NewValue: sandbox.ownerId('bo@acme.test'), DataType: 'EntityId' },
    ]);
  });

  it('remember nothing of an object that is not tracked', async () => {
    sandbox.setHistoryTracking('Lead', false);
    const leadId = aLead();
    sandbox.setHistoryTracking('Lead', true);
    expect(await historyOf(leadId)).toEqual([]);
  });

  it('keep each stage of an opportunity, tracked or not', async () => {
    const deal = { Name: 'Acme', StageName: 'Prospecting', CloseDate: '2027-01-31', Amount: 1000 };
    const id = sandbox.createRecord('Opportunity', deal);
    sandbox.update('Opportunity', id, { NextStep: 'call' });
    sandbox.update('Opportunity', id, { StageName: 'Closed Won' });
    const { body } = await client.query(
      `SELECT Name, (SELECT StageName, Amount, ExpectedRevenue, ForecastCategory FROM OpportunityHistories ORDER BY Id), (SELECT Field FROM Histories WHERE Field = 'StageName') FROM Opportunity WHERE Id = '${id}'`,
    );
    expect(body.records[0]).toMatchObject({
      OpportunityHistories: {
        totalSize: 2,
        records: [
          { StageName: 'Prospecting', ExpectedRevenue: 100, ForecastCategory: 'Pipeline' },
          { StageName: 'Closed Won', ExpectedRevenue: 1000, ForecastCategory: 'Closed' },
        ],
      },
      Histories: { totalSize: 1 },
    });
  });
});
