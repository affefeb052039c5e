// What people do in a CRM's own pages, in words that fit HubSpot and Salesforce, so that one test runs against both.
import type { CrmName } from '#ports/crm.ts';
import { addressOf } from './house-playbook.ts';
import type { Servers } from './house-servers.ts';

interface LeadDraft {
  readonly name: string;
  readonly company?: string;
  readonly email?: string;
  readonly employees?: number;
  readonly score?: number;
}

/** Ids are the CRM's; people go by name (`ana`). Owners are names too, null for nobody and for the app itself. */
export interface CrmHands {
  readonly crm: CrmName;
  createLead(draft: LeadDraft): string;
  setScore(id: string, score: number): void;
  setOwner(id: string, person: string): void;
  deleteLead(id: string): void;
  ownerOf(id: string): string | null;
  statusOf(id: string): string | null;
  opportunities(): readonly { readonly name: string; readonly owner: string | null }[];
  tasks(): readonly { readonly subject: string; readonly body: string; readonly owner: string | null }[];
  /** From now on every change of a lead's owner is refused in these words. */
  refuseOwners(message: string): () => void;
}

export function handsOn(servers: Servers, crm: CrmName): CrmHands {
  return crm === 'hubspot' ? onHubspot(servers) : onSalesforce(servers);
}

function namesOf(draft: LeadDraft): { first: string; last: string; email: string } {
  const at = draft.name.lastIndexOf(' ');
  const email = draft.email ?? `${draft.name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '.')}@customer.test`;
  return { first: draft.name.slice(0, Math.max(0, at)), last: draft.name.slice(at + 1), email };
}

function onHubspot({ hubspot, hubspotOwners }: Servers): CrmHands {
  const nameBy = (id: string | null | undefined): string | null =>
    [...hubspotOwners].find(([, owner]) => owner === id)?.[0] ?? null;
  return {
    crm: 'hubspot',
    createLead(draft) {
      const { first, last, email } = namesOf(draft);
      const company = hubspot.createCompany({
        name: draft.company ?? 'Northwind',
        numberofemployees: String(draft.employees ?? 1200),
      });
      const score = draft.score === undefined ? {} : { hubspotscore: String(draft.score) };
      const properties = { email, firstname: first, lastname: last, lifecyclestage: 'lead', ...score };
      return hubspot.createContact(properties, { companyId: company.id }).id;
    },
    setScore: (id, score) => void hubspot.updateRecord('contacts', id, { hubspotscore: String(score) }),
    setOwner(id, person) {
      const owner = hubspotOwners.get(person);
      if (owner === undefined) throw new Error(`HubSpot has no owner ${person}`);
      hubspot.setOwner('contacts', id, owner);
    },
    deleteLead: (id) => hubspot.deleteRecord('contacts', id),
    ownerOf: (id) => nameBy(hubspot.record('contacts', id)?.properties['hubspot_owner_id']),
    statusOf: (id) => hubspot.record('contacts', id)?.properties['hs_lead_status'] ?? null,
    opportunities: () =>
      hubspot.records('deals').map(({ properties }) => ({
        name: properties['dealname'] ?? '',
        owner: nameBy(properties['hubspot_owner_id']),
      })),
    tasks: () =>
      hubspot.records('tasks').map(({ properties }) => ({
        subject: properties['hs_task_subject'] ?? '',
        body: properties['hs_task_body'] ?? '',
        owner: nameBy(properties['hubspot_owner_id']),
      })),
    refuseOwners: (message) => hubspot.addRule({ object: 'contacts', on: 'hubspot_owner_id', message }),
  };
}

function onSalesforce({ salesforce }: Servers): CrmHands {
  const nameBy = (id: unknown): string | null => {
    const email = salesforce.records('User').find((user) => user['Id'] === id)?.['Email'];
    return typeof email === 'string' && email !== salesforce.app.runAs ? (email.split('@')[0] ?? null) : null;
  };
  return {
    crm: 'salesforce',
    createLead(draft) {
      const { first, last, email } = namesOf(draft);
      return salesforce.createLead({
        FirstName: first,
        LastName: last,
        Email: email,
        Company: draft.company ?? 'Northwind',
        NumberOfEmployees: draft.employees ?? 1200,
        Owner: 'Inbound',
        ...(draft.score === undefined ? {} : { Score__c: draft.score }),
      });
    },
    setScore: (id, score) => salesforce.update('Lead', id, { Score__c: score }),
    setOwner: (id, person) => salesforce.setOwner('Lead', id, addressOf(person)),
    deleteLead: (id) => salesforce.delete('Lead', id),
    ownerOf: (id) => nameBy(salesforce.record('Lead', id)?.['OwnerId']),
    statusOf: (id) => textOf(salesforce.record('Lead', id)?.['Status']),
    opportunities: () =>
      salesforce.records('Opportunity').map((row) => ({ name: String(row['Name']), owner: nameBy(row['OwnerId']) })),
    tasks: () =>
      salesforce.records('Task').map((row) => ({
        subject: textOf(row['Subject']) ?? '',
        body: textOf(row['Description']) ?? '',
        owner: nameBy(row['OwnerId']),
      })),
    refuseOwners: (message) => salesforce.addValidationRule({ object: 'Lead', message }),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
