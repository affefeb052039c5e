// One HubSpot account: its records, people and settings, and what may be written to it. The API and the driver both
// act through here; only what an app writes over the API is checked.
import { createAssociations, type Associations } from './associations.ts';
import { salesStages } from './calculated.ts';
import { alreadyExists, locked, notFound, valueTaken } from './errors.ts';
import type { ChangeSource, HubspotObject, HubspotRecord, Owner, Pipeline, Properties } from './model.ts';
import type { PropertyCatalog, PropertyDefinition } from './properties.ts';
import { createSearchIndex, type SearchIndex } from './search-index.ts';
import { createStore, type Store } from './store.ts';
import { isEmpty, refusal, type ValidationRule } from './validate.ts';

export interface AccountOptions {
  readonly clock: { now(): Date };
  readonly portalId: number;
  readonly properties: PropertyCatalog;
  readonly pipelines: readonly Pipeline[];
  readonly owners: readonly Owner[];
  readonly searchLagMs: number;
  readonly mergeMakesNewId: boolean;
}

export interface Account {
  readonly portalId: number;
  readonly clock: { now(): Date };
  readonly pipelines: readonly Pipeline[];
  readonly owners: Owner[];
  readonly rules: ValidationRule[];
  readonly store: Store;
  readonly associations: Associations;
  readonly index: SearchIndex;
  definitions(object: HubspotObject): readonly PropertyDefinition[];
  create(object: HubspotObject, properties: Properties, source: ChangeSource): HubspotRecord;
  update(record: HubspotRecord, properties: Properties, source: ChangeSource): HubspotRecord;
  /** By a person in HubSpot's pages, who is checked as an app is. */
  edit(record: HubspotRecord, properties: Properties): HubspotRecord;
  archive(record: HubspotRecord, source: ChangeSource): void;
  merge(object: HubspotObject, primaryId: string, otherId: string, source: ChangeSource): HubspotRecord;
  /** Ties two records; false where HubSpot does not associate the two. A contact then knows its primary company. */
  associate(from: HubspotRecord, to: HubspotRecord): boolean;
  /** The live record (or the one it was merged into); throws 404 for a missing or archived one. */
  live(object: HubspotObject, id: string): HubspotRecord;
  /** While locked, writes to the record over the API are answered 423. */
  lock(object: HubspotObject, id: string): () => void;
}

export function createAccount(options: AccountOptions): Account {
  const store = createStore({
    clock: options.clock,
    stages: salesStages(options.pipelines),
    mergeMakesNewId: options.mergeMakesNewId,
  });
  const associations = createAssociations();
  const owners = [...options.owners];
  const rules: ValidationRule[] = [];
  const locks = new Set<string>();

  function definitions(object: HubspotObject): readonly PropertyDefinition[] {
    return options.properties[object].map((definition) => ({
      ...definition,
      options: listedElsewhere(definition.name) ?? definition.options,
    }));
  }

  function listedElsewhere(name: string): PropertyDefinition['options'] | null {
    if (name === 'hubspot_owner_id') {
      return owners.map((owner) => ({ value: owner.id, label: `${owner.firstName} ${owner.lastName}` }));
    }
    if (name === 'pipeline') return options.pipelines.map(({ id, label }) => ({ value: id, label }));
    if (name !== 'dealstage') return null;
    return options.pipelines.flatMap(({ stages }) => stages.map(({ id, label }) => ({ value: id, label })));
  }

  function check(object: HubspotObject, before: HubspotRecord | null, written: Properties, source: ChangeSource): void {
    const catalog = new Map(definitions(object).map((definition) => [definition.name, definition]));
    if (source !== 'INTEGRATION') {
      const unknown = Object.keys(written).find((name) => !catalog.has(name));
      if (unknown !== undefined) throw new Error(`${object} have no property "${unknown}"`);
      return;
    }
    if (before !== null && locks.has(`${object}:${before.id}`)) throw locked();
    const after = { ...before?.properties, ...written };
    const refused = refusal({ object, written, after, creating: before === null }, catalog, rules);
    if (refused !== null) throw refused;
    for (const { name } of [...catalog.values()].filter(({ unique }) => unique)) {
      const value = written[name];
      if (isEmpty(value)) continue;
      const holder = store.findBy(object, name, value);
      if (holder === null || holder.id === before?.id) continue;
      throw name === 'email' ? alreadyExists(holder.id) : valueTaken(name, value, holder.id);
    }
  }

  function live(object: HubspotObject, id: string): HubspotRecord {
    const record = store.find(object, id);
    if (record === null || record.archivedAt !== null) throw notFound();
    return record;
  }

  function associate(from: HubspotRecord, to: HubspotRecord): boolean {
    if (!associations.link(from, to)) return false;
    const contact = [from, to].find(({ object }) => object === 'contacts');
    const company = [from, to].find(({ object }) => object === 'companies');
    if (contact === undefined || company === undefined) return true;
    const current = live('contacts', contact.id);
    if (isEmpty(current.properties['associatedcompanyid'])) {
      store.update(current, { associatedcompanyid: company.id }, 'CALCULATED');
    }
    return true;
  }

  return {
    associate,
    portalId: options.portalId,
    clock: options.clock,
    pipelines: options.pipelines,
    owners,
    rules,
    store,
    associations,
    index: createSearchIndex(store, options.searchLagMs),
    definitions,
    live,
    create(object, properties, source) {
      check(object, null, properties, source);
      return store.create(object, properties, source);
    },
    update(record, properties, source) {
      check(record.object, record, properties, source);
      return store.update(record, properties, source);
    },
    edit(record, properties) {
      check(record.object, record, properties, 'INTEGRATION');
      return store.update(record, properties, 'CRM_UI');
    },
    archive(record, source) {
      if (record.archivedAt === null) store.archive(record, source);
    },
    merge(object, primaryId, otherId, source) {
      const primary = live(object, primaryId);
      const other = live(object, otherId);
      const winner = store.merge(primary, [other], source);
      associations.move(other, winner);
      if (winner.id !== primary.id) associations.move(primary, winner);
      return winner;
    },
    lock(object, id) {
      locks.add(`${object}:${id}`);
      return () => locks.delete(`${object}:${id}`);
    },
  };
}
