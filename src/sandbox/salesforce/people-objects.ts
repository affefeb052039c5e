// The standard objects that stand for people and those who own their records: Lead, Contact, User, Group. Data only.
import type { FieldDefinition, ObjectDefinition } from './fields.ts';
import {
  INDUSTRIES,
  LEAD_SOURCES,
  RATINGS,
  STAMPS,
  STANDARD_LEAD_STATUSES,
  field,
  lookup,
  picklist,
  system,
} from './standard-fields.ts';

const PERSON: readonly FieldDefinition[] = [
  field('LastName', 'Last Name', 'string', { length: 80, required: true }),
  field('FirstName', 'First Name', 'string', { length: 40 }),
  system('Name', 'Full Name', 'string'),
  field('Title', 'Title', 'string', { length: 128 }),
  field('Email', 'Email', 'email', { length: 80 }),
  field('Phone', 'Phone', 'phone', { length: 40 }),
  field('MobilePhone', 'Mobile Phone', 'phone', { length: 40 }),
  picklist('LeadSource', 'Lead Source', LEAD_SOURCES),
  field('Description', 'Description', 'textarea', { length: 32_000 }),
  field('HasOptedOutOfEmail', 'Email Opt Out', 'boolean', { defaultValue: false }),
  system('EmailBouncedDate', 'Email Bounced Date', 'datetime'),
  system('MasterRecordId', 'Master Record ID', 'reference'),
];

export const LEAD: ObjectDefinition = {
  name: 'Lead',
  label: 'Lead',
  labelPlural: 'Leads',
  fields: [
    ...STAMPS,
    ...PERSON,
    lookup('OwnerId', 'Owner ID', 'Owner', ['User', 'Group']),
    field('Company', 'Company', 'string', { required: true }),
    field('City', 'City', 'string', { length: 40 }),
    field('Country', 'Country', 'string', { length: 80 }),
    field('Website', 'Website', 'url'),
    picklist('Status', 'Status', STANDARD_LEAD_STATUSES, 'Open - Not Contacted'),
    picklist('Industry', 'Industry', INDUSTRIES),
    picklist('Rating', 'Rating', RATINGS),
    field('AnnualRevenue', 'Annual Revenue', 'currency'),
    field('NumberOfEmployees', 'Employees', 'int'),
    system('IsConverted', 'Converted', 'boolean', { defaultValue: false }),
    system('ConvertedDate', 'Converted Date', 'date'),
    system('ConvertedAccountId', 'Converted Account ID', 'reference', {
      relationshipName: 'ConvertedAccount',
      referenceTo: ['Account'],
    }),
    system('ConvertedContactId', 'Converted Contact ID', 'reference', {
      relationshipName: 'ConvertedContact',
      referenceTo: ['Contact'],
    }),
    system('ConvertedOpportunityId', 'Converted Opportunity ID', 'reference', {
      relationshipName: 'ConvertedOpportunity',
      referenceTo: ['Opportunity'],
    }),
  ],
};

export const CONTACT: ObjectDefinition = {
  name: 'Contact',
  label: 'Contact',
  labelPlural: 'Contacts',
  fields: [
    ...STAMPS,
    ...PERSON,
    lookup('OwnerId', 'Owner ID', 'Owner', ['User']),
    lookup('AccountId', 'Account ID', 'Account', ['Account'], 'Contacts'),
    field('Department', 'Department', 'string', { length: 80 }),
    field('MailingCity', 'Mailing City', 'string', { length: 40 }),
    field('MailingCountry', 'Mailing Country', 'string', { length: 80 }),
  ],
};

export const USER: ObjectDefinition = {
  name: 'User',
  label: 'User',
  labelPlural: 'Users',
  fields: [
    ...STAMPS.filter((stamp) => stamp.name !== 'IsDeleted'),
    field('LastName', 'Last Name', 'string', { length: 80, required: true }),
    field('FirstName', 'First Name', 'string', { length: 40 }),
    system('Name', 'Full Name', 'string'),
    field('Username', 'Username', 'string', { length: 80, required: true }),
    field('Email', 'Email', 'email', { length: 128, required: true }),
    field('IsActive', 'Active', 'boolean', { defaultValue: true }),
    picklist('UserType', 'User Type', ['Standard', 'AutomatedProcess', 'CsnOnly'], 'Standard'),
    picklist('TimeZoneSidKey', 'Time Zone', ['America/Los_Angeles', 'Europe/Berlin', 'Europe/London'], 'Europe/Berlin'),
    picklist('LocaleSidKey', 'Locale', ['de_DE', 'en_GB', 'en_US'], 'de_DE'),
    lookup('ManagerId', 'Manager ID', 'Manager', ['User']),
  ],
};

export const GROUP: ObjectDefinition = {
  name: 'Group',
  label: 'Group',
  labelPlural: 'Groups',
  fields: [
    ...STAMPS.filter((stamp) => stamp.name !== 'IsDeleted'),
    field('Name', 'Name', 'string', { length: 40, required: true }),
    field('DeveloperName', 'Developer Name', 'string', { length: 80 }),
    picklist('Type', 'Type', ['Regular', 'Queue'], 'Queue'),
    field('Email', 'Email', 'email'),
  ],
};
