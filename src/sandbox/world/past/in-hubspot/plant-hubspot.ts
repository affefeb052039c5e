// Puts the past into HubSpot: its companies, contacts, deals and campaigns with their histories and ties, in bulk.
import { DAY_MS } from '#kernel/time.ts';
import type { HubspotSandbox } from '../../../hubspot/server.ts';
import { INDUSTRY_NAMES } from '../../companies.ts';
import { COUNTRIES } from '../../countries.ts';
import { midnightBefore, startOf } from '../calendar.ts';
import { COPIED_AFTER_MS, dealSeedling } from './deals.ts';
import { contactSeedling } from './contacts.ts';
import { plantEngagements } from './engagements.ts';
import { plantForms } from './forms.ts';
import { hubspotIds } from './ids.ts';
import type { HubspotIds } from './ids.ts';
import { milestonesOf } from '../milestones.ts';
import type { Past, PastCampaign, PastCompany } from '../past.ts';

/** Owners' ids by e-mail address: those of a seat that there is not are left out. */
export type OwnerIds = (email: string) => string | undefined;

/** Those of somebody in HubSpot: they have been there from the beginning. */
export function plantCompanies(hubspot: HubspotSandbox, past: Past, ownerId: OwnerIds): void {
  const ids = hubspotIds(ownerId);
  const companies = new Set(past.people.flatMap(({ hubspot: isThere, company }) => (isThere && company) || []));
  hubspot.plant(
    'companies',
    lazily(companies, (company) => companySeedling(company, past, ids)),
  );
}

/** Puts there what is not, and the rest as it is by now. Companies are there. */
export function plantInHubspot(hubspot: HubspotSandbox, past: Past, ownerId: OwnerIds): void {
  const ids = hubspotIds(ownerId);
  const { until } = past;
  const people = past.people.filter((person) => person.hubspot);
  const deals = past.deals.filter(
    ({ crm, twin, createdAt }) => crm === 'hubspot' || (twin && createdAt + COPIED_AFTER_MS <= until),
  );
  const milestones = milestonesOf(past.deals);
  const recurring = new Map(past.subscriptions.map((subscription) => [subscription.deal, subscription]));
  const merged = people.filter(({ double }) => double !== null);

  hubspot.plant(
    'campaigns',
    lazily(
      past.campaigns.filter(({ crm }) => crm === 'hubspot'),
      (campaign) => campaignSeedling(campaign, past, ids),
    ),
  );
  hubspot.plant(
    'contacts',
    lazily(people, (person) => contactSeedling(person, milestones, ids, until)),
  );
  for (const person of merged) hubspot.plantMerge('contacts', ids.doubleOf(person), ids.contact(person));
  hubspot.plant(
    'deals',
    lazily(deals, (deal) => dealSeedling(deal, recurring.get(deal) ?? null, ids, until)),
  );

  hubspot.plantLinks(
    'contacts',
    'companies',
    lazily(
      people.filter(({ company }) => company !== null),
      (person) => [ids.contact(person), ids.company(person.company)] as const,
    ),
  );
  hubspot.plantLinks(
    'deals',
    'contacts',
    lazily(deals, (deal) => [ids.deal(deal), ids.contact(deal.person)] as const),
  );
  hubspot.plantLinks(
    'deals',
    'companies',
    lazily(
      deals.filter(({ person }) => person.company !== null),
      (deal) => [ids.deal(deal), ids.company(deal.person.company)] as const,
    ),
  );
  plantForms(hubspot, past, ids);
  plantEngagements(hubspot, past, ids);
}

function* lazily<From, To>(all: Iterable<From>, made: (one: From) => To): Generator<To> {
  for (const one of all) yield made(one);
}

function companySeedling(company: PastCompany, { from }: Past, ids: HubspotIds) {
  const { name, domain, industry, employees, country, lacksEmployees, lacksCountry } = company;
  const at = new Date(from - DAY_MS);
  return {
    id: ids.company(company),
    createdAt: at,
    updatedAt: at,
    properties: {
      name,
      domain,
      industry: INDUSTRY_NAMES[industry].hubspot,
      numberofemployees: lacksEmployees ? null : String(employees),
      country: lacksCountry ? null : (COUNTRIES[country]?.name ?? country),
      lifecyclestage: 'lead',
    },
  };
}

function campaignSeedling(campaign: PastCampaign, { until, options }: Past, ids: HubspotIds) {
  const { name, createdAt, startsOn, endsOn, budget, spend, currency, owner } = campaign;
  const end = startOf(endsOn) + DAY_MS;
  // Nobody has tidied up since the past ended.
  const status = end <= startOf(options.anchor) ? 'completed' : 'active';
  return {
    id: ids.campaign(campaign),
    createdAt: new Date(createdAt),
    updatedAt: new Date(Math.max(createdAt, Math.min(end, midnightBefore(until)))),
    properties: {
      hs_name: name,
      hs_start_date: startsOn,
      hs_end_date: endsOn,
      hs_campaign_status: status,
      hs_currency_code: currency,
      hs_budget_items_sum_amount: String(budget),
      hs_spend_items_sum_amount: String(spend),
      hs_utm: ids.utm(campaign),
      hs_owner: ids.owner(owner),
    },
  };
}
