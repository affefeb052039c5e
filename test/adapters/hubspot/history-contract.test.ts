// HubSpot keeps the contract of a CRM's past.
import type { Crm } from '#ports/crm.ts';
import { describeHistoryContract } from '../../contracts/history-contract.ts';
import type { HistoryHarness } from '../../contracts/history-harness.ts';
import { ana, bo, openHubspot } from './a-hubspot-crm.ts';

const FIRST = 'lead';

describeHistoryContract('HubSpot', openHarness);

async function openHarness(): Promise<HistoryHarness> {
  const { hubspot, time, connect } = await openHubspot();
  const opened: Crm[] = [];
  function reconnect(): Crm {
    const crm = connect();
    opened.push(crm);
    return crm;
  }
  const form = { id: '', of: () => (form.id ||= hubspot.createForm('Webinar').id) };
  return {
    crm: reconnect(),
    reconnect,
    ana: ana.id,
    bo: bo.id,
    stages: [FIRST, 'marketingqualifiedlead', 'salesqualifiedlead'],
    stageField: 'stage',
    unknownLeadId: '404',
    hands: {
      setTime: (at) => void (time.now = at),
      createLead: ({ email, lastName }) =>
        hubspot.createContact({ email, lastname: lastName, lifecyclestage: FIRST }).id,
      setStage: (id, stage) => void hubspot.updateRecord('contacts', id, { lifecyclestage: stage }),
      setOwner: (id, userId) => void hubspot.setOwner('contacts', id, userId),
      deleteLead: (id) => hubspot.deleteRecord('contacts', id),
      mergeLeads: (winner, loser) => void hubspot.merge('contacts', winner, loser),
      createDeal: ({ name, amount }) =>
        hubspot.createDeal({ dealname: name, amount: String(amount), dealstage: 'qualifiedtobuy' }).id,
      setAmount: (id, amount) => void hubspot.updateRecord('deals', id, { amount: String(amount) }),
      winDeal: (id) => void hubspot.updateRecord('deals', id, { dealstage: 'closedwon' }),
      deleteDeal: (id) => hubspot.deleteRecord('deals', id),
      createCompany: (name, employees) => hubspot.createCompany({ name, numberofemployees: String(employees) }).id,
      createCampaign(name, budget) {
        const { id } = hubspot.createCampaign({ hs_name: name, hs_utm: name.toLowerCase() });
        hubspot.setCampaignBudget(id, budget);
        return id;
      },
      reachOut(leadId) {
        const at = time.now.toISOString();
        hubspot.logEngagement(
          'calls',
          { hs_timestamp: at, hs_call_status: 'COMPLETED', hubspot_owner_id: ana.id },
          leadId,
        );
      },
      respond: (contactId, campaignId) => hubspot.submitForm(form.of(), { contactId, campaignId, at: time.now }),
    },
    async close() {
      await Promise.all(opened.map((crm) => crm.close()));
      await hubspot.close();
    },
  };
}
