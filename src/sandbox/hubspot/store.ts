// The account's records: creates, updates, archives and merges them, keeps their history, and tells who listens.
// Decides nothing about who may do it; that is the API's part.
import { randomUUID } from 'node:crypto';
import type {
  HubspotChange,
  HubspotObject,
  HubspotRecord,
  Properties,
  PropertyVersion,
  ChangeSource,
} from './model.ts';
import { calculated, createdProperty, modifiedProperty } from './calculated.ts';
import type { Stored } from './shelf.ts';
import { createShelves, type Kept, type Shelves, type ShelfOptions } from './shelves.ts';
import { isEmpty } from './validate.ts';

export interface Store extends Omit<Shelves, 'shelf'> {
  readonly kept: Kept;
  create(object: HubspotObject, properties: Properties, source: ChangeSource): HubspotRecord;
  /** Writes what differs; a write that changes nothing leaves no trace. */
  update(record: HubspotRecord, properties: Properties, source: ChangeSource): HubspotRecord;
  archive(record: HubspotRecord, source: ChangeSource): void;
  /** Takes a record out of the recycle bin; nothing where it is in none. */
  restore(record: HubspotRecord, source: ChangeSource): HubspotRecord;
  /** Folds `others` into `primary`; their ids lead to the winner from then on. */
  merge(primary: HubspotRecord, others: readonly HubspotRecord[], source: ChangeSource): HubspotRecord;
  findBy(object: HubspotObject, property: string, value: string): HubspotRecord | null;
  /** Newest first. */
  history(record: HubspotRecord, property: string): readonly PropertyVersion[];
  all(object: HubspotObject): readonly HubspotRecord[];
  /** Not archived, the one that changed last first. */
  newest(object: HubspotObject, limit: number): readonly HubspotRecord[];
  /** At most `limit` records with ids above `after`, ascending; archived ones, or the others. */
  after(object: HubspotObject, after: number, limit: number, archived: boolean): readonly HubspotRecord[];
  onChange(listener: (change: HubspotChange) => void): () => void;
}

export interface StoreOptions extends ShelfOptions {
  readonly clock: { now(): Date };
  /** Some accounts give the merged record a new id and retire both old ones. */
  readonly mergeMakesNewId: boolean;
}

