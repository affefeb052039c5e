// Which ids the past has in HubSpot: numbers below all that are handed out later, in the order of creation.
import type { OwnerIds } from './plant-hubspot.ts';
import { salesforceId } from '../in-salesforce/ids.ts';
import type { PastActivity, PastCampaign, PastCompany, PastDeal, PastPerson } from '../past.ts';

/** Room for a hundred million of each kind, below the first id of the account's own. */
const FIRST = { contacts: 20_000_000_000, doubles: 20_100_000_000, companies: 20_200_000_000, deals: 20_300_000_000 };
const FIRST_ENGAGEMENT = 20_400_000_000;

export interface HubspotIds {
  contact(person: PastPerson): string;
  /** The record without an address that was merged into the first one. */
  doubleOf(person: PastPerson): string;
  /** `''` without a company. */
  company(company: PastCompany | null): string;
  deal(deal: PastDeal): string;
  engagement(activity: PastActivity): string;
  campaign(campaign: PastCampaign): string;
  utm(campaign: PastCampaign): string;
  /** Null for nobody, and for somebody without a seat. */
  owner(email: string | null): string | null;
  /** Of the lead and the opportunity that Salesforce has of the same. */
  lead(person: PastPerson): string;
  opportunity(deal: PastDeal): string;
}

export function hubspotIds(ownerId: OwnerIds): HubspotIds {
  return {
    contact: ({ index }) => String(FIRST.contacts + index),
    doubleOf: ({ index }) => String(FIRST.doubles + index),
    company: (company) => (company === null ? '' : String(FIRST.companies + company.index)),
    deal: ({ index }) => String(FIRST.deals + index),
    engagement: ({ index }) => String(FIRST_ENGAGEMENT + index),
    campaign: ({ index }) => `5a9dbe00-0000-4000-8000-${String(index).padStart(12, '0')}`,
    utm: ({ startsOn, index }) => `${startsOn.slice(0, 7)}-campaign-${index + 1}`,
    owner: (email) => (email === null ? null : (ownerId(email) ?? null)),
    lead: ({ index }) => salesforceId('Lead', index),
    opportunity: ({ index }) => salesforceId('Opportunity', index),
  };
}
