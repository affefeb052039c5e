// What happens to campaigns and deals past Signalbox: a budget is changed by hand, and Salesforce asks for an approval of
// its own.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import { DAY_MS } from '#kernel/time.ts';
import { APPROVERS, REPS } from '../acme.ts';
import { Crm, crmField } from './crm-choice.ts';
import { readInput } from './entry.ts';
import type { Button, Scene } from './entry.ts';
import { LEADS_OF } from './newest-lead.ts';

const Budget = z.object({
  crm: Crm.default('hubspot'),
  name: z.string().optional(),
  amount: z.coerce.number().min(0).optional(),
});
const Discount = z.object({ discount: z.coerce.number().min(0).max(100).default(27.5) });

/** What somebody adds who thinks that it is not enough. */
const MORE = 1.2;
const PROCESS = 'Large_Discount';
const CLOSES_IN_MS = 21 * DAY_MS;
const CUSTOMERS = ['Globex', 'Initech', 'Halyard', 'Umbrella', 'Stark Logistics'];

export function campaignHappenings(scene: Scene): readonly Button[] {
  return [changeBudget(scene), askForApproval(scene)];
}

interface Found {
  readonly id: string;
  readonly name: string;
  readonly budget: number;
}

function changeBudget(scene: Scene): Button {
  return {
    name: 'campaign_budget',
    label: 'Somebody changes a campaign’s budget in the CRM',
    about: 'The newest campaign (or the one that is named) costs a fifth more, past everybody who approved it.',
    kind: 'button',
    verb: 'Change the budget',
    group: 'people',
    form: [
      crmField,
      { name: 'name', label: 'Campaign', type: 'text', value: '' },
      { name: 'amount', label: 'New budget', type: 'number', value: '' },
    ],
    press(input) {
      const { crm, name, amount } = readInput(Budget, input);
      const campaign = campaignNamed(scene, crm, name);
      const budget = amount ?? Math.round(campaign.budget * MORE);
      if (crm === 'hubspot') scene.hubspot.setCampaignBudget(campaign.id, budget);
      else scene.salesforce.update('Campaign', campaign.id, { BudgetedCost: budget });
      const money = new Intl.NumberFormat('en');
      return `${campaign.name} may cost ${money.format(budget)} in ${LEADS_OF[crm].label} now; it was ${money.format(campaign.budget)}.`;
    },
  };
}

/** Throws Fault `refused` where there is none. */
function campaignNamed(scene: Scene, crm: z.infer<typeof Crm>, name: string | undefined): Found {
  const campaigns = crm === 'hubspot' ? hubspotCampaigns(scene) : salesforceCampaigns(scene);
  const wanted = name?.toLowerCase();
  const found = campaigns.findLast((each) => wanted === undefined || each.name.toLowerCase().includes(wanted));
  if (found !== undefined) return found;
  const which = name === undefined ? 'no campaign' : `no campaign called ${name}`;
  throw new Fault('refused', `There is ${which} in ${LEADS_OF[crm].label}.`);
}

/** In the order in which they were made. */
function hubspotCampaigns({ hubspot }: Scene): readonly Found[] {
  return hubspot.records('campaigns').map(({ id, properties }) => ({
    id,
    name: properties['hs_name'] ?? '',
    budget: Number(properties['hs_budget_items_sum_amount'] ?? 0),
  }));
}

function salesforceCampaigns({ salesforce }: Scene): readonly Found[] {
  return salesforce.records('Campaign').map((row) => ({
    id: String(row['Id']),
    name: String(row['Name']),
    budget: Number(row['BudgetedCost'] ?? 0),
  }));
}

function askForApproval(scene: Scene): Button {
  const [approver] = APPROVERS;
  const [rep] = REPS;
  if (approver === undefined || rep === undefined) throw new Error('Acme has nobody to ask');
  return {
    name: 'salesforce_approval',
    label: 'Salesforce asks for an approval',
    about: `${rep.firstName} submits a deal with a large discount to Salesforce's own approval process, which asks ${approver.firstName}.`,
    kind: 'button',
    verb: 'Submit the deal',
    group: 'people',
    form: [{ name: 'discount', label: 'Discount in %', type: 'number', value: '27.5' }],
    press(input) {
      const { discount } = readInput(Discount, input);
      const { salesforce, clock } = scene;
      makeProcess(scene, approver.email);
      const deals = salesforce.records('Opportunity').length;
      const customer = CUSTOMERS[deals % CUSTOMERS.length] ?? '';
      const id = salesforce.createRecord(
        'Opportunity',
        {
          Name: `${customer} - renewal`,
          StageName: 'Negotiation/Review',
          CloseDate: new Date(clock.now().getTime() + CLOSES_IN_MS).toISOString().slice(0, 10),
          Amount: 24_000 + (deals % 7) * 6_000,
          Discount__c: discount,
          Owner: rep.email,
        },
        rep.email,
      );
      salesforce.submitForApproval(id, rep.email, 'The customer asks for it to sign this quarter.');
      return `${rep.firstName} submitted ${customer} - renewal with ${discount}% discount in Salesforce, which asks ${approver.firstName} to approve it.`;
    },
  };
}

/** An org that was kept from an earlier run has it already. */
function makeProcess({ salesforce }: Scene, approver: string): void {
  if (salesforce.records('ProcessDefinition').some((row) => row['DeveloperName'] === PROCESS)) return;
  salesforce.addApprovalProcess({
    name: PROCESS,
    label: 'Discount over 20%',
    object: 'Opportunity',
    steps: [{ name: 'VP', approvers: [approver] }],
  });
}
