// What searches see: each record as it was some time ago. The lag is real time, as HubSpot's indexing is.
import { HUBSPOT_OBJECTS, type HubspotObject, type HubspotRecord } from './model.ts';
import type { Store } from './store.ts';

export interface SearchIndex {
  records(object: HubspotObject): readonly HubspotRecord[];
  /** Milliseconds until a write is found; Infinity freezes the index as it is. */
  setLag(ms: number): void;
  /** Finds the records as they are in the store, and nothing else, from now on. */
  rebuild(): void;
}

interface Version {
  readonly writtenAt: number;
  readonly record: HubspotRecord;
}

export function createSearchIndex(store: Store, initialLagMs: number): SearchIndex {
  const versions = new Map<HubspotObject, Map<string, Version[]>>();
  let lag = 0;
  let frozenAt: number | null = null;

  store.onChange((change) => {
    const shelf = versions.get(change.object) ?? new Map<string, Version[]>();
    versions.set(change.object, shelf);
    const writtenAt = performance.now();
    shelf.set(change.id, [...(shelf.get(change.id) ?? []), { writtenAt, record: change.record }]);
    for (const id of change.mergedIds) shelf.delete(id);
  });

  function records(object: HubspotObject): readonly HubspotRecord[] {
    const horizon = frozenAt ?? performance.now() - lag;
    const shelf = versions.get(object) ?? new Map<string, Version[]>();
    const seen: HubspotRecord[] = [];
    for (const [id, all] of shelf) {
      const visible = all.findLastIndex((version) => version.writtenAt <= horizon);
      if (visible < 0) continue;
      shelf.set(id, all.slice(visible));
      const record = all[visible]?.record;
      if (record !== undefined && record.archivedAt === null) seen.push(record);
    }
    return seen;
  }

  function setLag(ms: number): void {
    frozenAt = Number.isFinite(ms) ? null : performance.now() - lag;
    lag = Number.isFinite(ms) ? ms : lag;
  }

  function rebuild(): void {
    versions.clear();
    for (const object of HUBSPOT_OBJECTS) {
      const known = store.all(object).map((record) => [record.id, [{ writtenAt: -Infinity, record }]] as const);
      versions.set(object, new Map(known.map(([id, all]) => [id, [...all]])));
    }
  }

  setLag(initialLagMs);
  return { records, setLag, rebuild };
}
