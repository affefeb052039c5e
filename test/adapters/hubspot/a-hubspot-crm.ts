// The HubSpot adapter on a local HubSpot, for one test.
import type { FieldMap } from '#ports/crm.ts';
import { createHubspotCrm, type HubspotCrmDeps } from '#adapters/hubspot/crm.ts';
import type { ValidationRule } from '#sandbox/hubspot/validate.ts';
import { startHubspotSandbox, type HubspotSandboxOptions } from '#sandbox/hubspot/server.ts';
import type { CrmHands, CrmHarness } from '../../contracts/crm-harness.ts';

export const ana = { id: '701', email: 'ana@acme.test', firstName: 'Ana', lastName: 'Ruiz', archived: false };
export const bo = { id: '702', email: 'bo@acme.test', firstName: 'Bo', lastName: 'Lind', archived: false };

const fields: FieldMap = {
  'lead.email': 'contact.email',
  'lead.last_name': 'contact.lastname',
  'lead.title': 'contact.jobtitle',
  'lead.score': 'contact.hubspotscore',
  'lead.stage': 'contact.lifecyclestage',
  'company.name': 'company.name',
  'company.employees': 'company.numberofemployees',
  'opportunity.name': 'deal.dealname',
  'opportunity.stage': 'deal.dealstage',
  'opportunity.amount': 'deal.amount',
  'opportunity.close_date': 'deal.closedate',
  'opportunity.is_won': 'deal.hs_is_closed_won',
};

/** Fresh and empty; the search limit of five a second is left out unless asked for. */
export async function openHubspot(
  options: { readonly sandbox?: Partial<HubspotSandboxOptions>; readonly crm?: Partial<HubspotCrmDeps> } = {},
) {
  const time = { now: new Date('2026-11-23T09:00:00Z') };
  const clock = { now: () => time.now };
  const hubspot = await startHubspotSandbox({ clock, owners: [ana, bo], limits: 'off', ...options.sandbox });

  function connect(map: FieldMap = fields) {
    return createHubspotCrm({
      accessToken: hubspot.accessToken,
      baseUrl: hubspot.url,
      fieldMap: () => map,
      clock,
      timeoutMs: 1000,
      backOffMs: 5,
      ...options.crm,
    });
  }

  return { hubspot, time, connect };
}

/** As the contract suite wants it. */
export async function openHarness(sandbox: Partial<HubspotSandboxOptions> = {}): Promise<CrmHarness> {
  const { hubspot, time, connect } = await openHubspot({ sandbox });
  const crm = connect();
  const misspelt = connect({ ...fields, 'lead.score': 'contact.hubspotscroe' });
  return {
    crm,
    ana: ana.id,
    bo: bo.id,
    unknownLeadId: '404',
    listsDeletions: false,
    misspelt: { crm: misspelt, property: 'contact.hubspotscroe', suggestion: 'contact.hubspotscore' },
    hands: handsOn(hubspot, time),
    async close() {
      await Promise.all([crm.close(), misspelt.close()]);
      await hubspot.close();
    },
  };
}

const OBJECTS = { lead: 'contacts', opportunity: 'deals', campaign: 'campaigns' } as const;

type Hubspot = Awaited<ReturnType<typeof startHubspotSandbox>>;

function handsOn(hubspot: Hubspot, time: { now: Date }): CrmHands {
  return {
    setTime: (at) => void (time.now = at),
    createLead({ email, lastName, title, score, company }) {
      const employer =
        company && hubspot.createCompany({ name: company.name, numberofemployees: String(company.employees) });
      const properties = { email, lastname: lastName, jobtitle: title ?? '', hubspotscore: score?.toString() ?? null };
      return hubspot.createContact(properties, employer ? { companyId: employer.id } : {}).id;
    },
    setTitle: (id, title) => void hubspot.updateRecord('contacts', id, { jobtitle: title }),
    setOwner: (id, userId) => void hubspot.setOwner('contacts', id, userId),
    deleteLead: (id) => hubspot.deleteRecord('contacts', id),
    mergeLeads: (winner, loser) => void hubspot.merge('contacts', winner, loser),
    ownerOf: (id) => hubspot.record('contacts', id)?.properties['hubspot_owner_id'] ?? null,
    opportunityNames: () => hubspot.records('deals').map(({ properties }) => properties['dealname'] ?? ''),
    taskSubjects: () => hubspot.records('tasks').map(({ properties }) => properties['hs_task_subject'] ?? ''),
    createCampaign(name, budget) {
      const { id } = hubspot.createCampaign({ hs_name: name, hs_campaign_status: 'in_progress' });
      hubspot.setCampaignBudget(id, budget);
      return id;
    },
    setCampaignBudget: (id, budget) => hubspot.setCampaignBudget(id, budget),
    renameCampaign: (id, name) => void hubspot.updateRecord('campaigns', id, { hs_name: name }),
    deleteCampaign: (id) => hubspot.deleteRecord('campaigns', id),
    campaignNames: () => hubspot.records('campaigns').map(({ properties }) => properties['hs_name'] ?? ''),
    refuse(object, message) {
      const rule: ValidationRule = { object: OBJECTS[object], message };
      return hubspot.addRule(rule);
    },
    revokeAccess: () => hubspot.revokeToken(),
    disturb: (kind, times) => hubspot.fault({ kind, times, retryAfterSeconds: 0.02 }),
    loseNextWriteAnswer() {
      hubspot.fault({ kind: 'drop_after_commit', method: 'POST', path: '/crm/v3/objects/deals' });
      hubspot.fault({ kind: 'drop_after_commit', method: 'POST', path: '/crm/v3/objects/tasks' });
      hubspot.fault({ kind: 'drop_after_commit', method: 'POST', path: '/marketing/v3/campaigns' });
      hubspot.fault({ kind: 'drop_after_commit', method: 'PATCH' });
    },
  };
}
