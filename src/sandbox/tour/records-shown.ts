// Which CRM records a message, or a name in a command, stands for: by the ids in its links, as a reader would follow them.
import type { HubspotSandbox } from '../hubspot/server.ts';
import type { SalesforceSandbox } from '../salesforce/server.ts';
import type { RecordKey } from './sightings.ts';

export interface Crms {
  readonly hubspot: Pick<HubspotSandbox, 'record' | 'records'>;
  readonly salesforce: Pick<SalesforceSandbox, 'record' | 'records'>;
}

/** Long enough for an id of either CRM. */
const ID = /[0-9A-Za-z]{11,18}/gu;
const PEOPLE = ['Lead', 'Contact'] as const;

/** Contacts and leads whose ids stand in these blocks. */
export function recordsIn({ hubspot, salesforce }: Crms, blocks: unknown): readonly RecordKey[] {
  const ids = new Set(JSON.stringify(blocks ?? []).match(ID));
  return [...ids].flatMap((id) => {
    if (hubspot.record('contacts', id) !== null) return [hubspotKey('contacts', id)];
    const object = PEOPLE.find((name) => salesforce.record(name, id) !== null);
    return object === undefined ? [] : [salesforceKey(object, id)];
  });
}

/** Those of people who are called so, or have this address. */
export function recordsNamed({ hubspot, salesforce }: Crms, name: string): readonly RecordKey[] {
  const wanted = name.trim().toLowerCase();
  if (wanted === '') return [];
  const fits = (...words: readonly unknown[]): boolean => words.join(' ').toLowerCase().includes(wanted);
  const contacts = hubspot
    .records('contacts')
    .filter(({ properties: it }) => fits(it['firstname'], it['lastname'], it['email'], it['company']));
  const leads = PEOPLE.flatMap((object) =>
    salesforce
      .records(object)
      .filter((row) => fits(row['FirstName'], row['LastName'], row['Email'], row['Company']))
      .map((row) => salesforceKey(object, String(row['Id']))),
  );
  return [...contacts.map(({ id }) => hubspotKey('contacts', id)), ...leads];
}

export function hubspotKey(object: string, id: string): RecordKey {
  return `hubspot:${object}:${id}`;
}

export function salesforceKey(object: string, id: string): RecordKey {
  return `salesforce:${object}:${id}`;
}
