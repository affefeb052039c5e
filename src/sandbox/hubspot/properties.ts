// The standard properties of a HubSpot account, as far as marketing operations meets them. Data, no behaviour.
import type { HubspotObject, Pipeline } from './model.ts';

export interface PropertyDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: 'string' | 'number' | 'datetime' | 'date' | 'enumeration' | 'bool';
  /** Allowed values of an enumeration, in order. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** HubSpot sets it; writing it is refused. */
  readonly readOnly: boolean;
  /** No two records may have the same value, and records can be read by it (`idProperty`). */
  readonly unique: boolean;
}

export type PropertyCatalog = Readonly<Record<HubspotObject, readonly PropertyDefinition[]>>;

/** One property; a custom one of the account is made the same way. */
export function property(
  name: string,
  label: string,
  details: Partial<Omit<PropertyDefinition, 'name' | 'label' | 'options'>> & {
    readonly options?: Readonly<Record<string, string>>;
  } = {},
): PropertyDefinition {
  const { options = {}, ...rest } = details;
  return {
    name,
    label,
    type: 'string',
    readOnly: false,
    unique: false,
    ...rest,
    options: Object.entries(options).map(([value, text]) => ({ value, label: text })),
  };
}

/** Value to label, in the order that a lead passes through them. */
const LIFECYCLE_STAGES: Readonly<Record<string, string>> = {
  subscriber: 'Subscriber',
  lead: 'Lead',
  marketingqualifiedlead: 'Marketing Qualified Lead',
  salesqualifiedlead: 'Sales Qualified Lead',
  opportunity: 'Opportunity',
  customer: 'Customer',
  evangelist: 'Evangelist',
  other: 'Other',
};

const LEAD_STATUSES = {
  NEW: 'New',
  OPEN: 'Open',
  IN_PROGRESS: 'In Progress',
  OPEN_DEAL: 'Open Deal',
  UNQUALIFIED: 'Unqualified',
  ATTEMPTED_TO_CONTACT: 'Attempted to Contact',
  CONNECTED: 'Connected',
  BAD_TIMING: 'Bad Timing',
};

const SOURCES = {
  ORGANIC_SEARCH: 'Organic Search',
  PAID_SEARCH: 'Paid Search',
  EMAIL_MARKETING: 'Email Marketing',
  SOCIAL_MEDIA: 'Organic Social',
  REFERRALS: 'Referrals',
  OTHER_CAMPAIGNS: 'Other Campaigns',
  DIRECT_TRAFFIC: 'Direct Traffic',
  OFFLINE: 'Offline Sources',
  PAID_SOCIAL: 'Paid Social',
};

const INDUSTRIES = {
  COMPUTER_SOFTWARE: 'Computer Software',
  FINANCIAL_SERVICES: 'Financial Services',
  HOSPITAL_HEALTH_CARE: 'Hospital & Health Care',
  LOGISTICS_AND_SUPPLY_CHAIN: 'Logistics and Supply Chain',
  MACHINERY: 'Machinery',
  RETAIL: 'Retail',
  TELECOMMUNICATIONS: 'Telecommunications',
  RENEWABLES_ENVIRONMENT: 'Renewables & Environment',
};

const YES_NO = { true: 'Yes', false: 'No' };
const set = { readOnly: true } as const;
const when = { type: 'datetime', readOnly: true } as const;

const contacts = [
  property('hs_object_id', 'Record ID', { type: 'number', ...set }),
  property('createdate', 'Create Date', when),
  property('lastmodifieddate', 'Last Modified Date', when),
  property('email', 'Email', { unique: true }),
  property('firstname', 'First Name'),
  property('lastname', 'Last Name'),
  property('jobtitle', 'Job Title'),
  property('phone', 'Phone Number'),
  property('company', 'Company Name'),
  property('website', 'Website URL'),
  property('city', 'City'),
  property('state', 'State/Region'),
  property('country', 'Country/Region'),
  property('hs_timezone', 'Time Zone'),
  property('message', 'Message'),
  property('hubspotscore', 'HubSpot Score', { type: 'number' }),
  property('hs_analytics_source', 'Original Traffic Source', { type: 'enumeration', options: SOURCES }),
  property('hs_analytics_source_data_1', 'Original Traffic Source Drill-Down 1'),
  property('hs_analytics_source_data_2', 'Original Traffic Source Drill-Down 2'),
  property('lifecyclestage', 'Lifecycle Stage', { type: 'enumeration', options: LIFECYCLE_STAGES }),
  ...Object.entries(LIFECYCLE_STAGES).map(([stage, label]) =>
    property(`hs_v2_date_entered_${stage}`, `Date entered "${label}"`, when),
  ),
  property('hs_lead_status', 'Lead Status', { type: 'enumeration', options: LEAD_STATUSES }),
  property('hubspot_owner_id', 'Contact owner', { type: 'enumeration' }),
  property('hubspot_owner_assigneddate', 'Owner Assigned Date', when),
  property('hs_marketable_status', 'Marketing contact status', { type: 'enumeration', options: YES_NO }),
  property('hs_email_optout', 'Unsubscribed from all email', { type: 'bool', options: YES_NO }),
  property('notes_last_contacted', 'Last Contacted', when),
  property('associatedcompanyid', 'Primary Associated Company ID', { type: 'number', ...set }),
  property('hs_merged_object_ids', 'Merged record IDs', set),
];

