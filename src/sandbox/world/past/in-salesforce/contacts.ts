// Whoever a lead of the past was converted into: a contact of the same person, at the instant of the first opportunity.
import type { Row } from '../../../salesforce/fields.ts';
import { sourceWord } from '../milestones.ts';
import type { PastDeal, PastPerson } from '../past.ts';
import type { Around } from './plant-salesforce.ts';
import { salesforceId } from './ids.ts';
import { countryName, time } from './words.ts';

export function contactRow(person: PastPerson, { createdAt }: PastDeal, { past, userId }: Around): Row {
  const { index, firstName, lastName, title, phone, email, tiedBy, source, company, country, owner } = person;
  return {
    Id: salesforceId('Contact', index),
    FirstName: firstName,
    LastName: lastName,
    Name: `${firstName} ${lastName}`,
    Title: title,
    Phone: phone,
    Email: tiedBy === 'id' ? null : email,
    LeadSource: sourceWord(source, 'salesforce', person.salesforceAt, past.renamedAt),
    AccountId: company === null ? null : salesforceId('Account', company.index),
    MailingCountry: countryName(country),
    OwnerId: userId(owner?.email ?? null),
    HasOptedOutOfEmail: person.optedOut,
    EmailBouncedDate: person.bounced ? time(createdAt) : null,
    CreatedDate: time(createdAt),
    LastModifiedDate: time(createdAt),
    SystemModstamp: time(createdAt),
    IsDeleted: false,
  };
}
