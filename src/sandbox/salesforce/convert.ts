// What conversion and merging leave behind. Neither has a plain REST verb; in the sandbox a person does them by hand.
import { refusal } from './errors.ts';
import type { ObjectName, Row } from './fields.ts';
import type { Org } from './org.ts';
import { findAnywhere, updateRow, writable } from './org.ts';
import { createRecord } from './save.ts';

export interface Conversion {
  readonly accountId: string;
  readonly contactId: string;
  readonly opportunityId: string | null;
}

export interface ConvertOptions {
  readonly by: string;
  /** Name of the opportunity to create; null for none. */
  readonly opportunityName: string | null;
}

/** Turns a lead into an account, a contact and perhaps an opportunity, all owned by the lead's owner. */
export function convertLead(org: Org, leadId: string, { by, opportunityName }: ConvertOptions): Conversion {
  const lead = writable(org, 'Lead', leadId);
  if (lead['IsConverted'] === true)
    throw refusal(400, 'CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
  const owner = findAnywhere(org, String(lead['OwnerId']));
  if (owner?.object !== 'User')
    throw refusal(400, 'INVALID_CROSS_REFERENCE_KEY', 'a queue cannot own a converted lead');
  const save = (object: ObjectName, values: Row): string => {
    const record = createRecord(
      org,
      object,
      { ...values, OwnerId: lead['OwnerId'] ?? null },
      { by, autoAssign: false },
    );
    return String(record['Id']);
  };
  const pick = (...names: string[]): Row => Object.fromEntries(names.map((name) => [name, lead[name] ?? null]));
  const accountId = save('Account', {
    Name: lead['Company'] ?? null,
    ...pick('Industry', 'NumberOfEmployees', 'AnnualRevenue', 'Website', 'Phone'),
  });
  const contactId = save('Contact', {
    AccountId: accountId,
    ...pick('LastName', 'FirstName', 'Title', 'Email', 'Phone', 'LeadSource'),
  });
  const opportunityId =
    opportunityName === null
      ? null
      : save('Opportunity', {
          Name: opportunityName,
          AccountId: accountId,
          ContactId: contactId,
          StageName: 'Prospecting',
          CloseDate: org.clock.now().toISOString().slice(0, 10),
        });
  const converted = {
    IsConverted: true,
    Status: 'Closed - Converted',
    ConvertedDate: org.clock.now().toISOString().slice(0, 10),
    ConvertedAccountId: accountId,
    ConvertedContactId: contactId,
    ConvertedOpportunityId: opportunityId,
  };
  updateRow(org, 'Lead', lead, converted, by);
  return { accountId, contactId, opportunityId };
}

/** Merges `loserId` into `winnerId`: the loser is deleted and points at the winner. */
export function mergeRecords(
  org: Org,
  object: 'Lead' | 'Contact' | 'Account',
  winnerId: string,
  loserId: string,
  by: string,
): void {
  const winner = writable(org, object, winnerId);
  const loser = writable(org, object, loserId);
  const filled = org.schema[object].fields
    .filter((field) => field.readOnly !== true && winner[field.name] === null && loser[field.name] !== null)
    .map((field) => [field.name, loser[field.name] ?? null] as const);
  updateRow(org, object, winner, Object.fromEntries(filled), by);
  updateRow(org, object, loser, { IsDeleted: true, MasterRecordId: winner['Id'] ?? null }, by);
}
