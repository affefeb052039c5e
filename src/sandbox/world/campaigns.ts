// The campaigns that Acme's marketing runs: in HubSpot with what they may cost, in Salesforce with who came of them.
import { DAY_MS } from '#kernel/time.ts';
import type { HubspotDriver } from '../hubspot/driver.ts';
import type { SalesforceDriver } from '../salesforce/driver.ts';
import { MARKETERS } from './acme.ts';

export interface CampaignDeps {
  readonly hubspot: HubspotDriver;
  readonly salesforce: SalesforceDriver;
  readonly now: Date;
  /** Leads of Salesforce that may have been in one. */
  readonly leadIds: readonly string[];
  /** Sets what the CRMs take for the present. */
  readonly standAt: (at: Date) => void;
}

interface Planned {
  readonly name: string;
  readonly type: string;
  readonly budget: number;
  /** Days from today; negative ones are over. */
  readonly from: number;
  readonly to: number;
  readonly leads: number;
}

const CAMPAIGNS: readonly Planned[] = [
  { name: 'Autumn product webinar', type: 'Webinar', budget: 6_000, from: -40, to: -39, leads: 9 },
  { name: 'Industry fair Hannover', type: 'Trade Show', budget: 24_000, from: -12, to: 8, leads: 6 },
  { name: 'Partner newsletter', type: 'Email', budget: 1_500, from: -5, to: 25, leads: 3 },
  { name: 'Spring launch', type: 'Conference', budget: 48_000, from: 90, to: 120, leads: 0 },
];
const MADE_BEFORE_DAYS = 20;

export function plantCampaigns({ hubspot, salesforce, now, leadIds, standAt }: CampaignDeps): void {
  let taken = 0;
  for (const [index, plan] of CAMPAIGNS.entries()) {
    const day = (offset: number) => new Date(now.getTime() + offset * DAY_MS).toISOString().slice(0, 10);
    standAt(new Date(now.getTime() + Math.min(-1, plan.from - MADE_BEFORE_DAYS) * DAY_MS));
    const [planned, over] = [plan.from > 0, plan.to < 0];
    const { id: guid } = hubspot.createCampaign({
      hs_name: plan.name,
      hs_start_date: day(plan.from),
      hs_end_date: day(plan.to),
      hs_campaign_status: planned ? 'planned' : over ? 'completed' : 'active',
      hs_currency_code: 'EUR',
    });
    hubspot.setCampaignBudget(guid, plan.budget);
    const id = salesforce.createRecord('Campaign', {
      Name: plan.name,
      Type: plan.type,
      Status: planned ? 'Planned' : over ? 'Completed' : 'In Progress',
      IsActive: !planned && !over,
      StartDate: day(plan.from),
      EndDate: day(plan.to),
      BudgetedCost: plan.budget,
      Owner: MARKETERS[index % MARKETERS.length]?.email ?? '',
    });
    for (const LeadId of leadIds.slice(taken, taken + plan.leads)) {
      const status = over ? 'Responded' : 'Sent';
      salesforce.createRecord('CampaignMember', { CampaignId: id, LeadId, Status: status });
    }
    taken += plan.leads;
  }
}
