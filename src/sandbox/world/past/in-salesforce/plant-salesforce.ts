// Puts the past into Salesforce: its accounts, leads, contacts, opportunities, campaigns and what belongs to them, in bulk.
import type { Row } from '../../../salesforce/fields.ts';
import type { SalesforceSandbox } from '../../../salesforce/server.ts';
import { QUEUE } from '../../acme.ts';
import { milestonesOf } from '../milestones.ts';
import type { Past, PastCompany, PastDeal } from '../past.ts';
import { activityRows } from './activities.ts';
import { accountRow, assetRow, campaignRow, memberRow } from './campaigns.ts';
import { contactRow } from './contacts.ts';
import { leadHistoryRows } from './lead-history.ts';
import { doubleRow, leadRow } from './leads.ts';
import { opportunityHistoryRows, opportunityRow } from './opportunities.ts';

/** What rows of one need to know of others. */
export interface Around extends ReturnType<typeof milestonesOf> {
  readonly past: Past;
  /** Id of a colleague with a seat, or of the queue. */
  readonly userId: (email: string | null) => string;
  readonly queueId: string;
}

/**
 * Puts there what is not, and the rest as it is by now. `firsts`: the deal with which each account is made, where it is one
 * of these.
 */
export function plantInSalesforce(
  salesforce: SalesforceSandbox,
  past: Past,
  firsts: ReadonlyMap<PastCompany, PastDeal>,
): void {
  const users = new Map(salesforce.records('User').map((row) => [row['Email'], String(row['Id'])]));
  const queue = salesforce.records('Group').find((row) => row['Name'] === QUEUE);
  const queueId = String(queue?.['Id'] ?? '');
  const around: Around = {
    past,
    queueId,
    userId: (email) => (email === null ? undefined : users.get(email)) ?? queueId,
    ...milestonesOf(past.deals),
  };
  const people = past.people.filter((person) => person.salesforce);
  const deals = past.deals.filter(({ crm }) => crm === 'salesforce');
  const campaigns = past.campaigns.filter(({ crm }) => crm === 'salesforce');
  const touches = past.touches.filter(({ crm }) => crm === 'salesforce');
  const opened = deals.flatMap(({ index, person: { company } }) => {
    const first = company === null ? undefined : firsts.get(company);
    return company === null || first?.index !== index ? [] : [{ company, first }];
  });
  const subscriptions = past.subscriptions.filter(({ deal }) => deal.crm === 'salesforce');
  const activities = activityRows(around);

  salesforce.plant(
    'Account',
    opened.map(({ company, first }) => accountRow(company, first, around)),
  );
  salesforce.plant(
    'Campaign',
    campaigns.map((campaign) => campaignRow(campaign, around)),
  );
  salesforce.plant(
    'Contact',
    [...around.converted].map(([person, deal]) => contactRow(person, deal, around)),
  );
  salesforce.plant(
    'Opportunity',
    deals.map((deal) => opportunityRow(deal, around)),
  );
  salesforce.plant(
    'Lead',
    rowsOf(people, (person) => [leadRow(person, around), ...doubleRow(person, around)]),
  );
  salesforce.plant(
    'LeadHistory',
    rowsOf(people, (person) => leadHistoryRows(person, around)),
  );
  salesforce.plant(
    'OpportunityHistory',
    rowsOf(deals, (deal) => opportunityHistoryRows(deal, around)),
  );
  salesforce.plant(
    'CampaignMember',
    touches.map((touch) => memberRow(touch, around)),
  );
  salesforce.plant('Task', activities.tasks);
  salesforce.plant('Event', activities.events);
  salesforce.plant(
    'Asset',
    subscriptions.map((subscription) => assetRow(subscription, around)),
  );
}

function rowsOf<From>(all: readonly From[], made: (one: From) => readonly Row[]): readonly Row[] {
  return all.flatMap(made);
}

/** The first one in Salesforce with each company. `deals` in the order of their creation. */
export function firstDeals(deals: readonly PastDeal[]): ReadonlyMap<PastCompany, PastDeal> {
  const firsts = new Map<PastCompany, PastDeal>();
  for (const deal of deals) {
    const { company } = deal.person;
    if (deal.crm === 'salesforce' && company !== null && !firsts.has(company)) firsts.set(company, deal);
  }
  return firsts;
}
