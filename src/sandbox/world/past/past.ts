// What Acme's past is made of: people, deals, campaigns as they were, whatever a CRM makes of them. Types alone. Instants are
// milliseconds in whole seconds, as Salesforce keeps no more; days are written `2026-11-22`.
import type { Industry } from '../companies.ts';
import type { PastOwner } from './owners.ts';
import type { PastSource } from './sources.ts';

export interface PastOptions {
  readonly seed: number;
  /** The day after the last one of the past, `2026-11-22`. */
  readonly anchor: string;
  /** People; everything else is drawn in proportion. */
  readonly leads: number;
  readonly months: number;
  /** Days from the anchor on that are drawn as well, for a world that goes on; none unless told. */
  readonly ahead?: number | undefined;
}

export type PastCrm = 'hubspot' | 'salesforce';

export interface PastCompany {
  readonly index: number;
  readonly name: string;
  readonly domain: string;
  readonly industry: Industry;
  readonly employees: number;
  /** Key into COUNTRIES. */
  readonly country: string;
  /** What no CRM was told. */
  readonly lacksEmployees: boolean;
  readonly lacksCountry: boolean;
}

export interface PastCampaign {
  readonly index: number;
  readonly crm: PastCrm;
  readonly name: string;
  readonly kind: CampaignKind;
  readonly createdAt: number;
  readonly startsOn: string;
  readonly endsOn: string;
  /** Whole amounts in `currency`. */
  readonly budget: number;
  readonly spend: number;
  readonly currency: string;
  /** E-mail of the marketing manager. */
  readonly owner: string | null;
}

export type CampaignKind = 'Webinar' | 'Trade Show' | 'Email' | 'Advertisement' | 'Conference';

export interface PastPerson {
  readonly index: number;
  readonly firstName: string;
  readonly lastName: string;
  /** Lower case, and nobody else's. */
  readonly email: string;
  readonly title: string | null;
  readonly phone: string | null;
  readonly company: PastCompany | null;
  /** Null: no CRM was told. */
  readonly country: string | null;
  readonly source: PastSource | null;
  /** Where they really came from. */
  readonly cameBy: PastSource;
  /** The campaign that brought them. */
  readonly campaign: PastCampaign | null;
  readonly hubspot: boolean;
  readonly salesforce: boolean;
  /** First creation of a record of theirs, and that in Salesforce, which is later for people of both CRMs. */
  readonly createdAt: number;
  readonly salesforceAt: number;
  /** First page view that HubSpot knows of, up to some days before they were known by name. */
  readonly visitedAt: number | null;
  /** How the records of people in both CRMs are tied: by the address, or by the id alone, with Salesforce lacking the address. */
  readonly tiedBy: 'email' | 'id' | null;
  /** A second record of the same CRM: merged into the first at an instant, or left lying about in Salesforce. */
  readonly double: { readonly at: number; readonly mergedAt: number | null } | null;
  /** Every record of theirs was deleted then. */
  readonly deletedAt: number | null;
  readonly marketable: boolean;
  readonly optedOut: boolean;
  readonly bounced: boolean;
  /** Whose they are in the end; null: nobody's. */
  readonly owner: PastOwner | null;
  /** Whose they were before somebody corrected it. */
  readonly ownerBefore: { readonly owner: PastOwner; readonly until: number } | null;
  readonly assignedAt: number | null;
  readonly mqlAt: number | null;
  readonly sqlAt: number | null;
  /** When somebody gave up on them. */
  readonly lostAt: number | null;
}

export interface PastDeal {
  readonly index: number;
  readonly crm: PastCrm;
  /** Also kept in HubSpot, which knows the id of the one in Salesforce. */
  readonly twin: boolean;
  readonly name: string;
  readonly person: PastPerson;
  readonly createdAt: number;
  readonly amount: number | null;
  /** Before somebody corrected it. */
  readonly amountBefore: { readonly amount: number; readonly until: number } | null;
  readonly currency: string;
  /** When it was won or lost; null while it is open. */
  readonly closedAt: number | null;
  readonly won: boolean;
  /** Calendar day: of the close, or expected. */
  readonly closeDate: string;
  readonly closeDateBefore: { readonly day: string; readonly until: number } | null;
  /** Entries into its stages, the creation included; numbers of DEAL_STAGES. */
  readonly stages: readonly { readonly stage: number; readonly at: number }[];
  readonly owner: PastOwner | null;
  /** Null: that of the person counts. */
  readonly source: PastSource | null;
  readonly campaign: PastCampaign | null;
  readonly product: string;
  readonly sale: 'new' | 'existing';
  readonly deletedAt: number | null;
}

/** As it can be read from a CRM: what HubSpot dates by the week lies at noon of its first day, a response in Salesforce at its day's begin. */
export interface PastTouch {
  readonly index: number;
  readonly person: PastPerson;
  readonly crm: PastCrm;
  readonly campaign: PastCampaign | null;
  readonly at: number;
  /** `visit`: the first one of all, by which HubSpot knows where they came from. */
  readonly kind: 'visit' | 'form' | 'member' | 'response';
  /** When a member of a campaign was entered; `at` for the rest. */
  readonly enteredAt: number;
}

export interface PastActivity {
  readonly index: number;
  readonly person: PastPerson;
  readonly crm: PastCrm;
  readonly kind: 'call' | 'email' | 'meeting' | 'task';
  readonly at: number;
  readonly owner: PastOwner;
}

export interface PastSubscription {
  readonly index: number;
  readonly deal: PastDeal;
  readonly company: PastCompany;
  readonly startsOn: string;
  /** The last day; null: it goes on. */
  readonly endsOn: string | null;
  /** Of the term; null: it has none. */
  readonly months: number | null;
  /** Whole amount a month in `currency`. */
  readonly monthly: number;
  readonly currency: string;
}

/** Views of a form of HubSpot on a day, and how many sent it. */
export interface PastContent {
  /** Place among FORMS. */
  readonly form: number;
  readonly day: string;
  readonly views: number;
  readonly conversions: number;
}

export interface Past {
  readonly options: PastOptions;
  /** The first instant of the past, and the one after its last. */
  readonly from: number;
  readonly until: number;
  /** From when on Salesforce calls a source by its new name. */
  readonly renamedAt: number;
  readonly companies: readonly PastCompany[];
  readonly campaigns: readonly PastCampaign[];
  readonly people: readonly PastPerson[];
  readonly deals: readonly PastDeal[];
  readonly touches: readonly PastTouch[];
  readonly activities: readonly PastActivity[];
  readonly subscriptions: readonly PastSubscription[];
  readonly contents: readonly PastContent[];
}
