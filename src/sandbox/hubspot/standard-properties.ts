// The standard properties of a HubSpot account, as far as marketing operations meets them: those of people and companies
// here, those of selling beside. Data, no behaviour.
import { property, set, SOURCES, when, YES_NO, type PropertyCatalog } from './properties.ts';
import { calls, emails, meetings } from './engagement-properties.ts';
import { campaigns, deals, tasks } from './sales-properties.ts';

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

const LIFECYCLE_DATES = Object.entries(LIFECYCLE_STAGES).flatMap(([stage, label]) => [
  property(`hs_v2_date_entered_${stage}`, `Date entered "${label}"`, when),
  property(`hs_v2_date_exited_${stage}`, `Date exited "${label}"`, when),
]);

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

const HARD_BOUNCES = {
  CONTENT: 'Content',
  MAILBOX_FULL: 'Mailbox full',
  POLICY: 'Policy',
  SPAM: 'Spam',
  UNKNOWN_USER: 'Unknown user',
  OTHER: 'Other',
};

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
  property('hs_analytics_first_timestamp', 'Time First Seen', when),
  property('hs_analytics_first_touch_converting_campaign', 'First Touch Converting Campaign', set),
  property('hs_analytics_source_data_1', 'Original Traffic Source Drill-Down 1'),
  property('hs_analytics_source_data_2', 'Original Traffic Source Drill-Down 2'),
  property('lifecyclestage', 'Lifecycle Stage', { type: 'enumeration', options: LIFECYCLE_STAGES }),
  ...LIFECYCLE_DATES,
  property('hs_lead_status', 'Lead Status', { type: 'enumeration', options: LEAD_STATUSES }),
  property('hubspot_owner_id', 'Contact owner', { type: 'enumeration' }),
  property('hubspot_owner_assigneddate', 'Owner Assigned Date', when),
  property('hs_marketable_status', 'Marketing contact status', { type: 'enumeration', options: YES_NO }),
  property('hs_email_optout', 'Unsubscribed from all email', { type: 'bool', options: YES_NO, ...set }),
  property('hs_email_hard_bounce_reason_enum', 'Email hard bounce reason', {
    type: 'enumeration',
    options: HARD_BOUNCES,
    ...set,
  }),
  property('hs_first_outreach_date', 'First outreach date', when),
  property('notes_last_contacted', 'Last Contacted', when),
  // Made by the Salesforce integration; not every account has them.
  property('salesforceleadid', 'Salesforce Lead ID'),
  property('salesforcecontactid', 'Salesforce Contact ID'),
  property('industry', 'Industry'),
  property('numemployees', 'Number of Employees'),
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
  ...LIFECYCLE_DATES,
  property('hubspot_owner_id', 'Company owner', { type: 'enumeration' }),
  property('hubspot_owner_assigneddate', 'Owner Assigned Date', when),
  property('hs_merged_object_ids', 'Merged record IDs', set),
];

export const STANDARD_PROPERTIES: PropertyCatalog = {
  contacts,
  companies,
  deals,
  tasks,
  calls,
  emails,
  meetings,
  campaigns,
};