export function createStore(options: StoreOptions): Store {
  const kept: Kept = { shelves: new Map(), forwards: new Map(), lastId: 30_100_000_000 };
  const { forwards } = kept;
  const shelves = createShelves(options, kept);
  const { shelf, find } = shelves;
  const listeners = new Set<(change: HubspotChange) => void>();

  function stored(record: HubspotRecord): Stored {
    const found = shelf(record.object).stored(record.id);
    if (found === null) throw new Error(`the sandbox lost ${record.object} ${record.id}`);
    return found;
  }

  function write(entry: Stored, values: Properties, source: ChangeSource, at: Date): void {
    for (const [name, value] of Object.entries(values)) {
      const versions = entry.history.get(name) ?? [];
      entry.history.set(name, [{ value, timestamp: at, sourceType: source }, ...versions]);
    }
    entry.record = { ...entry.record, updatedAt: at, properties: { ...entry.record.properties, ...values } };
    for (const name of Object.keys(values)) shelf(entry.record.object).note(entry.record, name);
  }

  function tell(
    change: Pick<HubspotChange, 'kind' | 'at' | 'source' | 'record'> & Partial<HubspotChange>,
  ): HubspotRecord {
    const { object, id } = change.record;
    for (const listener of listeners) listener({ changed: {}, mergedIds: [], primaryId: id, ...change, object, id });
    return change.record;
  }

  function create(object: HubspotObject, properties: Properties, source: ChangeSource): HubspotRecord {
    const at = options.clock.now();
    kept.lastId += 1;
    // Campaigns are named by a GUID, whatever number they have beside it.
    const id = object === 'campaigns' ? randomUUID() : String(kept.lastId);
    const blank = { object, id, createdAt: at, updatedAt: at, archivedAt: null, properties: {} };
    const entry: Stored = { record: blank, history: new Map() };
    const given = normalized({
      ...(object === 'deals' ? { pipeline: options.stages.defaultPipeline } : {}),
      ...(object === 'campaigns' ? { hs_campaign_status: 'planned' } : {}),
      ...properties,
    });
    write(
      entry,
      {
        hs_object_id: String(kept.lastId),
        [createdProperty(object)]: at.toISOString(),
        ...calculated(object, {}, given, at, options.stages),
        ...given,
      },
      source,
      at,
    );
    shelf(object).put(entry);
    return tell({ kind: 'created', at, source, changed: given, record: entry.record });
  }

  function update(record: HubspotRecord, properties: Properties, source: ChangeSource): HubspotRecord {
    const entry = stored(record);
    const before = entry.record.properties;
    const changed = Object.fromEntries(
      Object.entries(normalized(properties)).filter(([name, value]) => (before[name] ?? '') !== (value ?? '')),
    );
    if (Object.keys(changed).length === 0) return entry.record;
    const at = options.clock.now();
    write(entry, { ...calculated(record.object, before, changed, at, options.stages), ...changed }, source, at);
    return tell({ kind: 'updated', at, source, changed, record: entry.record });
  }

  function archive(record: HubspotRecord, source: ChangeSource): void {
    const entry = stored(record);
    const at = options.clock.now();
    entry.record = { ...entry.record, archivedAt: at };
    tell({ kind: 'deleted', at, source, record: entry.record });
  }

  function restore(record: HubspotRecord, source: ChangeSource): HubspotRecord {
    const entry = stored(record);
    if (entry.record.archivedAt === null) return entry.record;
    const at = options.clock.now();
    entry.record = { ...entry.record, archivedAt: null };
    write(entry, { [modifiedProperty(record.object)]: at.toISOString() }, 'CALCULATED', at);
    return tell({ kind: 'created', restored: true, at, source, record: entry.record });
  }

  function merge(primary: HubspotRecord, others: readonly HubspotRecord[], source: ChangeSource): HubspotRecord {
    const at = options.clock.now();
    const mergedIds = others.map((other) => other.id);
    const inherited = others.reduceRight<Properties>((all, other) => ({ ...all, ...other.properties }), {});
    const own = Object.fromEntries(Object.entries(primary.properties).filter(([, value]) => !isEmpty(value)));
    const entry = stored(primary);
    const values = { ...inherited, ...own, [modifiedProperty(primary.object)]: at.toISOString() };
    const earlier = [primary, ...others].flatMap(
      ({ properties }) => properties['hs_merged_object_ids']?.split(';') ?? [],
    );
    const led = [...earlier, ...mergedIds, ...(options.mergeMakesNewId ? [primary.id] : [])].filter((id) => id !== '');
    write(entry, { ...values, hs_merged_object_ids: [...new Set(led)].join(';') }, source, at);
    for (const id of mergedIds) {
      shelf(primary.object).remove(id);
      forwards.set(`${primary.object}:${id}`, primary.id);
    }
    if (options.mergeMakesNewId) rename(entry);
    const retired = options.mergeMakesNewId ? [...mergedIds, primary.id] : mergedIds;
    return tell({ kind: 'merged', at, source, record: entry.record, primaryId: primary.id, mergedIds: retired });
  }

  function rename(entry: Stored): void {
    const { object, id } = entry.record;
    kept.lastId += 1;
    const next = String(kept.lastId);
    shelf(object).remove(id);
    forwards.set(`${object}:${id}`, next);
    entry.record = { ...entry.record, id: next, properties: { ...entry.record.properties, hs_object_id: next } };
    shelf(object).put(entry);
  }

  return {
    kept,
    ...shelves,
    create,
    update,
    archive,
    restore,
    merge,
    find,
    findBy(object, property, value) {
      if (property === 'hs_object_id') return find(object, value);
      return shelf(object).findBy(property, property === 'email' ? value.toLowerCase() : value);
    },
    history: (record, property) => shelf(record.object).history(record.id, property),
    all: (object) => shelf(object).all(),
    newest: (object, limit) => shelf(object).newest(limit),
    after: (object, after, limit, archived) =>
      shelf(object).after(after, limit, ({ archivedAt }) => (archivedAt !== null) === archived),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** HubSpot keeps e-mail addresses in lower case. */
function normalized(properties: Properties): Properties {
  const email = properties['email'];
  return typeof email === 'string' ? { ...properties, email: email.trim().toLowerCase() } : properties;
}
