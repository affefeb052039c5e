// Creating, updating and deleting as Salesforce does it: accepted fields, checks, the lead assignment rule, computed
// fields, in that order. Every save, by API or by hand, passes here.
import { checkSave } from './checks.ts';
import { derivedValues } from './derived.ts';
import type { SalesforceError } from './errors.ts';
import { noSuchColumn, notFound, refusal } from './errors.ts';
import type { FieldDefinition, ObjectName, Row, Value } from './fields.ts';
import { findField } from './fields.ts';
import { parseId } from './ids.ts';
import type { Org } from './org.ts';
import { insertRow, isLocked, table, updateRow, writable } from './org.ts';
import { storedValue } from './values.ts';

export interface SaveOptions {
  /** User id of whoever saves. */
  readonly by: string;
  /** `Sforce-Auto-Assign`, which the API takes as TRUE where it is not sent. */
  readonly autoAssign: boolean;
  /** `Sforce-Duplicate-Rule-Header: allowSave=true`. */
  readonly allowDuplicates?: boolean;
  /** Whether this is the page's own user, whom read-only sharing of the API user does not bind. */
  readonly byHand?: boolean;
}

/** Creates a record. Throws SalesforceError in Salesforce's words. */
export function createRecord(
  org: Org,
  object: ObjectName,
  input: Readonly<Record<string, unknown>>,
  options: SaveOptions,
): Row {
  const values = acceptedValues(org, object, input);
  const defaults = { ...defaultsOf(org, object), ...(needsOwner(org, object) ? { OwnerId: options.by } : {}) };
  const row: Row = { ...defaults, ...values };
  checkSave(org, object, row, values, options, null);
  if (object === 'Lead' && options.autoAssign && org.leadAssignment !== null) row['OwnerId'] = org.leadAssignment;
  return insertRow(org, object, { ...row, ...derivedValues(org, object, row, values) }, options.by);
}

/** Updates a record. Throws SalesforceError in Salesforce's words. */
export function updateRecord(
  org: Org,
  object: ObjectName,
  id: string,
  input: Readonly<Record<string, unknown>>,
  options: SaveOptions,
): Row {
  const row = writable(org, object, id);
  const values = acceptedValues(org, object, input);
  if (options.byHand !== true) mustBeWritable(org, row);
  mustNotBeLocked(org, row);
  if (row['IsConverted'] === true)
    throw refusal(400, 'CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead', []);
  const after: Row = { ...row, ...values };
  checkSave(org, object, after, values, options, String(row['Id']));
  const assigned =
    object === 'Lead' && options.autoAssign && org.leadAssignment !== null ? { OwnerId: org.leadAssignment } : {};
  updateRow(org, object, row, { ...values, ...assigned, ...derivedValues(org, object, after, values) }, options.by);
  return row;
}

/** Puts a record into the recycle bin. Throws ENTITY_IS_DELETED, NOT_FOUND or INSUFFICIENT_ACCESS_OR_READONLY. */
export function deleteRecord(
  org: Org,
  object: ObjectName,
  id: string,
  options: Pick<SaveOptions, 'by' | 'byHand'>,
): void {
  const row = writable(org, object, id);
  if (options.byHand !== true) mustBeWritable(org, row);
  mustNotBeLocked(org, row);
  updateRow(org, object, row, { IsDeleted: true }, options.by);
}

/** Takes a record out of the recycle bin. Throws NOT_FOUND, or UNDELETE_FAILED for one that is in none. */
export function undeleteRecord(org: Org, object: ObjectName, id: string, by: string): void {
  const row = table(org, object).get(parseId(id) ?? '');
  if (row === undefined) throw notFound();
  if (row['IsDeleted'] !== true || (row['MasterRecordId'] ?? null) !== null) {
    throw refusal(400, 'UNDELETE_FAILED', 'entity is not in the recycle bin', []);
  }
  updateRow(org, object, row, { IsDeleted: false }, by);
}

/** Nobody changes a record that waits for an approval, by API or by hand. */
function mustNotBeLocked(org: Org, row: Row): void {
  if (isLocked(org, String(row['Id']))) throw refusal(400, 'ENTITY_IS_LOCKED', 'entity is locked for editing', []);
}

function mustBeWritable(org: Org, row: Row): void {
  if (!org.readOnlyIds.has(String(row['Id']))) return;
  throw refusal(403, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', []);
}

function acceptedValues(org: Org, object: ObjectName, input: Readonly<Record<string, unknown>>): Row {
  const definition = org.schema[object];
  const values: Row = {};
  for (const [name, value] of Object.entries(input)) {
    if (name === 'attributes') continue;
    const field = findField(definition, name);
    if (field === undefined) throw noSuchColumn(name, object);
    if (field.readOnly === true) throw readOnlyField(field);
    values[field.name] = storedValue(field, value);
  }
  return values;
}

function readOnlyField(field: FieldDefinition): SalesforceError {
  const words = `Unable to create/update fields: ${field.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`;
  return refusal(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', words, [field.name]);
}

function defaultsOf(org: Org, object: ObjectName): Row {
  const entries = org.schema[object].fields.map((field): [string, Value] => [field.name, field.defaultValue ?? null]);
  return Object.fromEntries(entries);
}

function needsOwner(org: Org, object: ObjectName): boolean {
  return findField(org.schema[object], 'OwnerId') !== undefined;
}
