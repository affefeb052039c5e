// Campaign, its members and what a member's status may be. Data only.
import type { ObjectDefinition } from './fields.ts';
import { STAMPS, field, lookup, picklist, system } from './standard-fields.ts';

/** Numbers that Salesforce keeps up to date from the members and opportunities. */
const total = { defaultValue: 0 } as const;

export const CAMPAIGN: ObjectDefinition = {
  name: 'Campaign',
  label: 'Campaign',
  labelPlural: 'Campaigns',
  fields: [
    ...STAMPS,
    field('Name', 'Name', 'string', { length: 80, required: true }),
    lookup('OwnerId', 'Owner ID', 'Owner', ['User']),
    lookup('ParentId', 'Parent Campaign ID', 'Parent', ['Campaign'], 'ChildCampaigns'),
    picklist(
      'Type',
      'Type',
      ['Conference', 'Webinar', 'Trade Show', 'Email', 'Advertisement', 'Referral Program', 'Other'],
      'Conference',
    ),
    picklist('Status', 'Status', ['Planned', 'In Progress', 'Completed', 'Aborted'], 'Planned'),
    field('IsActive', 'Active', 'boolean', { defaultValue: false }),
    field('StartDate', 'Start Date', 'date'),
    field('EndDate', 'End Date', 'date'),
    field('BudgetedCost', 'Budgeted Cost', 'currency'),
    field('ActualCost', 'Actual Cost', 'currency'),
    field('ExpectedRevenue', 'Expected Revenue', 'currency'),
    field('ExpectedResponse', 'Expected Response (%)', 'double', { defaultValue: 0 }),
    field('NumberSent', 'Num Sent', 'double', { defaultValue: 0 }),
    field('Description', 'Description', 'textarea', { length: 32_000 }),
    system('NumberOfLeads', 'Leads in Campaign', 'int', total),
    system('NumberOfConvertedLeads', 'Converted Leads in Campaign', 'int', total),
    system('NumberOfContacts', 'Contacts in Campaign', 'int', total),
    system('NumberOfResponses', 'Responses in Campaign', 'int', total),
    system('NumberOfOpportunities', 'Opportunities in Campaign', 'int', total),
    system('NumberOfWonOpportunities', 'Won Opportunities in Campaign', 'int', total),
    system('AmountAllOpportunities', 'Value Opportunities in Campaign', 'currency', total),
    system('AmountWonOpportunities', 'Value Won Opportunities in Campaign', 'currency', total),
  ],
};

export const CAMPAIGN_MEMBER: ObjectDefinition = {
  name: 'CampaignMember',
  label: 'Campaign Member',
  labelPlural: 'Campaign Members',
  fields: [
    ...STAMPS,
    { ...lookup('CampaignId', 'Campaign ID', 'Campaign', ['Campaign'], 'CampaignMembers'), required: true },
    lookup('LeadId', 'Lead ID', 'Lead', ['Lead'], 'CampaignMembers'),
    lookup('ContactId', 'Contact ID', 'Contact', ['Contact'], 'CampaignMembers'),
    picklist('Status', 'Status', ['Sent', 'Responded']),
    system('HasResponded', 'Responded', 'boolean', { defaultValue: false }),
    system('FirstRespondedDate', 'First Responded Date', 'date'),
    system('Type', 'Type', 'string'),
    system('Name', 'Name', 'string'),
    system('CompanyOrAccount', 'Company (Account)', 'string'),
  ],
};

export const CAMPAIGN_MEMBER_STATUS: ObjectDefinition = {
  name: 'CampaignMemberStatus',
  label: 'Campaign Member Status',
  labelPlural: 'Campaign Member Statuses',
  fields: [
    ...STAMPS,
    {
      ...lookup('CampaignId', 'Campaign ID', 'Campaign', ['Campaign'], 'CampaignMemberStatuses'),
      required: true,
    },
    field('Label', 'Label', 'string', { required: true }),
    field('SortOrder', 'Sort Order', 'int'),
    field('IsDefault', 'Is Default', 'boolean', { defaultValue: false }),
    field('HasResponded', 'Responded', 'boolean', { defaultValue: false }),
  ],
};
