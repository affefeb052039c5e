// A change in a CRM as a line for people: `contact Dana Whitfield  owner -> Ana Ruiz`. Reads the sandbox, changes nothing.
import type { HubspotChange, HubspotRecord } from '../hubspot/model.ts';
import type { SalesforceChange } from '../salesforce/org.ts';
import type { SalesforceSandbox } from '../salesforce/server.ts';
import { PEOPLE } from '../world/acme.ts';
import { hubspotTitle } from '../world/records/hubspot-shape.ts';
import { NOISE } from '../world/records/noise.ts';
import { hubspotOwnerId } from '../world/servers.ts';
import { shown } from './plain-text.ts';

const LONGEST_VALUE = 60;

/** What a property is called where its own name says little. The rest is shown by its own name. */
const LABELS: Readonly<Record<string, string>> = {
  hubspot_owner_id: 'owner',
  OwnerId: 'owner',
  hubspotscore: 'score',
  Score__c: 'score',
  lifecyclestage: 'stage',
  hs_lead_status: 'status',
  Status: 'status',
  dealstage: 'stage',
  StageName: 'stage',
  associatedcompanyid: 'company',
  numberofemployees: 'employees',
  NumberOfEmployees: 'employees',
};
/** What a new record is introduced by, where it has it. */
const INTRODUCTION = [
  'email',
  'Email',
  'hubspotscore',
  'Score__c',
  'dealstage',
  'StageName',
  'hubspot_owner_id',
  'OwnerId',
];
/** Null for what HubSpot merely works out itself. */
export function hubspotLine(change: HubspotChange): string | null {
  const { object, kind, record, source } = change;
  const what = `${object === 'companies' ? 'company' : object.slice(0, -1)} ${hubspotTitle(record)}`;
  if (kind === 'deleted') return shown(`${what}  deleted${by(source)}`);
  if (kind === 'merged') return shown(`${what}  merged${by(source)}`);
  const names = Object.keys(change.changed).filter((name) => !NOISE.test(name));
  if (kind === 'created') {
    return shown(
      [`new ${what}`, ...described(INTRODUCTION, (name) => hubspotValue(record, name))].join('  ') + by(source),
    );
  }
  const told = described(names, (name) => hubspotValue(record, name), ' -> ');
  return source === 'CALCULATED' || told.length === 0 ? null : shown(`${what}  ${told.join(', ')}${by(source)}`);
}

function hubspotValue({ properties }: HubspotRecord, name: string): string | null {
  const value = properties[name] ?? null;
  if (name !== 'hubspot_owner_id') return value;
  const owner = PEOPLE.find(({ email }) => hubspotOwnerId(email) === value);
  return owner === undefined ? value || 'nobody' : `${owner.firstName} ${owner.lastName}`;
}

function by(source: HubspotChange['source']): string {
  return source === 'INTEGRATION' ? '  (by the app)' : '';
}

/** Null where only stamps changed. */
export function salesforceLine(salesforce: SalesforceSandbox, change: SalesforceChange): string | null {
  const { object, id, type, fields } = change;
  const row = salesforce.record(object, id) ?? {};
  const what = `${object.toLowerCase()} ${String(row['Name'] ?? row['Subject'] ?? id)}`;
  const actor = salesforce.record('User', change.by);
  const by = actor?.['Email'] === salesforce.app.runAs ? '  (by the app)' : '';
  if (type === 'deleted') return shown(`${what}  deleted${by}`);
  const value = (name: string): string | null => {
    const held = row[name] ?? null;
    if (name !== 'OwnerId') return held === null ? null : String(held);
    const owner = salesforce.record('User', String(held)) ?? salesforce.record('Group', String(held));
    return String(owner?.['Name'] ?? held);
  };
  if (type === 'created') return shown([`new ${what}`, ...described(INTRODUCTION, value)].join('  ') + by);
  const names = Object.keys(fields).filter((name) => !NOISE.test(name));
  const told = described(names, value, ' -> ');
  return told.length === 0 ? null : shown(`${what}  ${told.join(', ')}${by}`);
}

function described(
  names: readonly string[],
  value: (name: string) => string | null,
  arrow: ' ' | ' -> ' = ' ',
): readonly string[] {
  return names.flatMap((name) => {
    const text = value(name);
    if (arrow === ' ' && (text === null || text === '' || text === 'nobody')) return [];
    const label = LABELS[name] ?? name.toLowerCase();
    const clipped = (text ?? '').replace(/\s+/gu, ' ').slice(0, LONGEST_VALUE);
    return [`${label}${arrow}${clipped === '' ? 'none' : clipped}`];
  });
}
