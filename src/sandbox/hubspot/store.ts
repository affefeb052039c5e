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
import { HUBSPOT_OBJECTS } from './model.ts';
import { packed, recordOf, type Planted, type Seedling } from './planted.ts';
import { createShelf, type Shelf, type Stored } from './shelf.ts';
import { isEmpty } from './validate.ts';

/** Everything that somebody made or changed, for whoever keeps the account. What was planted is left out. */
export interface Kept {
  /** By object. */
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
  /** Not archived, the one that changed last first. */
  newest(object: HubspotObject, limit: number): readonly HubspotRecord[];
  /** At most `limit` records with ids above `after`, ascending; archived ones, or the others. */
  after(object: HubspotObject, after: number, limit: number, archived: boolean): readonly HubspotRecord[];
  /** Puts records there as if they had always been. Tells nobody. */
  plant(object: HubspotObject, seedlings: Iterable<Seedling>): void;
  /** As if one had been merged into the other before anybody looked. */
  plantMerge(object: HubspotObject, loserId: string, winnerId: string): void;
  /** What was planted of an object, touched or not; `untouched` tells which. */
  planted(object: HubspotObject): ReadonlyMap<string, Planted>;
  untouched(object: HubspotObject, id: string): Planted | null;
  grown(object: HubspotObject, planted: Planted): HubspotRecord;
  /** Ids that were merged away, whenever. */
  mergedAway(object: HubspotObject): readonly string[];
  /** `kept` was changed from outside. */
  forget(): void;
  onChange(listener: (change: HubspotChange) => void): () => void;
}

export interface StoreOptions {
  readonly clock: { now(): Date };
  readonly stages: SalesStages;
  /** Some accounts give the merged record a new id and retire both old ones. */
  readonly mergeMakesNewId: boolean;
  /** The primary company of a contact that was planted with one. */
  readonly companyOf: (contactId: string) => string | null;
}

export function createStore(options: StoreOptions): Store {
  const kept: Kept = { shelves: new Map(), forwards: new Map(), lastId: 30_100_000_000 };
  const { shelves, forwards } = kept;
  const listeners = new Set<(change: HubspotChange) => void>();

  const plantedForwards = new Map<string, string>();
  /** Ids by the winner, `contacts:5`. */
  const losers = new Map<string, string[]>();
  const around = {
    stages: options.stages,
    companyOf: options.companyOf,
    mergedInto: (object: HubspotObject, id: string) => losers.get(`${object}:${id}`) ?? [],
  };
  const all = new Map(HUBSPOT_OBJECTS.map((object) => [object, openShelf(object)] as const));

  function openShelf(object: HubspotObject): Shelf {
    const own = new Map<string, Stored>();
    shelves.set(object, own);
    const gone = (id: string): boolean => forwardOf(object, id) !== undefined;
    return createShelf((seed) => recordOf(object, seed, around), gone, own);
  }

  function shelf(object: HubspotObject): Shelf {
    const found = all.get(object);
    if (found === undefined) throw new Error(`the sandbox has no ${object}`);
    return found;
  }

  function forwardOf(object: HubspotObject, id: string): string | undefined {
    const key = `${object}:${id}`;
    return forwards.get(key) ?? plantedForwards.get(key);
  }

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

  function find(object: HubspotObject, id: string): HubspotRecord | null {
    const forwarded = forwardOf(object, id);
    return forwarded === undefined ? shelf(object).record(id) : find(object, forwarded);
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
      if (property === 'hs_object_id') return find(object, value);
      return shelf(object).findBy(property, property === 'email' ? value.toLowerCase() : value);
    },
    history: (record, property) => shelf(record.object).history(record.id, property),
    all: (object) => shelf(object).all(),
    newest: (object, limit) => shelf(object).newest(limit),
    after: (object, after, limit, archived) =>
      shelf(object).after(after, limit, ({ archivedAt }) => (archivedAt !== null) === archived),
    plant(object, seedlings) {
      for (const seedling of seedlings) shelf(object).plant(packed(seedling));
    },
    plantMerge(object, loserId, winnerId) {
      plantedForwards.set(`${object}:${loserId}`, winnerId);
      const winner = `${object}:${winnerId}`;
      losers.set(winner, [...(losers.get(winner) ?? []), loserId]);
    },
    planted: (object) => shelf(object).planted,
    untouched: (object, id) => shelf(object).untouched(id),
    grown: (object, planted) => recordOf(object, planted, around),
    mergedAway: (object) =>
      [...forwards.keys(), ...plantedForwards.keys()]
        .filter((key) => key.startsWith(`${object}:`))
        .map((key) => key.slice(object.length + 1)),
    forget: () => all.forEach((each) => each.forget()),
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
