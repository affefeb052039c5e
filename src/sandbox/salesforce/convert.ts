// What conversion and merging leave behind. Neither has a plain REST verb: conversion is an invocable action, and both are
// done by people.
import { refusal } from './errors.ts';
import type { ObjectName, Row, Value } from './fields.ts';
import { parseId } from './ids.ts';
import type { Org } from './org.ts';
import { findAnywhere, table, updateRow, writable } from './org.ts';
import { createRecord } from './save.ts';
import { rowsWhere } from './table-index.ts';

export interface Conversion {
  readonly accountId: string;
  readonly contactId: string;
  readonly opportunityId: string | null;
}

export interface ConvertOptions {
  readonly by: string;
  /** Name of the opportunity to create; null for none. */
  readonly opportunityName: string | null;
  /** A status that means converted; by default the first such. */
  readonly status?: string | null;
  /** Who owns what is made; by default the lead's owner. */
  readonly ownerId?: string | null;
  /** Records to convert into; made where null. */
  readonly accountId?: string | null;
  readonly contactId?: string | null;
}

/** Turns a lead into an account, a contact and perhaps an opportunity, all owned by the lead's owner. */
export function convertLead(org: Org, leadId: string, options: ConvertOptions): Conversion {
  const { by, opportunityName } = options;
  const lead = writable(org, 'Lead', leadId);
  if (lead['IsConverted'] === true)
    throw refusal(400, 'CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
  const status = convertedStatus(org, options.status ?? null);
  const ownerId = parseId(options.ownerId ?? '') ?? lead['OwnerId'] ?? null;
  if (findAnywhere(org, String(ownerId))?.object !== 'User') {
    const words =
      'Converted objects can only be owned by users. If the lead is not owned by a user, you must specify a user for the Owner field.';
    throw refusal(400, 'INVALID_CROSS_REFERENCE_KEY', words, []);
  }
  const save = (object: ObjectName, values: Row): string => {
    const record = createRecord(org, object, { ...values, OwnerId: ownerId }, { by, autoAssign: false });
    return String(record['Id']);
  };
  const pick = (...names: string[]): Row => Object.fromEntries(names.map((name) => [name, lead[name] ?? null]));
  const accountId =
    existing(org, 'Account', options.accountId) ??
    save('Account', {
      Name: lead['Company'] ?? null,
      ...pick('Industry', 'NumberOfEmployees', 'AnnualRevenue', 'Website', 'Phone'),
    });
  const contactId =
    existing(org, 'Contact', options.contactId) ??
    save('Contact', {
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
          CampaignId: latestCampaign(org, String(lead['Id'])),
          StageName: 'Prospecting',
          CloseDate: org.clock.now().toISOString().slice(0, 10),
        });
  const converted = {
    IsConverted: true,
    Status: status,
    ConvertedDate: org.clock.now().toISOString().slice(0, 10),
    ConvertedAccountId: accountId,
    ConvertedContactId: contactId,
    ConvertedOpportunityId: opportunityId,
  };
  updateRow(org, 'Lead', lead, converted, by);
  for (const member of membershipsOf(org, String(lead['Id']))) {
    updateRow(org, 'CampaignMember', member, { ContactId: contactId }, by);
  }
  return { accountId, contactId, opportunityId };
}

/** Throws INVALID_STATUS for a status that does not mean converted. */
function convertedStatus(org: Org, wanted: string | null): string {
  const statuses = [...table(org, 'LeadStatus').values()].filter((row) => row['IsConverted'] === true);
  const found = statuses.find((row) => wanted === null || row['MasterLabel'] === wanted)?.['MasterLabel'];
  if (typeof found === 'string') return found;
  throw refusal(400, 'INVALID_STATUS', `invalid convertedStatus: ${wanted}`, ['convertedStatus']);
}

function existing(org: Org, object: 'Account' | 'Contact', id: string | null | undefined): string | null {
  return id === null || id === undefined ? null : String(writable(org, object, id)['Id']);
}

function membershipsOf(org: Org, leadId: string): readonly Row[] {
  return rowsWhere(org, 'CampaignMember', 'LeadId', [leadId]).filter((row) => row['IsDeleted'] !== true);
}

/** The campaign that a lead came to last gets the opportunity. */
function latestCampaign(org: Org, leadId: string): Value {
  const [latest] = membershipsOf(org, leadId).toSorted((a, b) =>
    String(b['CreatedDate']).localeCompare(String(a['CreatedDate'])),
  );
  return latest?.['CampaignId'] ?? null;
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
    .filter(
      (field) =>
        field.readOnly !== true && (winner[field.name] ?? null) === null && (loser[field.name] ?? null) !== null,
    )
    .map((field) => [field.name, loser[field.name] ?? null] as const);
  updateRow(org, object, winner, Object.fromEntries(filled), by);
  updateRow(org, object, loser, { IsDeleted: true, MasterRecordId: winner['Id'] ?? null }, by);
}
