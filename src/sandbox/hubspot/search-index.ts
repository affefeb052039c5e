// What searches see: each record as it was some time ago. The lag is real time, as HubSpot's indexing is. What was planted
// and never changed stands in the order of its last change, so that looking for what is new looks at nothing else.
import { modifiedProperty } from './calculated.ts';
import { HUBSPOT_OBJECTS, type HubspotObject, type HubspotRecord } from './model.ts';
import type { Planted } from './planted.ts';
import type { Store } from './store.ts';

/** A record that a search may find; `updatedAt` is its last change in Unix milliseconds. */
export type Hit = Planted | { readonly id: string; readonly updatedAt: number; readonly record: HubspotRecord };

export interface SearchIndex {
  /** Those that changed between two instants (both included), in the order of that; ties in no useful order. */
  between(object: HubspotObject, low: number, high: number): readonly Hit[];
  record(object: HubspotObject, hit: Hit): HubspotRecord;
  /** Milliseconds until a write is found; Infinity freezes the index as it is. */
  setLag(ms: number): void;
  /** Finds the records as they are in the store, and nothing else, from now on. */
  rebuild(): void;
}

interface Version {
  readonly writtenAt: number;
  readonly record: HubspotRecord;
}

interface Base {
  readonly ascending: readonly Planted[];
  /** Of the last planting before it was made. */
  readonly planting: number;
}

export function createSearchIndex(store: Store, initialLagMs: number): SearchIndex {
  /** Of every record that was made or changed, or merged away (then empty). */
  const versions = new Map<HubspotObject, Map<string, Version[]>>();
  const bases = new Map<HubspotObject, Base>();
  let lag = 0;
  let frozenAt: number | null = null;

  function changedOf(object: HubspotObject): Map<string, Version[]> {
    const existing = versions.get(object);
    if (existing !== undefined) return existing;
    const empty = new Map<string, Version[]>();
    versions.set(object, empty);
    return empty;
  }

  store.onChange((change) => {
    const changed = changedOf(change.object);
    const writtenAt = performance.now();
    const earlier = changed.get(change.id) ?? asPlanted(change.object, change.id);
    changed.set(change.id, [...earlier, { writtenAt, record: change.record }]);
    for (const id of change.mergedIds) if (id !== change.id) changed.set(id, []);
  });

  function asPlanted(object: HubspotObject, id: string): readonly Version[] {
    const seed = store.planted(object).get(id);
    return seed === undefined ? [] : [{ writtenAt: -Infinity, record: store.grown(object, seed) }];
  }

  function baseOf(object: HubspotObject): readonly Planted[] {
    const planted = store.planted(object);
    const planting = store.plantings();
    const known = bases.get(object);
    if (known?.planting === planting) return known.ascending;
    const ascending = [...planted.values()].filter(({ archivedAt }) => archivedAt === null).sort(byChange);
    bases.set(object, { ascending, planting });
    return ascending;
  }

  function visible(object: HubspotObject, low: number, high: number): Hit[] {
    const horizon = frozenAt ?? performance.now() - lag;
    const property = modifiedProperty(object);
    const changed = changedOf(object);
    const hits: Hit[] = [];
    for (const [id, all] of changed) {
      const at = all.findLastIndex((version) => version.writtenAt <= horizon);
      if (at < 0) continue;
      if (at > 0) changed.set(id, all.slice(at));
      const record = all[at]?.record;
      if (record === undefined || record.archivedAt !== null) continue;
      const updatedAt = Date.parse(record.properties[property] ?? '');
      if (updatedAt >= low && updatedAt <= high) hits.push({ id, updatedAt, record });
    }
    return hits.sort(byChange);
  }

  function between(object: HubspotObject, low: number, high: number): readonly Hit[] {
    const changed = changedOf(object);
    const base = baseOf(object);
    const slice = base.slice(firstFrom(base, low), firstFrom(base, high + 1));
    const planted = changed.size === 0 ? slice : slice.filter(({ id }) => !changed.has(id));
    const hits = visible(object, low, high);
    return hits.length === 0 ? planted : merged(planted, hits);
  }

  function setLag(ms: number): void {
    frozenAt = Number.isFinite(ms) ? null : performance.now() - lag;
    lag = Number.isFinite(ms) ? ms : lag;
  }

  function rebuild(): void {
    versions.clear();
    for (const object of HUBSPOT_OBJECTS) {
      const own = [...(store.kept.shelves.get(object)?.values() ?? [])];
      versions.set(object, new Map(own.map(({ record }) => [record.id, [{ writtenAt: -Infinity, record }]])));
    }
  }

  setLag(initialLagMs);
  return {
    between(object, low, high) {
      for (const id of store.mergedAway(object)) if (!changedOf(object).has(id)) changedOf(object).set(id, []);
      return between(object, low, high);
    },
    record: (object, hit) => ('record' in hit ? hit.record : store.grown(object, hit)),
    setLag,
    rebuild,
  };
}

function byChange(a: Hit, b: Hit): number {
  return a.updatedAt - b.updatedAt || (reversed(a.id) < reversed(b.id) ? -1 : 1);
}

function reversed(text: string): string {
  return text.split('').reverse().join('');
}

/** Where the first that changed at `at` or later stands. */
function firstFrom(ascending: readonly Planted[], at: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle]?.updatedAt ?? 0) >= at) high = middle;
    else low = middle + 1;
  }
  return low;
}

function merged(planted: readonly Hit[], own: readonly Hit[]): readonly Hit[] {
  const all: Hit[] = [];
  let next = 0;
  for (const hit of planted) {
    for (let mine = own[next]; mine !== undefined && byChange(mine, hit) < 0; mine = own[next]) {
      all.push(mine);
      next += 1;
    }
    all.push(hit);
  }
  return [...all, ...own.slice(next)];
}
