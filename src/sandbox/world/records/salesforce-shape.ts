// How Salesforce's objects are shown: columns, which fields are a page's, how values are written. Pure.
import type { FieldDefinition, ObjectDefinition, Value } from '../../salesforce/fields.ts';
import type { CrmField } from '../../web/protocol.ts';

/** Objects that people browse, in the order of the tabs; those that the org does not have are left out. */
export const BROWSED = ['Lead', 'Contact', 'Account', 'Opportunity', 'Task', 'Campaign', 'CampaignMember'];

const COLUMNS: Readonly<Partial<Record<string, readonly string[]>>> = {
  Lead: ['Company', 'Title', 'Score__c', 'OwnerId', 'Status'],
  Contact: ['AccountId', 'Title', 'Score__c', 'OwnerId'],
  Account: ['Industry', 'NumberOfEmployees', 'Website', 'OwnerId'],
  Opportunity: ['AccountId', 'StageName', 'Amount', 'CloseDate', 'OwnerId'],
  Task: ['WhoId', 'WhatId', 'Status', 'Priority', 'ActivityDate', 'OwnerId'],
  Campaign: ['Type', 'Status', 'StartDate', 'EndDate', 'BudgetedCost', 'OwnerId'],
  CampaignMember: ['CampaignId', 'LeadId', 'ContactId', 'Status'],
};
const MOST_COLUMNS = 6;
/** Keys and stamps; `Name` heads the page and is worked out from its parts where it is no field of its own. */
const HIDDEN =
  /^(?:Id|IsDeleted|System\w+|Created\w+|LastModified\w+|LastViewed\w+|LastReferenced\w+|MasterRecordId|Signalbox_Key__c)$/u;

export function columnsOf(object: ObjectDefinition): readonly string[] {
  const names = fieldsOf(object).map(({ name }) => name);
  const wanted = COLUMNS[object.name]?.filter((name) => names.includes(name));
  return wanted ?? names.filter((name) => name !== 'Name').slice(0, MOST_COLUMNS);
}

export function fieldsOf(object: ObjectDefinition): readonly CrmField[] {
  return object.fields
    .filter((field) => !HIDDEN.test(field.name) && !(field.name === 'Name' && field.readOnly === true))
    .map(fieldOf);
}

function fieldOf(field: FieldDefinition): CrmField {
  const base = { name: field.name, label: field.label.replace(/ ID$/u, ''), readOnly: field.readOnly ?? false };
  if (field.name === 'OwnerId') return { ...base, type: 'owner' };
  switch (field.type) {
    case 'picklist':
      return { ...base, type: 'choice', choices: (field.picklist ?? []).map((value) => ({ value, label: value })) };
    case 'boolean':
      return { ...base, type: 'yes_no' };
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return { ...base, type: 'number' };
    case 'date':
    case 'datetime':
      return { ...base, type: 'date' };
    case 'textarea':
      return { ...base, type: 'long_text' };
    case 'reference':
      // Shown by the other record's name; a name cannot be written, and links are made in the record that has them.
      return { ...base, type: 'text', readOnly: true };
    case 'id':
    case 'string':
    case 'email':
    case 'phone':
    case 'url':
      return { ...base, type: 'text' };
  }
}

/** Salesforce's stamps end in `+0000`. */
export function instantOf(value: Value | undefined): string {
  return new Date(String(value)).toISOString();
}

/** A value as the page's text; null for none. */
export function textOf(value: Value | undefined): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}

/** What was typed, as the field's type wants it. What does not fit stays text, for Salesforce to refuse in its words. */
export function valueOf({ type }: FieldDefinition, text: string | null): Value {
  if (text === null || text === '') return type === 'boolean' ? false : null;
  if (type === 'boolean') return text === 'true';
  const numeric = ['int', 'double', 'currency', 'percent'].includes(type);
  return numeric && Number.isFinite(Number(text)) ? Number(text) : text;
}