const companies = [
  property('hs_object_id', 'Record ID', { type: 'number', ...set }),
  property('createdate', 'Create Date', when),
  property('hs_lastmodifieddate', 'Last Modified Date', when),
  property('name', 'Company name'),
  property('domain', 'Company Domain Name'),
  property('industry', 'Industry', { type: 'enumeration', options: INDUSTRIES }),
  property('numberofemployees', 'Number of Employees', { type: 'number' }),
  property('annualrevenue', 'Annual Revenue', { type: 'number' }),
  property('city', 'City'),
  property('country', 'Country/Region'),
  property('timezone', 'Time Zone'),
  property('lifecyclestage', 'Lifecycle Stage', { type: 'enumeration', options: LIFECYCLE_STAGES }),
  property('hubspot_owner_id', 'Company owner', { type: 'enumeration' }),
  property('hubspot_owner_assigneddate', 'Owner Assigned Date', when),
];

const deals = [
  property('hs_object_id', 'Record ID', { type: 'number', ...set }),
  property('createdate', 'Create Date', when),
  property('hs_lastmodifieddate', 'Last Modified Date', when),
  property('dealname', 'Deal Name'),
  property('amount', 'Amount', { type: 'number' }),
  property('deal_currency_code', 'Currency', { type: 'enumeration', options: { EUR: 'Euro', USD: 'US Dollar' } }),
  property('pipeline', 'Pipeline', { type: 'enumeration' }),
  property('dealstage', 'Deal Stage', { type: 'enumeration' }),
  property('closedate', 'Close Date', { type: 'datetime' }),
  property('description', 'Deal Description'),
  property('dealtype', 'Deal Type', {
    type: 'enumeration',
    options: { newbusiness: 'New Business', existingbusiness: 'Existing Business' },
  }),
  property('hs_is_closed_won', 'Is Closed Won', { type: 'bool', options: YES_NO, ...set }),
  property('hs_is_closed', 'Is Deal Closed?', { type: 'bool', options: YES_NO, ...set }),
  property('hs_analytics_source', 'Original Traffic Source', { type: 'enumeration', options: SOURCES }),
  property('hubspot_owner_id', 'Deal owner', { type: 'enumeration' }),
  property('hubspot_owner_assigneddate', 'Owner Assigned Date', when),
];

const tasks = [
  property('hs_object_id', 'Record ID', { type: 'number', ...set }),
  property('hs_createdate', 'Create Date', when),
  property('hs_lastmodifieddate', 'Last Modified Date', when),
  property('hs_timestamp', 'Due date', { type: 'datetime' }),
  property('hs_task_subject', 'Task Title'),
  property('hs_task_body', 'Task Notes'),
  property('hs_task_status', 'Task Status', {
    type: 'enumeration',
    options: { NOT_STARTED: 'Not started', IN_PROGRESS: 'In progress', WAITING: 'Waiting', COMPLETED: 'Completed' },
  }),
  property('hs_task_priority', 'Priority', {
    type: 'enumeration',
    options: { NONE: 'None', LOW: 'Low', MEDIUM: 'Medium', HIGH: 'High' },
  }),
  property('hs_task_type', 'Task Type', {
    type: 'enumeration',
    options: { TODO: 'To-do', CALL: 'Call', EMAIL: 'Email' },
  }),
  property('hubspot_owner_id', 'Assigned to', { type: 'enumeration' }),
  property('hubspot_owner_assigneddate', 'Owner Assigned Date', when),
];

export const STANDARD_PROPERTIES: PropertyCatalog = { contacts, companies, deals, tasks };

/** The pipeline that every new account starts with. */
export const SALES_PIPELINE: Pipeline = {
  id: 'default',
  label: 'Sales Pipeline',
  stages: [
    { id: 'appointmentscheduled', label: 'Appointment Scheduled', probability: 0.2, closed: false },
    { id: 'qualifiedtobuy', label: 'Qualified To Buy', probability: 0.4, closed: false },
    { id: 'presentationscheduled', label: 'Presentation Scheduled', probability: 0.6, closed: false },
    { id: 'decisionmakerboughtin', label: 'Decision Maker Bought-In', probability: 0.8, closed: false },
    { id: 'contractsent', label: 'Contract Sent', probability: 0.9, closed: false },
    { id: 'closedwon', label: 'Closed Won', probability: 1, closed: true },
    { id: 'closedlost', label: 'Closed Lost', probability: 0, closed: true },
  ],
};
