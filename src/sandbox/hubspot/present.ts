// A record as HubSpot's answers show it: asked-for properties, a few always, unset ones as null.
import type { Account } from './account.ts';
import { modifiedProperty } from './calculated.ts';
import type { Json } from './exchange.ts';
import type { HubspotObject, HubspotRecord } from './model.ts';

const BY_DEFAULT: Readonly<Record<HubspotObject, readonly string[]>> = {
  contacts: ['email', 'firstname', 'lastname'],
  companies: ['domain', 'name'],
  deals: ['amount', 'closedate', 'dealname', 'dealstage', 'pipeline'],
  tasks: [],
};

/** Without `wanted`, the properties that HubSpot shows by default. Names that the account lacks are left out silently. */
export function present(account: Account, record: HubspotRecord, wanted: readonly string[]): Json {
  const { object } = record;
  const existing = new Set(account.definitions(object).map((definition) => definition.name));
  const always = ['hs_object_id', object === 'tasks' ? 'hs_createdate' : 'createdate', modifiedProperty(object)];
  const names = [...always, ...(wanted.length > 0 ? wanted : BY_DEFAULT[object])].filter((name) => existing.has(name));
  return {
    id: record.id,
    properties: Object.fromEntries(names.map((name) => [name, record.properties[name] ?? null])),
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    archived: record.archivedAt !== null,
    ...(record.archivedAt === null ? {} : { archivedAt: record.archivedAt.toISOString() }),
    url: `https://app.hubspot.com/contacts/${account.portalId}/record/${TYPE_NUMBERS[object]}/${record.id}`,
  };
}

const TYPE_NUMBERS: Readonly<Record<HubspotObject, string>> = {
  contacts: '0-1',
  companies: '0-2',
  deals: '0-3',
  tasks: '0-27',
};

/** Newest version first. */
export function presentWithHistory(
  account: Account,
  record: HubspotRecord,
  wanted: readonly string[],
  history: readonly string[],
): Json {
  const versions = history.map((name) => [
    name,
    account.store.history(record, name).map((version) => ({
      value: version.value,
      timestamp: version.timestamp.toISOString(),
      sourceType: version.sourceType,
    })),
  ]);
  return {
    ...present(account, record, [...wanted, ...history]),
    propertiesWithHistory: Object.fromEntries(versions) as Json,
  };
}
