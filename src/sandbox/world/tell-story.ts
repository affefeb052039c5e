// Makes a story come true in the CRMs, as people and forms would: through their drivers, never behind their backs.
import type { HubspotDriver } from '../hubspot/driver.ts';
import type { Properties } from '../hubspot/model.ts';
import type { SalesforceDriver } from '../salesforce/driver.ts';
import { QUEUE } from './acme.ts';
import { INDUSTRY_NAMES } from './companies.ts';
import type { Company } from './companies.ts';
import { COUNTRIES } from './countries.ts';
import type { LeadStory } from './stories.ts';
import type { Step } from './story-steps.ts';

export interface TellDeps {
  readonly hubspot: HubspotDriver;
  readonly salesforce: SalesforceDriver;
}

/** Which record is whose: companies by domain, people by the story's number. */
export interface Told {
  readonly companyIds: ReadonlyMap<string, string>;
  readonly contactIds: ReadonlyMap<number, string>;
  readonly leadIds: ReadonlyMap<number, string>;
}

export interface Teller {
  /** Does one step. Throws what the CRM's driver throws, for instance where the lead was deleted meanwhile. */
  tell(story: LeadStory, step: Step): void;
  told(): Told;
  goOnFrom(told: Told): void;
}

export function createTeller({ hubspot, salesforce }: TellDeps): Teller {
  let companyIds = new Map<string, string>();
  let contactIds = new Map<number, string>();
  let leadIds = new Map<number, string>();

  function companyId(company: Company): string {
    const known = companyIds.get(company.domain);
    if (known !== undefined && hubspot.record('companies', known) !== null) return known;
    const id = idByDomain(company.domain) ?? hubspot.createCompany(companyProperties(company)).id;
    companyIds.set(company.domain, id);
    return id;
  }

  /** Of one that somebody else put there. */
  function idByDomain(domain: string): string | undefined {
    return hubspot.findBy('companies', 'domain', domain)?.id;
  }

  function tell(story: LeadStory, { kind }: Step): void {
    const { company } = story.prospect;
    switch (kind) {
      case 'hubspot_contact': {
        const links = company === null || story.late === 'company' ? {} : { companyId: companyId(company) };
        contactIds.set(story.number, hubspot.createContact(contactProperties(story), links).id);
        return;
      }
      case 'hubspot_company': {
        const contact = idOf(contactIds, story);
        if (company === null) return;
        hubspot.associate({ object: 'contacts', id: contact }, { object: 'companies', id: companyId(company) });
        hubspot.updateRecord('contacts', contact, { company: company.name });
        return;
      }
      case 'hubspot_score':
        hubspot.updateRecord('contacts', idOf(contactIds, story), { hubspotscore: String(story.score) });
        return;
      case 'salesforce_lead':
        leadIds.set(story.number, salesforce.createLead(leadValues(story)));
        return;
      case 'salesforce_score':
        salesforce.update('Lead', idOf(leadIds, story), { Score__c: story.score, Rating: ratingOf(story.score) });
    }
  }

  return {
    tell,
    told: () => ({ companyIds, contactIds, leadIds }),
    goOnFrom(told) {
      companyIds = new Map(told.companyIds);
      contactIds = new Map(told.contactIds);
      leadIds = new Map(told.leadIds);
    },
  };
}

function idOf(ids: ReadonlyMap<number, string>, { number }: LeadStory): string {
  const id = ids.get(number);
  if (id === undefined) throw new Error(`story ${number} has not begun`);
  return id;
}

function companyProperties({ name, domain, industry, employees, country }: Company): Properties {
  return {
    name,
    domain,
    industry: INDUSTRY_NAMES[industry].hubspot,
    numberofemployees: String(employees),
    country: COUNTRIES[country]?.name ?? country,
    lifecyclestage: 'lead',
  };
}

function contactProperties(story: LeadStory): Properties {
  const { prospect, source, detail, page, score, late } = story;
  const { company } = prospect;
  return {
    firstname: prospect.firstName,
    lastname: prospect.lastName,
    email: prospect.email,
    jobtitle: prospect.title,
    phone: prospect.phone,
    city: prospect.city,
    country: prospect.country,
    hs_analytics_source: source.hubspot,
    hs_analytics_source_data_1: detail,
    hs_analytics_source_data_2: page,
    lifecyclestage: score >= 60 && late !== 'score' ? 'marketingqualifiedlead' : 'lead',
    hs_lead_status: 'NEW',
    ...(company === null || late === 'company' ? {} : { company: company.name, website: `https://${company.domain}` }),
    ...(late === 'score' ? {} : { hubspotscore: String(score) }),
  };
}

function leadValues(story: LeadStory): Readonly<Record<string, string | number>> {
  const { prospect, source, detail, page, score, late } = story;
  const { company } = prospect;
  return {
    FirstName: prospect.firstName,
    LastName: prospect.lastName,
    Email: prospect.email,
    Title: prospect.title,
    Phone: prospect.phone,
    City: prospect.city,
    Country: prospect.country,
    LeadSource: source.salesforce,
    Description: `${detail} (${page})`,
    Owner: QUEUE,
    ...(company === null
      ? { Company: '[not provided]' }
      : {
          Company: company.name,
          Website: `https://${company.domain}`,
          Industry: INDUSTRY_NAMES[company.industry].salesforce,
          NumberOfEmployees: company.employees,
        }),
    ...(late === 'score' ? {} : { Score__c: score, Rating: ratingOf(score) }),
  };
}

function ratingOf(score: number): string {
  if (score > 85) return 'Hot';
  return score > 60 ? 'Warm' : 'Cold';
}
