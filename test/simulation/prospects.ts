// The people whom a simulation's CRMs know, and what was done to their records: what the app should have learnt.
import type { CrmName } from '#ports/crm.ts';
import { addressOf } from '../support/house-playbook.ts';
import type { Servers } from '../support/house-servers.ts';

/** How ids of queues begin. */
const QUEUE_ID = '00G';

export interface Prospect {
  readonly name: string;
  readonly email: string;
  readonly company: string;
  /** Record ids: a HubSpot contact, a Salesforce lead. Those that were deleted or merged away stay here. */
  readonly records: Partial<Record<CrmName, string>>;
  /** The CRMs that do not show the record any more. */
  readonly gone: Set<CrmName>;
  converted: boolean;
}

export interface CrmPeople {
  readonly all: readonly Prospect[];
  /** Those with a record in this CRM that can still be worked on. */
  living(crm?: CrmName): readonly Prospect[];
  create(crm: CrmName, score: number, employees: number): Prospect;
  /** Somebody whom one CRM knows turns up in the other; false where both know them. */
  appear(prospect: Prospect): boolean;
  setScore(prospect: Prospect, score: number): void;
  setOwner(prospect: Prospect, person: string): void;
  remove(prospect: Prospect): void;
  convert(prospect: Prospect): boolean;
  /** In a CRM that knows both; false where none does. */
  merge(stays: Prospect, goes: Prospect): boolean;
}

export function openCrmPeople({ hubspot, salesforce, hubspotOwners }: Servers): CrmPeople {
  const all: Prospect[] = [];

  function livingIn(prospect: Prospect): readonly CrmName[] {
    const known = Object.keys(prospect.records) as CrmName[];
    return known.filter((crm) => !prospect.gone.has(crm));
  }

  function put(crm: CrmName, prospect: Prospect, score: number, employees: number): void {
    const { name, email, company } = prospect;
    const [first = '', last = ''] = name.split(' ');
    if (crm === 'hubspot') {
      const { id } = hubspot.createCompany({ name: company, numberofemployees: String(employees) });
      const contact = { email, firstname: first, lastname: last, lifecyclestage: 'lead', hubspotscore: String(score) };
      prospect.records.hubspot = hubspot.createContact(contact, { companyId: id }).id;
      return;
    }
    prospect.records.salesforce = salesforce.createLead({
      FirstName: first,
      LastName: last,
      Email: email,
      Company: company,
      NumberOfEmployees: employees,
      Owner: 'Inbound',
      Score__c: score,
    });
  }

  return {
    all,
    living: (crm) => all.filter((one) => livingIn(one).some((name) => crm === undefined || crm === name)),
    create(crm, score, employees) {
      const number = all.length + 1;
      const prospect: Prospect = {
        name: `Prospect N${number}x`,
        email: `n${number}x@customer.test`,
        company: `Company C${number}x`,
        records: {},
        gone: new Set(),
        converted: false,
      };
      all.push(prospect);
      put(crm, prospect, score, employees);
      return prospect;
    },
    appear(prospect) {
      const crm = (['hubspot', 'salesforce'] as const).find((name) => prospect.records[name] === undefined);
      if (crm === undefined) return false;
      put(crm, prospect, 50, 100);
      return true;
    },
    setScore(prospect, score) {
      const { hubspot: contact, salesforce: lead } = prospect.records;
      if (contact !== undefined && !prospect.gone.has('hubspot')) {
        hubspot.updateRecord('contacts', contact, { hubspotscore: String(score) });
      }
      if (lead !== undefined && !prospect.gone.has('salesforce') && !prospect.converted) {
        salesforce.update('Lead', lead, { Score__c: score });
      }
    },
    setOwner(prospect, person) {
      const { hubspot: contact, salesforce: lead } = prospect.records;
      if (contact !== undefined && !prospect.gone.has('hubspot')) {
        hubspot.setOwner('contacts', contact, hubspotOwners.get(person) ?? null);
      } else if (lead !== undefined && !prospect.gone.has('salesforce') && !prospect.converted) {
        salesforce.setOwner('Lead', lead, addressOf(person));
      }
    },
    remove(prospect) {
      for (const crm of livingIn(prospect)) {
        const id = prospect.records[crm];
        if (id === undefined || (crm === 'salesforce' && prospect.converted)) continue;
        if (crm === 'hubspot') hubspot.deleteRecord('contacts', id);
        else salesforce.delete('Lead', id);
        prospect.gone.add(crm);
      }
    },
    convert(prospect) {
      const { salesforce: lead } = prospect.records;
      if (lead === undefined || prospect.gone.has('salesforce') || prospect.converted) return false;
      // A lead in a queue cannot be converted: somebody takes it first, as in Salesforce.
      if (String(salesforce.record('Lead', lead)?.['OwnerId']).startsWith(QUEUE_ID)) {
        salesforce.setOwner('Lead', lead, addressOf('ana'));
      }
      salesforce.convertLead(lead);
      prospect.converted = true;
      return true;
    },
    merge(stays, goes) {
      if (stays === goes || stays.converted || goes.converted) return false;
      const crm = livingIn(stays).find((name) => livingIn(goes).includes(name));
      const [winner, loser] = crm === undefined ? [] : [stays.records[crm], goes.records[crm]];
      if (crm === undefined || winner === undefined || loser === undefined) return false;
      if (crm === 'hubspot') hubspot.merge('contacts', winner, loser);
      else salesforce.merge('Lead', { winner, loser });
      goes.gone.add(crm);
      return true;
    },
  };
}
