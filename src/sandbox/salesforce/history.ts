// Keeps the histories of an org: of fields, where an admin tracks an object, and of every opportunity's stage.
import type { Value } from './fields.ts';
import { findField } from './fields.ts';
import { TRACKED_OBJECTS, historyNameOf } from './history-objects.ts';
import type { TrackedObject } from './history-objects.ts';
import type { Org, SalesforceChange } from './org.ts';
import { addRow, findAnywhere, table } from './org.ts';

const STAGE_FIELDS = ['StageName', 'Amount', 'CloseDate', 'Probability'];
const REMEMBERED = [...STAGE_FIELDS, 'ForecastCategory'];
/** What no admin can track. */
const UNTRACKED = new Set(['Name', 'IsDeleted', 'MasterRecordId', 'IsClosed', 'IsWon', 'Description']);

/** Writes history from now on. */
export function keepHistory(org: Org): void {
  org.listeners.add((change) => {
    if (change.object === 'Opportunity') rememberStage(org, change);
    const tracked = TRACKED_OBJECTS.find((object) => object === change.object);
    if (tracked !== undefined && org.trackedObjects.has(tracked)) rememberFields(org, tracked, change);
  });
}

function rememberStage(org: Org, { id, type, fields, by }: SalesforceChange): void {
  if (type === 'deleted' || !REMEMBERED.some((name) => fields[name] !== undefined)) return;
  const row = table(org, 'Opportunity').get(id) ?? {};
  const [amount, probability] = [row['Amount'] ?? null, row['Probability'] ?? null];
  const expected = amount === null || probability === null ? null : (Number(amount) * Number(probability)) / 100;
  const values = Object.fromEntries(STAGE_FIELDS.map((name) => [name, row[name] ?? null]));
  const forecast = { ExpectedRevenue: expected, ForecastCategory: row['ForecastCategory'] ?? null };
  addRow(org, 'OpportunityHistory', { ...values, ...forecast, OpportunityId: id, IsDeleted: false }, by);
}

function rememberFields(org: Org, object: TrackedObject, change: SalesforceChange): void {
  const { id, type, by, fields } = change;
  const add = (Field: string, DataType: string, OldValue: Value, NewValue: Value) => {
    const row = { [`${object}Id`]: id, Field, DataType, OldValue, NewValue, IsDeleted: false };
    addRow(org, historyNameOf(object), row, by);
  };
  if (type === 'created') return add('created', 'Text', null, null);
  if (type === 'deleted') return undefined;
  if (fields['IsConverted'] !== undefined) add('leadConverted', 'Text', null, null);
  for (const [name, { from, to }] of Object.entries(fields)) {
    const field = findField(org.schema[object], name);
    if (field === undefined || UNTRACKED.has(name) || /^(?:Is)?Converted/.test(name)) continue;
    if (field.type !== 'reference') {
      add(name, field.type === 'picklist' ? 'DynamicEnum' : 'Text', from, to);
      continue;
    }
    // A reference is remembered twice: by name for people, by id for programs.
    const label = name === 'OwnerId' ? 'Owner' : name.replace(/Id$/, '');
    add(label, 'Text', nameOf(org, from), nameOf(org, to));
    add(label, 'EntityId', from, to);
  }
  return undefined;
}

function nameOf(org: Org, id: Value): Value {
  return id === null ? null : (findAnywhere(org, String(id))?.row['Name'] ?? id);
}
