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
import type { SalesStages } from './calculated.ts';
import { isEmpty } from './validate.ts';

export interface Stored {
  record: HubspotRecord;
  readonly history: Map<string, PropertyVersion[]>;
}

/** Everything there is, for whoever keeps the account. */
export interface Kept {
  readonly shelves: Map<HubspotObject, Map<string, Stored>>;
  /** From ids that were merged away, `contacts:123`, to the winner's. */
  readonly forwards: Map<string, string>;
  lastId: number;
}

export interface Store {
  readonly kept: Kept;
  create(object: HubspotObject, properties: Properties, source: ChangeSource): HubspotRecord;
  /** Writes what differs; a write that changes nothing leaves no trace. */
  update(record: HubspotRecord, properties: Properties, source: ChangeSource): HubspotRecord;
  archive(record: HubspotRecord, source: ChangeSource): void;
  /** Takes a record out of the recycle bin; nothing where it is in none. */
  restore(record: HubspotRecord, source: ChangeSource): HubspotRecord;
  /** Folds `others` into `primary`; their ids lead to the winner from then on. */
  merge(primary: HubspotRecord, others: readonly HubspotRecord[], source: ChangeSource): HubspotRecord;
  /** By id, also an id that was merged away; archived records included. */
  find(object: HubspotObject, id: string): HubspotRecord | null;
  findBy(object: HubspotObject, property: string, value: string): HubspotRecord | null;
  /** Newest first. */
  history(record: HubspotRecord, property: string): readonly PropertyVersion[];
  all(object: HubspotObject): readonly HubspotRecord[];
  onChange(listener: (change: HubspotChange) => void): () => void;
}

export interface StoreOptions {
  readonly clock: { now(): Date };
  readonly stages: SalesStages;
  /** Some accounts give the merged record a new id and retire both old ones. */
  readonly mergeMakesNewId: boolean;
}

export function createStore(options: StoreOptions): Store {
  const kept: Kept = { shelves: new Map(), forwards: new Map(), lastId: 30_100_000_000 };
  const { shelves, forwards } = kept;
  const listeners = new Set<(change: HubspotChange) => void>();

  function shelf(object: HubspotObject): Map<string, Stored> {
    const existing = shelves.get(object);
    if (existing !== undefined) return existing;
    const empty = new Map<string, Stored>();
    shelves.set(object, empty);
    return empty;
  }

  function stored(record: HubspotRecord): Stored {
    const found = shelf(record.object).get(record.id);
    if (found === undefined) throw new Error(`the sandbox lost ${record.object} ${record.id}`);
    return found;
  }

  function write(entry: Stored, values: Properties, source: ChangeSource, at: Date): void {
    for (const [name, value] of Object.entries(values)) {
      const versions = entry.history.get(name) ?? [];
      entry.history.set(name, [{ value, timestamp: at, sourceType: source }, ...versions]);
    }
    entry.record = { ...entry.record, updatedAt: at, properties: { ...entry.record.properties, ...values } };
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
    shelf(object).set(id, entry);
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
    write(entry, { ...values, hs_merged_object_ids: mergedIds.join(';') }, source, at);
    for (const id of mergedIds) {
      shelf(primary.object).delete(id);
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
    shelf(object).delete(id);
    forwards.set(`${object}:${id}`, next);
    entry.record = { ...entry.record, id: next, properties: { ...entry.record.properties, hs_object_id: next } };
    shelf(object).set(next, entry);
  }

  function find(object: HubspotObject, id: string): HubspotRecord | null {
    const forwarded = forwards.get(`${object}:${id}`);
    if (forwarded !== undefined) return find(object, forwarded);
    return shelf(object).get(id)?.record ?? null;
  }

  return {
    kept,
    create,
    update,
    archive,
    restore,
    merge,
    find,
    findBy(object, property, value) {
      const wanted = property === 'email' ? value.toLowerCase() : value;
      const all = [...shelf(object).values()];
      return (
        all.find(({ record }) => record.archivedAt === null && record.properties[property] === wanted)?.record ?? null
      );
    },
    history: (record, property) => stored(record).history.get(property) ?? [],
    all: (object) => [...shelf(object).values()].map((entry) => entry.record),
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
