import type { SalesforceSandbox } from '#sandbox/salesforce/server.ts';
import { SIGNALBOX_FIELDS } from '#sandbox/salesforce/schema.ts';
import { describeCrmContract } from '../../contracts/crm-contract.ts';
import type { CrmHands, CrmHarness } from '../../contracts/crm-harness.ts';
import type { TestOrg } from './org.ts';
import { FIELD_MAP, startOrg } from './org.ts';

const DATA = '/services/data/';
const FAULTS = { reset: 'reset', hang: 'hang', rate_limited: 'concurrency_exceeded' } as const;

describeCrmContract('Salesforce', () => openHarness({}));

const { Opportunity: _, Campaign: __, ...withoutKey } = SIGNALBOX_FIELDS;
describeCrmContract('Salesforce without a key field', () => openHarness({ customFields: withoutKey }));

async function openHarness(options: Parameters<typeof startOrg>[0]): Promise<CrmHarness> {
  const org = await startOrg({ users: [ana, bo, cy], ...options });
  const misspeltMap = { ...FIELD_MAP, 'lead.score': 'Lead.Scoer__c' };
  return {
    crm: org.connect({ pageSize: 100, timeoutMs: 1000 }),
    hands: handsOn(org),
    ana: org.sandbox.ownerId('ana@acme.test'),
    bo: org.sandbox.ownerId('bo@acme.test'),
    unknownLeadId: '00QSb00000ZZZZZAAA',
    listsDeletions: true,
    misspelt: {
      crm: org.connect({ fieldMap: () => misspeltMap }),
      property: 'Lead.Scoer__c',
      suggestion: 'Lead.Score__c',
    },
    close: () => org.close(),
  };
}

const ana = { firstName: 'Ana', lastName: 'Alvarez', email: 'ana@acme.test' };
const bo = { firstName: 'Bo', lastName: 'Berg', email: 'bo@acme.test' };
const cy = { firstName: 'Cy', lastName: 'Chen', email: 'cy@acme.test' };

function handsOn(org: TestOrg): CrmHands {
  const { sandbox } = org;
  return {
    setTime: (at) => org.setTime(at),
    createLead: ({ email, lastName, title, score, company }) =>
      sandbox.createLead({
        Email: email,
        LastName: lastName,
        Title: title ?? null,
        Score__c: score ?? null,
        Company: company?.name ?? 'Unknown',
        NumberOfEmployees: company?.employees ?? null,
        Owner: 'Inbound Leads',
      }),
    setTitle: (leadId, title) => sandbox.update('Lead', leadId, { Title: title }),
    setOwner: (leadId, userId) => sandbox.setOwner('Lead', leadId, userId),
    deleteLead: (leadId) => sandbox.delete('Lead', leadId),
    mergeLeads: (winner, loser) => sandbox.merge('Lead', { winner, loser }),
    ownerOf: (leadId) => String(sandbox.record('Lead', leadId)?.['OwnerId']),
    opportunityNames: () => textsOf(sandbox, 'Opportunity', 'Name'),
    taskSubjects: () => textsOf(sandbox, 'Task', 'Subject'),
    createCampaign: (name, budget) =>
      sandbox.createRecord('Campaign', { Name: name, BudgetedCost: budget, Status: 'In Progress', IsActive: true }),
    setCampaignBudget: (id, budget) => sandbox.update('Campaign', id, { BudgetedCost: budget }),
    renameCampaign: (id, name) => sandbox.update('Campaign', id, { Name: name }),
    deleteCampaign: (id) => sandbox.delete('Campaign', id),
    campaignNames: () => textsOf(sandbox, 'Campaign', 'Name'),
    refuse: (object, message) => sandbox.addValidationRule({ object: OBJECTS[object], message }),
    revokeAccess: () => sandbox.revokeAccess(),
    disturb: (kind, times) => void sandbox.faults.inject({ kind: FAULTS[kind], times, path: DATA }),
    loseNextWriteAnswer: () =>
      void sandbox.faults.inject({ kind: 'drop_after_commit', methods: ['POST', 'PATCH'], path: DATA, times: 1 }),
  };
}

const OBJECTS = { lead: 'Lead', opportunity: 'Opportunity', campaign: 'Campaign' } as const;

function textsOf(
  sandbox: SalesforceSandbox,
  object: 'Opportunity' | 'Task' | 'Campaign',
  field: string,
): readonly string[] {
  return sandbox.records(object).map((record) => String(record[field]));
}
