// A person of the past as Salesforce's lead, and the second one that some of them have there.
import type { Row } from '../../../salesforce/fields.ts';
import { INDUSTRY_NAMES } from '../../companies.ts';
import { dayOf } from '../calendar.ts';
import { sourceWord } from '../milestones.ts';
import type { PastPerson } from '../past.ts';
import type { Around } from './plant-salesforce.ts';
import { DOUBLES_FROM, salesforceId } from './ids.ts';
import { leadSteps } from './lead-history.ts';
import { countryName, time } from './words.ts';

export function leadRow(person: PastPerson, around: Around): Row {
  const { index, salesforceAt, deletedAt, owner, tiedBy } = person;
  const deal = around.converted.get(person);
  const steps = leadSteps(person, around);
  const last = Math.max(salesforceAt, person.ownerBefore?.until ?? 0, person.assignedAt ?? 0, steps.at(-1)?.at ?? 0);
  return {
    ...base(person, around),
    Id: salesforceId('Lead', index),
    Email: tiedBy === 'id' ? null : person.email,
    OwnerId: around.userId(owner?.email ?? null),
    Status: steps.at(-1)?.status ?? 'Open - Not Contacted',
    IsConverted: deal !== undefined,
    ConvertedDate: deal === undefined ? null : dayOf(deal.createdAt),
    ConvertedAccountId: deal?.person.company ? salesforceId('Account', deal.person.company.index) : null,
    ConvertedContactId: deal === undefined ? null : salesforceId('Contact', index),
    ConvertedOpportunityId: deal === undefined ? null : salesforceId('Opportunity', deal.index),
    HasOptedOutOfEmail: person.optedOut,
    EmailBouncedDate: person.bounced ? time(salesforceAt) : null,
    CreatedDate: time(salesforceAt),
    LastModifiedDate: time(deletedAt ?? last),
    SystemModstamp: time(deletedAt ?? last),
    IsDeleted: deletedAt !== null,
    MasterRecordId: null,
  };
}

/** Typed in again by somebody who did not look; some are merged later. */
export function doubleRow(person: PastPerson, around: Around): readonly Row[] {
  const { double, index } = person;
  if (double === null) return [];
  const { at, mergedAt } = double;
  return [
    {
      ...base(person, around),
      Id: salesforceId('Lead', DOUBLES_FROM + index),
      Email: person.email,
      OwnerId: around.queueId,
      Status: 'Open - Not Contacted',
      IsConverted: false,
      ConvertedDate: null,
      ConvertedAccountId: null,
      ConvertedContactId: null,
      ConvertedOpportunityId: null,
      HasOptedOutOfEmail: person.optedOut,
      EmailBouncedDate: null,
      CreatedDate: time(at),
      LastModifiedDate: time(mergedAt ?? at),
      SystemModstamp: time(mergedAt ?? at),
      IsDeleted: mergedAt !== null,
      MasterRecordId: mergedAt === null ? null : salesforceId('Lead', index),
    },
  ];
}

function base(person: PastPerson, { past }: Around): Row {
  const { company, country, firstName, lastName, title, phone, source, salesforceAt } = person;
  return {
    FirstName: firstName,
    LastName: lastName,
    Name: `${firstName} ${lastName}`,
    Title: title,
    Phone: phone,
    Company: company?.name ?? '[not provided]',
    Website: company === null ? null : `https://${company.domain}`,
    Industry: company === null ? null : INDUSTRY_NAMES[company.industry].salesforce,
    NumberOfEmployees: company === null || company.lacksEmployees ? null : company.employees,
    Country: countryName(country),
    LeadSource: sourceWord(source, 'salesforce', salesforceAt, past.renamedAt),
  };
}
