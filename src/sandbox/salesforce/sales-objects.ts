// The standard objects of selling: Account, Opportunity with its people, Asset, the organization itself, and the tables of
// stages and lead statuses. Data only.
import type { ObjectDefinition } from './fields.ts';
import {
  FORECAST_CATEGORIES,
  INDUSTRIES,
  LEAD_SOURCES,
  RATINGS,
  STAMPS,
  STANDARD_STAGES,
  field,
  lookup,
  picklist,
  system,
} from './standard-fields.ts';

export const ACCOUNT: ObjectDefinition = {
  name: 'Account',
  label: 'Account',
  labelPlural: 'Accounts',
  fields: [
    ...STAMPS,
    field('Name', 'Account Name', 'string', { required: true }),
    lookup('OwnerId', 'Owner ID', 'Owner', ['User']),
    picklist('Industry', 'Industry', INDUSTRIES),
    picklist('Rating', 'Account Rating', RATINGS),
    field('AnnualRevenue', 'Annual Revenue', 'currency'),
    field('NumberOfEmployees', 'Employees', 'int'),
    field('Phone', 'Account Phone', 'phone', { length: 40 }),
    field('Website', 'Website', 'url'),
    field('BillingCity', 'Billing City', 'string', { length: 40 }),
    field('BillingCountry', 'Billing Country', 'string', { length: 80 }),
    field('Description', 'Account Description', 'textarea', { length: 32_000 }),
    system('MasterRecordId', 'Master Record ID', 'reference'),
  ],
};

export const OPPORTUNITY: ObjectDefinition = {
  name: 'Opportunity',
  label: 'Opportunity',
  labelPlural: 'Opportunities',
  fields: [
    ...STAMPS,
    field('Name', 'Name', 'string', { length: 120, required: true }),
    lookup('OwnerId', 'Owner ID', 'Owner', ['User']),
    lookup('AccountId', 'Account ID', 'Account', ['Account'], 'Opportunities'),
    lookup('ContactId', 'Contact ID', 'Contact', ['Contact'], 'Opportunities'),
    lookup('CampaignId', 'Campaign ID', 'Campaign', ['Campaign'], 'Opportunities'),
    {
      ...picklist(
        'StageName',
        'Stage',
        STANDARD_STAGES.map((stage) => stage.name),
      ),
      required: true,
    },
    field('CloseDate', 'Close Date', 'date', { required: true }),
    field('Amount', 'Amount', 'currency'),
    field('Probability', 'Probability (%)', 'double'),
    picklist('Type', 'Opportunity Type', ['Existing Business', 'New Business']),
    picklist('LeadSource', 'Lead Source', LEAD_SOURCES),
    field('NextStep', 'Next Step'),
    field('Description', 'Description', 'textarea', { length: 32_000 }),
    system('IsClosed', 'Closed', 'boolean'),
    system('IsWon', 'Won', 'boolean'),
    // The short form is for programs, the name is what people see: `Forecast` and `Commit`.
    system('ForecastCategory', 'Forecast Category', 'picklist', {
      picklist: FORECAST_CATEGORIES.map(([short]) => short),
    }),
    picklist(
      'ForecastCategoryName',
      'Forecast Category',
      FORECAST_CATEGORIES.map(([, name]) => name),
    ),
  ],
};

export const OPPORTUNITY_CONTACT_ROLE: ObjectDefinition = {
  name: 'OpportunityContactRole',
  label: 'Opportunity Contact Role',
  labelPlural: 'Opportunity Contact Role',
  fields: [
    ...STAMPS,
    {
      ...lookup('OpportunityId', 'Opportunity ID', 'Opportunity', ['Opportunity'], 'OpportunityContactRoles'),
      required: true,
    },
    { ...lookup('ContactId', 'Contact ID', 'Contact', ['Contact'], 'OpportunityContactRoles'), required: true },
    picklist('Role', 'Role', ['Business User', 'Decision Maker', 'Economic Buyer', 'Evaluator', 'Influencer', 'Other']),
    field('IsPrimary', 'Primary', 'boolean', { defaultValue: false }),
  ],
};

export const ASSET: ObjectDefinition = {
  name: 'Asset',
  label: 'Asset',
  labelPlural: 'Assets',
  fields: [
    ...STAMPS,
    field('Name', 'Asset Name', 'string', { required: true }),
    lookup('OwnerId', 'Owner ID', 'Owner', ['User']),
    lookup('AccountId', 'Account ID', 'Account', ['Account'], 'Assets'),
    lookup('ContactId', 'Contact ID', 'Contact', ['Contact'], 'Assets'),
    field('PurchaseDate', 'Purchase Date', 'date'),
    field('InstallDate', 'Install Date', 'date'),
    field('UsageEndDate', 'Usage End Date', 'date'),
    field('Price', 'Price', 'currency'),
    field('Quantity', 'Quantity', 'double'),
    picklist('Status', 'Status', ['Shipped', 'Installed', 'Registered', 'Obsolete', 'Purchased']),
    field('Description', 'Description', 'textarea', { length: 32_000 }),
  ],
};

export const ORGANIZATION: ObjectDefinition = {
  name: 'Organization',
  label: 'Organization',
  labelPlural: 'Organizations',
  fields: [
    ...STAMPS.filter((stamp) => stamp.name !== 'IsDeleted'),
    system('Name', 'Name', 'string'),
    system('IsSandbox', 'Is Sandbox', 'boolean'),
  ],
};

export const OPPORTUNITY_STAGE: ObjectDefinition = {
  name: 'OpportunityStage',
  label: 'Opportunity Stage',
  labelPlural: 'Opportunity Stages',
  fields: [
    ...STAMPS.filter((stamp) => stamp.name !== 'IsDeleted'),
    system('MasterLabel', 'Master Label', 'string'),
    system('ApiName', 'API Name', 'string'),
    system('IsActive', 'Is Active', 'boolean'),
    system('SortOrder', 'Order', 'int'),
    system('IsClosed', 'Closed', 'boolean'),
    system('IsWon', 'Won', 'boolean'),
    system('DefaultProbability', 'Probability (%)', 'double'),
  ],
};

export const LEAD_STATUS: ObjectDefinition = {
  name: 'LeadStatus',
  label: 'Lead Status Value',
  labelPlural: 'Lead Status Values',
  fields: [
    ...STAMPS.filter((stamp) => stamp.name !== 'IsDeleted'),
    system('MasterLabel', 'Master Label', 'string'),
    system('ApiName', 'API Name', 'string'),
    system('IsDefault', 'Is Default', 'boolean'),
    system('IsConverted', 'Is Converted', 'boolean'),
    system('SortOrder', 'Order', 'int'),
  ],
};
