// Records that were there before anybody looked: the account's past, planted in bulk from a seed. Kept small, made into
// records when asked for, and left out of what is saved until somebody changes them. What HubSpot works out is worked out.
import { calculated, createdProperty, modifiedProperty, type SalesStages } from './calculated.ts';
import type { ChangeSource, HubspotObject, HubspotRecord, Properties, PropertyVersion } from './model.ts';

interface PlantedVersion {
  readonly value: string | null;
  readonly timestamp: Date;
  readonly sourceType?: ChangeSource;
}

/** A record as it is given: ids are numbers in text (GUIDs of campaigns); histories in any order. */
export interface Seedling {
  readonly id: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt?: Date | null;
  readonly properties: Properties;
  /** Of properties that changed; any other has had its value since the record was made. */
  readonly history?: Readonly<Record<string, readonly PlantedVersion[]>>;
}

/** Times are Unix milliseconds. */
export interface Planted {
  readonly id: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly archivedAt: number | null;
  readonly properties: Properties;
  /** Value, time, value, time ... oldest first. */
  readonly history: Readonly<Record<string, readonly (string | number | null)[]>> | null;
}

/** What the rest of the account knows of a planted record. */
export interface Surroundings {
  readonly stages: SalesStages;
  readonly companyOf: (contactId: string) => string | null;
  readonly mergedInto: (object: HubspotObject, id: string) => readonly string[];
}

export function packed(seedling: Seedling): Planted {
  const { id, createdAt, updatedAt, archivedAt, properties, history } = seedling;
  const entries = Object.entries(history ?? {}).map(([name, versions]) => {
    const ascending = versions.toSorted((a, b) => a.timestamp.getTime() - b.timestamp.getTime());
    return [name, ascending.flatMap(({ value, timestamp }) => [value, timestamp.getTime()])] as const;
  });
  return {
    id,
    createdAt: createdAt.getTime(),
    updatedAt: updatedAt.getTime(),
    archivedAt: archivedAt?.getTime() ?? null,
    properties,
    history: entries.length === 0 ? null : Object.fromEntries(entries),
  };
}

/** The record with everything that HubSpot sets itself. */
export function recordOf(object: HubspotObject, planted: Planted, around: Surroundings): HubspotRecord {
  const { id, properties: given } = planted;
  const company = object === 'contacts' ? around.companyOf(id) : null;
  const merged = around.mergedInto(object, id);
  return {
    object,
    id,
    createdAt: new Date(planted.createdAt),
    updatedAt: new Date(planted.updatedAt),
    archivedAt: planted.archivedAt === null ? null : new Date(planted.archivedAt),
    properties: {
      ...(object === 'campaigns' ? {} : { hs_object_id: id }),
      [createdProperty(object)]: new Date(planted.createdAt).toISOString(),
      ...workedOut(object, planted, around.stages),
      [modifiedProperty(object)]: new Date(planted.updatedAt).toISOString(),
      ...(company === null ? {} : { associatedcompanyid: company }),
      ...(merged.length === 0 ? {} : { hs_merged_object_ids: merged.join(';') }),
      ...given,
    },
  };
}

/** Properties from which HubSpot works others out. */
const FOLLOWED = ['lifecyclestage', 'dealstage', 'hubspot_owner_id'];

/** As if the record had been written version by version. */
function workedOut(object: HubspotObject, planted: Planted, stages: SalesStages): Properties {
  const out: Record<string, string | null> = {};
  for (const name of FOLLOWED) {
    let before: Properties = {};
    for (const [value, at] of versionsOf(planted, name)) {
      const changed = { [name]: value, ...(name === 'dealstage' ? { closedate: null } : {}) };
      Object.assign(out, calculated(object, before, changed, new Date(at), stages));
      before = { [name]: value };
    }
  }
  return out;
}

/** Value and time, oldest first. */
function versionsOf(planted: Planted, name: string): readonly (readonly [value: string | null, at: number])[] {
  const kept = planted.history?.[name];
  if (kept === undefined) {
    const value = planted.properties[name];
    return value === undefined ? [] : [[value, planted.createdAt]];
  }
  const versions: [string | null, number][] = [];
  for (let at = 0; at < kept.length; at += 2) versions.push([kept[at] as string | null, Number(kept[at + 1])]);
  return versions;
}

/** Newest first, as the store keeps them. */
export function historyOf(planted: Planted, record: HubspotRecord, name: string): PropertyVersion[] {
  const kept = versionsOf(planted, name);
  const value = record.properties[name];
  if (kept.length === 0) {
    if (value === undefined) return [];
    return [{ value, timestamp: record.createdAt, sourceType: 'CALCULATED' }];
  }
  return kept
    .map(([was, at]): PropertyVersion => ({ value: was, timestamp: new Date(at), sourceType: 'INTEGRATION' }))
    .toReversed();
}
