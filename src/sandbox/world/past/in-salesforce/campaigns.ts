// Accounts, campaigns with their members, and what customers pay for, of the past, as Salesforce has them.
import { DAY_MS } from '#kernel/time.ts';
import type { Row } from '../../../salesforce/fields.ts';
import { INDUSTRY_NAMES } from '../../companies.ts';
import { dayOf, midnightBefore, startOf } from '../calendar.ts';
import type { PastCampaign, PastCompany, PastDeal, PastSubscription, PastTouch } from '../past.ts';
import type { Around } from './plant-salesforce.ts';
import { salesforceId } from './ids.ts';
import { countryName, time } from './words.ts';

/** `first`: the deal with which the account was made. */
export function accountRow(company: PastCompany, first: PastDeal, { userId }: Around): Row {
  return {
    Id: salesforceId('Account', company.index),
    Name: company.name,
    Website: `https://${company.domain}`,
    Industry: INDUSTRY_NAMES[company.industry].salesforce,
    NumberOfEmployees: company.lacksEmployees ? null : company.employees,
    BillingCountry: company.lacksCountry ? null : countryName(company.country),
    OwnerId: userId(first.owner?.email ?? null),
    ...stamped(first.createdAt, first.createdAt),
  };
}

export function campaignRow(campaign: PastCampaign, { past, userId }: Around): Row {
  const { startsOn, endsOn, createdAt } = campaign;
  const end = startOf(endsOn) + DAY_MS;
  // Nobody has tidied up since the past ended.
  const over = end <= startOf(past.options.anchor);
  return {
    Id: salesforceId('Campaign', campaign.index),
    Name: campaign.name,
    Type: campaign.kind,
    Status: over ? 'Completed' : 'In Progress',
    IsActive: !over,
    StartDate: startsOn,
    EndDate: endsOn,
    BudgetedCost: campaign.budget,
    ActualCost: campaign.spend,
    NumberOfLeads: 0,
    NumberOfConvertedLeads: 0,
    NumberOfContacts: 0,
    NumberOfResponses: 0,
    NumberOfOpportunities: 0,
    NumberOfWonOpportunities: 0,
    AmountAllOpportunities: 0,
    AmountWonOpportunities: 0,
    OwnerId: userId(campaign.owner),
    ...stamped(createdAt, Math.max(createdAt, Math.min(end, midnightBefore(past.until)))),
  };
}

export function memberRow(touch: PastTouch, { converted }: Around): Row {
  const { index, person, campaign, enteredAt, at, kind } = touch;
  const isContact = (converted.get(person)?.createdAt ?? Infinity) <= enteredAt;
  const responded = kind === 'response';
  return {
    Id: salesforceId('CampaignMember', index),
    CampaignId: campaign === null ? null : salesforceId('Campaign', campaign.index),
    LeadId: isContact ? null : salesforceId('Lead', person.index),
    ContactId: isContact ? salesforceId('Contact', person.index) : null,
    Status: responded ? 'Responded' : 'Sent',
    HasResponded: responded,
    FirstRespondedDate: responded ? dayOf(at) : null,
    Type: isContact ? 'Contact' : 'Lead',
    ...stamped(enteredAt, Math.max(enteredAt, at)),
  };
}

/** Paid for a term. */
export function assetRow(subscription: PastSubscription, { userId }: Around): Row {
  const { index, deal, company, startsOn, endsOn, monthly, months } = subscription;
  const at = startOf(startsOn);
  return {
    Id: salesforceId('Asset', index),
    Name: deal.product,
    AccountId: salesforceId('Account', company.index),
    ContactId: salesforceId('Contact', deal.person.index),
    OwnerId: userId(deal.owner?.email ?? null),
    InstallDate: startsOn,
    PurchaseDate: startsOn,
    UsageEndDate: endsOn,
    Price: monthly * (months ?? 1),
    Quantity: 1,
    Status: 'Installed',
    ...stamped(at, at),
  };
}

function stamped(createdAt: number, modifiedAt: number): Row {
  const modified = time(modifiedAt);
  return { CreatedDate: time(createdAt), LastModifiedDate: modified, SystemModstamp: modified, IsDeleted: false };
}
