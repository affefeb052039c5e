// A record as HubSpot's answers show it: asked-for properties, a few always, unset ones as null.
import type { Account } from './account.ts';
import { typeName } from './associations.ts';
import { createdProperty, modifiedProperty } from './calculated.ts';
import type { Json } from './exchange.ts';
import { OBJECT_TYPE_IDS, type ChangeSource, type HubspotObject, type HubspotRecord } from './model.ts';

const BY_DEFAULT: Readonly<Record<HubspotObject, readonly string[]>> = {
  contacts: ['email', 'firstname', 'lastname'],
  companies: ['domain', 'name'],
  deals: ['amount', 'closedate', 'dealname', 'dealstage', 'pipeline'],
  tasks: [],
  calls: [],
  emails: [],
  meetings: [],
  campaigns: [],
};

/** Without `wanted`, the properties that HubSpot shows by default. Names that the account lacks are left out silently. */
export function present(account: Account, record: HubspotRecord, wanted: readonly string[]): Json {
  const { object } = record;
  const existing = account.names(object);
  const always = ['hs_object_id', createdProperty(object), modifiedProperty(object)];
  const names = [...always, ...(wanted.length > 0 ? wanted : BY_DEFAULT[object])].filter((name) => existing.has(name));
  return {
    id: record.id,
    properties: Object.fromEntries(names.map((name) => [name, record.properties[name] ?? null])),
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    archived: record.archivedAt !== null,
    ...(record.archivedAt === null ? {} : { archivedAt: record.archivedAt.toISOString() }),
    url: `https://app.hubspot.com/contacts/${account.portalId}/record/${OBJECT_TYPE_IDS[object]}/${record.id}`,
  };
}

/** How HubSpot names whoever wrote a version. */
const SOURCES: Readonly<Record<ChangeSource, Json>> = {
  INTEGRATION: { sourceId: '1160452', sourceLabel: 'Signalbox' },
  CRM_UI: { sourceId: 'userId:2200001', updatedByUserId: 2_200_001 },
  CALCULATED: { sourceId: 'CalculatedPropertyComputer' },
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
      ...SOURCES[version.sourceType],
    })),
  ]);
  return {
    ...present(account, record, [...wanted, ...history]),
    propertiesWithHistory: Object.fromEntries(versions) as Json,
  };
}

/** Ties as lists show them inline: by the other object, each with the name of its type; an object without any is left out. */
export function presentLinks(account: Account, { object, id }: HubspotRecord, wanted: readonly HubspotObject[]): Json {
  const found = wanted.flatMap((to) => {
    const results = account.associations
      .of({ object, id }, to)
      .flatMap(({ toId, typeIds }) => typeIds.map((typeId) => ({ id: toId, type: typeName(object, to, typeId) })));
    return results.length === 0 ? [] : [[to, { results }] as const];
  });
  return found.length === 0 ? {} : { associations: Object.fromEntries(found) };
}
