// Every field that a playbook can name: one table behind the mapping, the condition check, the JSON Schema and the docs.
import type { CrmName } from '#ports/crm.ts';

/** `any` is a field that the playbook's own mapping adds: its type is whatever the CRM answers. */
export type FieldType = 'text' | 'number' | 'yes_no' | 'any';

export const FACT_ROOTS = ['lead', 'company', 'opportunity', 'campaign'] as const;
export type FactRoot = (typeof FACT_ROOTS)[number];

export interface StandardField {
  readonly path: string;
  readonly type: FieldType;
  readonly meaning: string;
  /** Property of a standard account; null where it has none, or where we work the value out ourselves. */
  readonly hubspot: string | null;
  readonly salesforce: string | null;
  /** Worked out by us: it can be read, but neither mapped nor written. */
  readonly derived: boolean;
}

/** Field types by path, `lead.score` -> `number`. */
export type KnownFields = ReadonlyMap<string, FieldType>;

export const FIELD_PATH = /^(lead|company|opportunity)\.([a-z][a-z0-9_]{0,59})$/;

export const STANDARD_FIELDS: readonly StandardField[] = [
  mapped('lead.email', 'text', 'E-mail address', 'contact.email', 'Lead.Email'),
  mapped('lead.first_name', 'text', 'First name', 'contact.firstname', 'Lead.FirstName'),
  mapped('lead.last_name', 'text', 'Last name', 'contact.lastname', 'Lead.LastName'),
  derived('lead.name', 'text', 'First and last name'),
  mapped('lead.title', 'text', 'Job title', 'contact.jobtitle', 'Lead.Title'),
  mapped('lead.phone', 'text', 'Phone number', 'contact.phone', 'Lead.Phone'),
  mapped('lead.country', 'text', 'Country', 'contact.country', 'Lead.Country'),
  mapped('lead.source', 'text', 'Where the lead came from', 'contact.hs_analytics_source', 'Lead.LeadSource'),
  mapped('lead.source_detail', 'text', 'Detail of the source', 'contact.hs_analytics_source_data_1', null),
  mapped('lead.score', 'number', 'Score from 0 to 100', 'contact.hubspotscore', null),
  mapped('lead.stage', 'text', 'Lifecycle stage', 'contact.lifecyclestage', 'Lead.Status'),
  mapped('lead.status', 'text', 'Lead status', 'contact.hs_lead_status', 'Lead.Status'),
  mapped('lead.rating', 'text', 'Rating', null, 'Lead.Rating'),
  mapped('lead.company', 'text', 'Company as the lead wrote it', 'contact.company', 'Lead.Company'),
  derived('lead.owner', 'text', 'Name of the CRM owner'),
  derived('lead.owner_email', 'text', 'E-mail address of the CRM owner'),
  derived('lead.age_hours', 'number', 'Hours since the lead was created'),
  mapped('company.name', 'text', 'Company name', 'company.name', 'Lead.Company'),
  mapped('company.domain', 'text', 'Web domain', 'company.domain', 'Lead.Website'),
  mapped('company.industry', 'text', 'Industry', 'company.industry', 'Lead.Industry'),
  mapped('company.country', 'text', 'Country', 'company.country', 'Lead.Country'),
  mapped('company.employees', 'number', 'Employees', 'company.numberofemployees', 'Lead.NumberOfEmployees'),
  mapped('opportunity.name', 'text', 'Name', 'deal.dealname', 'Opportunity.Name'),
  mapped('opportunity.stage', 'text', 'Stage', 'deal.dealstage', 'Opportunity.StageName'),
  mapped('opportunity.amount', 'number', 'Amount', 'deal.amount', 'Opportunity.Amount'),
  mapped('opportunity.close_date', 'text', 'Close date, ISO 8601', 'deal.closedate', 'Opportunity.CloseDate'),
  mapped('opportunity.pipeline', 'text', 'Pipeline', 'deal.pipeline', null),
  mapped('opportunity.is_won', 'yes_no', 'Closed and won', 'deal.hs_is_closed_won', 'Opportunity.IsWon'),
  mapped('opportunity.is_closed', 'yes_no', 'Closed', 'deal.hs_is_closed', 'Opportunity.IsClosed'),
  derived('opportunity.owner', 'text', 'Name of the CRM owner'),
  derived('opportunity.owner_email', 'text', 'E-mail address of the CRM owner'),
];

/** What policies on campaigns can ask about. Its money is in the organization's currency. */
export const CAMPAIGN_FIELDS: KnownFields = new Map<string, FieldType>([
  ['campaign.name', 'text'],
  ['campaign.type', 'text'],
  ['campaign.channel', 'text'],
  ['campaign.owner', 'text'],
  ['campaign.budget', 'number'],
  ['campaign.currency', 'text'],
  ['campaign.audience', 'text'],
  ['campaign.audience_size', 'number'],
  ['campaign.days', 'number'],
]);

/** Fields that say who somebody of ours is, by e-mail address: whom an approval may be asked of. */
export const ADDRESS_FIELDS: ReadonlySet<string> = new Set([
  'campaign.owner',
  'lead.owner_email',
  'opportunity.owner_email',
]);

/** CRM objects whose properties a field of ours may be mapped to. */
export const MAPPABLE_OBJECTS: Readonly<Record<CrmName, Readonly<Record<FactRoot, readonly string[]>>>> = {
  hubspot: { lead: ['contact'], company: ['company'], opportunity: ['deal'], campaign: [] },
  salesforce: { lead: ['Lead'], company: ['Lead', 'Account'], opportunity: ['Opportunity'], campaign: [] },
};

/** The standard fields and those that a playbook's mapping adds. */
export function knownFields(mappedPaths: Iterable<string>): KnownFields {
  const fields = new Map<string, FieldType>(STANDARD_FIELDS.map((field) => [field.path, field.type]));
  for (const path of mappedPaths) if (!fields.has(path)) fields.set(path, 'any');
  return fields;
}

/** `lead.score` -> `lead`. Null when the path does not begin with a record of ours. */
export function rootOf(path: string): FactRoot | null {
  return FACT_ROOTS.find((root) => path.startsWith(`${root}.`)) ?? null;
}

function mapped(
  path: string,
  type: FieldType,
  meaning: string,
  hubspot: string | null,
  salesforce: string | null,
): StandardField {
  return { path, type, meaning, hubspot, salesforce, derived: false };
}

function derived(path: string, type: FieldType, meaning: string): StandardField {
  return { path, type, meaning, hubspot: null, salesforce: null, derived: true };
}
