// Salesforce keeps the contract of a CRM's past.
import type { Crm } from '#ports/crm.ts';
import { describeHistoryContract } from '../../contracts/history-contract.ts';
import type { HistoryHarness, PastHands } from '../../contracts/history-harness.ts';
import type { TestOrg } from './org.ts';
import { startOrg } from './org.ts';

const STAGES = ['Open - Not Contacted', 'Marketing Qualified', 'Sales Qualified'] as const;
const ANA = 'ana@acme.test';

describeHistoryContract('Salesforce', openHarness);

async function openHarness(): Promise<HistoryHarness> {
  const org = await startOrg({ leadStatuses: [...STAGES, 'Closed - Converted'] });
  const connect = (): Crm => org.connect({ pageSize: 50 });
  return {
    crm: connect(),
    reconnect: connect,
    ana: org.sandbox.ownerId(ANA),
    bo: org.sandbox.ownerId('bo@acme.test'),
    stages: STAGES,
    stageField: 'status',
    unknownLeadId: '00QSb00000ZZZZZAAA',
    hands: handsOn(org),
    close: () => org.close(),
  };
}

function handsOn({ sandbox, setTime }: TestOrg): PastHands {
  return {
    setTime,
    createLead: ({ email, lastName }) =>
      sandbox.createLead({ Email: email, LastName: lastName, Company: 'Unknown', Owner: 'Inbound Leads' }),
    setStage: (id, stage) => sandbox.update('Lead', id, { Status: stage }),
    setOwner: (id, userId) => sandbox.setOwner('Lead', id, userId),
    deleteLead: (id) => sandbox.delete('Lead', id),
    mergeLeads: (winner, loser) => sandbox.merge('Lead', { winner, loser }),
    createDeal: ({ name, amount }) =>
      sandbox.createRecord('Opportunity', {
        Name: name,
        Amount: amount,
        StageName: 'Qualification',
        CloseDate: '2027-02-01',
      }),
    setAmount: (id, amount) => sandbox.update('Opportunity', id, { Amount: amount }),
    winDeal: (id) => sandbox.update('Opportunity', id, { StageName: 'Closed Won' }),
    deleteDeal: (id) => sandbox.delete('Opportunity', id),
    createCompany: (name, employees) => sandbox.createRecord('Account', { Name: name, NumberOfEmployees: employees }),
    createCampaign: (name, budget) => sandbox.createRecord('Campaign', { Name: name, BudgetedCost: budget }),
    reachOut: (leadId) => {
      const call = { Subject: 'Call', TaskSubtype: 'Call', Status: 'Completed', WhoId: leadId, Owner: ANA };
      sandbox.createRecord('Task', call);
    },
    respond: (leadId, campaignId) => {
      sandbox.createRecord('CampaignMember', { CampaignId: campaignId, LeadId: leadId, Status: 'Responded' });
    },
  };
}
