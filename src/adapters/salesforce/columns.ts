// Which Salesforce field carries which field of ours, for each object. Pure: the mapping and the org's own field lists
// in, query columns out.
import type { CrmObject, FieldMap } from '#ports/crm.ts';
import type { FieldInfo, ObjectInfo } from './metadata.ts';
import type { SObject } from './objects.ts';
import { OBJECTS } from './objects.ts';

export interface Column {
  /** Our name without the object's prefix. */
  readonly name: string;
  /** Whose field it is: the record's own, or its company's. */
  readonly part: 'record' | 'company';
  /** As a query names it: `Status`, `Account.Name`. */
  readonly path: string;
  readonly field: FieldInfo;
}

/** The fields of each object that an object's columns may come from. */
export type Infos = Readonly<Record<SObject, ObjectInfo>>;

// Where the standard lead conversion puts a lead's values, so that one mapping serves leads and what they become.
const LEAD_TO_CONTACT: Readonly<Record<string, string>> = {
  Company: 'Account.Name',
  Street: 'MailingStreet',
  City: 'MailingCity',
  State: 'MailingState',
  PostalCode: 'MailingPostalCode',
  Country: 'MailingCountry',
};
const LEAD_TO_ACCOUNT: Readonly<Record<string, string>> = {
  Company: 'Name',
  Street: 'BillingStreet',
  City: 'BillingCity',
  State: 'BillingState',
  PostalCode: 'BillingPostalCode',
  Country: 'BillingCountry',
};

/** Our names for a task's fields; no playbook maps those. */
const TASK_FIELDS: FieldMap = {
  'task.subject': 'Task.Subject',
  'task.body': 'Task.Description',
  'task.due': 'Task.ActivityDate',
  'task.done': 'Task.IsClosed',
};

/** The columns of an object. A mapped field that the org does not have is left out; see missingProperties. */
export function columnsOf(object: CrmObject, map: FieldMap, infos: Infos): readonly Column[] {
  return Object.entries(object === 'task' ? TASK_FIELDS : map).flatMap(([ours, property]) => {
    const [root = '', name = ''] = ours.split('.');
    const [sobject = '', field = ''] = property.split('.');
    const place = placeOf(object, root, sobject, field);
    const info = place === null ? undefined : infoOf(object, place.path, infos);
    return place === null || info === undefined ? [] : [{ name, ...place, field: info }];
  });
}

type Place = Pick<Column, 'part' | 'path'>;

function placeOf(object: CrmObject, root: string, sobject: string, field: string): Place | null {
  switch (object) {
    case 'lead':
      if (sobject !== 'Lead') return null;
      return root === 'lead' || root === 'company' ? { part: partOf(root), path: field } : null;
    case 'contact':
      return root === 'lead' ? contactPlace(sobject, field) : accountPlace(root, sobject, field, 'company');
    case 'company':
      return accountPlace(root, sobject, field, 'record');
    case 'opportunity':
      if (root === 'opportunity' && sobject === 'Opportunity') return { part: 'record', path: field };
      return accountPlace(root, sobject, field, 'company');
    case 'task':
      return { part: 'record', path: field };
  }
}

function partOf(root: 'lead' | 'company'): Column['part'] {
  return root === 'lead' ? 'record' : 'company';
}

function contactPlace(sobject: string, field: string): Place | null {
  if (sobject === 'Contact') return { part: 'record', path: field };
  return sobject === 'Lead' ? { part: 'record', path: LEAD_TO_CONTACT[field] ?? field } : null;
}

function accountPlace(root: string, sobject: string, field: string, part: Column['part']): Place | null {
  if (root !== 'company' || (sobject !== 'Account' && sobject !== 'Lead')) return null;
  const own = sobject === 'Account' ? field : (LEAD_TO_ACCOUNT[field] ?? field);
  return { part, path: part === 'company' ? `Account.${own}` : own };
}

function infoOf(object: CrmObject, path: string, infos: Infos): FieldInfo | undefined {
  return path.startsWith('Account.') ? infos.Account.get(path.slice(8)) : infos[OBJECTS[object].sobject].get(path);
}
