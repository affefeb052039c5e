// What every standard object is written with: the builders of field definitions, the stamps that the system keeps on
// each record, and the pick-list values of a plain org.
import type { FieldDefinition, FieldType, ObjectName, Value } from './fields.ts';

type Extra = Omit<FieldDefinition, 'name' | 'label' | 'type'>;

export function field(name: string, label: string, type: FieldType = 'string', extra: Extra = {}): FieldDefinition {
  return { name, label, type, ...extra };
}

export function system(name: string, label: string, type: FieldType, extra: Extra = {}): FieldDefinition {
  return { name, label, type, readOnly: true, ...extra };
}

export function picklist(
  name: string,
  label: string,
  values: readonly string[],
  defaultValue: Value = null,
): FieldDefinition {
  return { name, label, type: 'picklist', picklist: values, defaultValue };
}

export function lookup(
  name: string,
  label: string,
  relationshipName: string,
  referenceTo: readonly ObjectName[],
  children?: string,
): FieldDefinition {
  const back = children === undefined ? {} : { children };
  return { name, label, type: 'reference', relationshipName, referenceTo, ...back };
}

export const STAMPS: readonly FieldDefinition[] = [
  system('Id', 'Record ID', 'id'),
  system('IsDeleted', 'Deleted', 'boolean', { defaultValue: false }),
  system('CreatedDate', 'Created Date', 'datetime'),
  system('CreatedById', 'Created By ID', 'reference', { relationshipName: 'CreatedBy', referenceTo: ['User'] }),
  system('LastModifiedDate', 'Last Modified Date', 'datetime'),
  system('LastModifiedById', 'Last Modified By ID', 'reference', {
    relationshipName: 'LastModifiedBy',
    referenceTo: ['User'],
  }),
  system('SystemModstamp', 'System Modstamp', 'datetime'),
];

export const LEAD_SOURCES = ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Trade Show', 'Other'];
export const INDUSTRIES = [
  'Biotechnology',
  'Consulting',
  'Education',
  'Energy',
  'Finance',
  'Healthcare',
  'Manufacturing',
  'Media',
  'Retail',
  'Technology',
];
export const RATINGS = ['Hot', 'Warm', 'Cold'];

export interface StageSeed {
  readonly name: string;
  readonly probability: number;
  readonly closed: boolean;
  readonly won: boolean;
}

export const STANDARD_STAGES: readonly StageSeed[] = [
  { name: 'Prospecting', probability: 10, closed: false, won: false },
  { name: 'Qualification', probability: 10, closed: false, won: false },
  { name: 'Needs Analysis', probability: 20, closed: false, won: false },
  { name: 'Proposal/Price Quote', probability: 75, closed: false, won: false },
  { name: 'Negotiation/Review', probability: 90, closed: false, won: false },
  { name: 'Closed Won', probability: 100, closed: true, won: true },
  { name: 'Closed Lost', probability: 0, closed: true, won: false },
];

/** As programs and as people call them. */
export const FORECAST_CATEGORIES = [
  ['Omitted', 'Omitted'],
  ['Pipeline', 'Pipeline'],
  ['BestCase', 'Best Case'],
  ['Forecast', 'Commit'],
  ['Closed', 'Closed'],
] as const;

export const STANDARD_LEAD_STATUSES = [
  'Open - Not Contacted',
  'Working - Contacted',
  'Closed - Converted',
  'Closed - Not Converted',
];
