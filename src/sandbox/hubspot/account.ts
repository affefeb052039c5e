// One HubSpot account: its records, people and settings, and what may be written to it. The API and the driver both
// act through here; only what an app writes over the API is checked.
import { createAssociations, labelOf, type Associations } from './associations.ts';
import { budgetsOf, type Budgets } from './budgets.ts';
import { salesStages } from './calculated.ts';
import { alreadyExists, locked, notFound, valueTaken } from './errors.ts';
import type { ChangeSource, HubspotObject, HubspotRecord, Owner, Pipeline, Properties } from './model.ts';
import type { PropertyCatalog, PropertyDefinition } from './properties.ts';
import { createForms, type Forms } from './forms.ts';
import { createSearchIndex, type SearchIndex } from './search-index.ts';
import { stageDates, withoutStepBack } from './stages.ts';
import { createStore, type Store } from './store.ts';
import { isEmpty, refusal, type ValidationRule } from './validate.ts';
import type { LinkChange } from './webhook-events.ts';

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
  readonly budgets: Budgets;
  readonly forms: Forms;
  definitions(object: HubspotObject): readonly PropertyDefinition[];
  /** Of its properties. */
  names(object: HubspotObject): ReadonlySet<string>;
  /** Throws what HubSpot answers to an app that writes this; `before` is null for a new record. */
  verify(object: HubspotObject, before: HubspotRecord | null, written: Properties): void;
  create(object: HubspotObject, properties: Properties, source: ChangeSource): HubspotRecord;
  update(record: HubspotRecord, properties: Properties, source: ChangeSource): HubspotRecord;
  /** By a person in HubSpot's pages, who is checked as an app is. */
  edit(record: HubspotRecord, properties: Properties): HubspotRecord;
  archive(record: HubspotRecord, source: ChangeSource): void;
  restore(object: HubspotObject, id: string, source: ChangeSource): HubspotRecord;
  merge(object: HubspotObject, primaryId: string, otherId: string, source: ChangeSource): HubspotRecord;
  /** Ties two records; false where HubSpot does not associate the two. A contact then knows its primary company. */
  associate(from: HubspotRecord, to: HubspotRecord, source: ChangeSource): boolean;
  /** Takes every tie between two records away; a contact forgets its primary company with it. */
  dissociate(from: HubspotRecord, to: HubspotRecord, source: ChangeSource): void;
  onLink(listener: (link: LinkChange) => void): () => void;
  /** The live record (or the one it was merged into); throws 404 for a missing or archived one. */
  live(object: HubspotObject, id: string): HubspotRecord;
  /** While locked, writes to the record over the API are answered 423. */
  lock(object: HubspotObject, id: string): () => void;
}

export function createAccount(options: AccountOptions): Account {
  const associations = createAssociations();
  const store = createStore({
    clock: options.clock,
    stages: salesStages(options.pipelines),
    mergeMakesNewId: options.mergeMakesNewId,
    companyOf: (contact) => associations.planted.of('contacts', contact, 'companies')[0] ?? null,
  });
  const names = new Map<HubspotObject, ReadonlySet<string>>();
  const owners = [...options.owners];
  const rules: ValidationRule[] = [];
  const locks = new Set<string>();
  const linkListeners = new Set<(link: LinkChange) => void>();

  function definitions(object: HubspotObject): readonly PropertyDefinition[] {
    const own = options.properties[object].map((definition) => ({
      ...definition,
      options: listedElsewhere(definition.name) ?? definition.options,
    }));
    return object === 'deals' ? [...own, ...stageDates(options.pipelines)] : own;
  }

  function listedElsewhere(name: string): PropertyDefinition['options'] | null {
    if (name === 'hubspot_owner_id' || name === 'hs_owner') {
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

  function associate(from: HubspotRecord, to: HubspotRecord, source: ChangeSource): boolean {
    const before = linkBetween(from, to);
    if (!associations.link(from, to)) return false;
    const after = linkBetween(from, to);
    if (before === null && after !== null) tellLink(from, to, { removed: false, primary: after.primary }, source);
    const [contact, company] = contactAndCompany(from, to);
    if (contact === undefined || company === undefined) return true;
    const current = live('contacts', contact.id);
    if (isEmpty(current.properties['associatedcompanyid'])) {
      store.update(current, { associatedcompanyid: company.id }, 'CALCULATED');
    }
    return true;
  }

  function dissociate(from: HubspotRecord, to: HubspotRecord, source: ChangeSource): void {
    const before = linkBetween(from, to);
    if (before === null) return;
    associations.unlink(from, to);
    tellLink(from, to, { removed: true, primary: before.primary }, source);
    const [contact, company] = contactAndCompany(from, to);
    if (contact === undefined || company === undefined) return;
    const current = live('contacts', contact.id);
    if (current.properties['associatedcompanyid'] !== company.id) return;
    store.update(current, { associatedcompanyid: '' }, 'CALCULATED');
  }

  function linkBetween(from: HubspotRecord, to: HubspotRecord): { readonly primary: boolean } | null {
    const link = associations.of(from, to.object).find(({ toId }) => toId === to.id);
    return link === undefined ? null : { primary: link.typeIds.some((typeId) => labelOf(typeId) !== null) };
  }

  function tellLink(
    from: HubspotRecord,
    to: HubspotRecord,
    what: { readonly removed: boolean; readonly primary: boolean },
    source: ChangeSource,
  ): void {
    for (const listener of linkListeners) listener({ from, to, ...what, at: options.clock.now(), source });
  }

  return {
    associate,
    dissociate,
    onLink(listener) {
      linkListeners.add(listener);
      return () => linkListeners.delete(listener);
    },
    portalId: options.portalId,
    clock: options.clock,
    pipelines: options.pipelines,
    owners,
    rules,
    store,
    associations,
    index: createSearchIndex(store, options.searchLagMs),
    budgets: budgetsOf(store, options.clock),
    forms: createForms(store, options.clock),
    definitions,
    names(object) {
      const known = names.get(object) ?? new Set(definitions(object).map(({ name }) => name));
      names.set(object, known);
      return known;
    },
    live,
    verify: (object, before, written) => check(object, before, written, 'INTEGRATION'),
    create(object, properties, source) {
      check(object, null, properties, source);
      return store.create(object, properties, source);
    },
    update(record, properties, source) {
      check(record.object, record, properties, source);
      const accepted =
        source === 'INTEGRATION' ? withoutStepBack(record, properties, definitions(record.object)) : properties;
      return store.update(record, accepted, source);
    },
    edit(record, properties) {
      check(record.object, record, properties, 'INTEGRATION');
      return store.update(record, properties, 'CRM_UI');
    },
    archive(record, source) {
      if (record.archivedAt === null) store.archive(record, source);
    },
    restore(object, id, source) {
      const record = store.find(object, id);
      if (record === null) throw notFound();
      return store.restore(record, source);
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

function contactAndCompany(
  ...both: readonly HubspotRecord[]
): readonly [contact: HubspotRecord | undefined, company: HubspotRecord | undefined] {
  return [both.find(({ object }) => object === 'contacts'), both.find(({ object }) => object === 'companies')];
}
