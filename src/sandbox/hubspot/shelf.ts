// The records of one object: those that somebody made or changed, and those planted before. In the order of their ids, and
// by the value of a property, without looking at all of them each time.
import type { HubspotRecord, PropertyVersion } from './model.ts';
import { historyOf, type Planted } from './planted.ts';

export interface Stored {
  record: HubspotRecord;
  readonly history: Map<string, PropertyVersion[]>;
}

export interface Shelf {
  /** Made or changed since: what is kept. */
  readonly own: Map<string, Stored>;
  readonly planted: ReadonlyMap<string, Planted>;
  /** In the place of what was planted under the same id. */
  plant(planted: Planted): void;
  /** Takes everything away that was planted. */
  uproot(): void;
  /** Planted and untouched. */
  untouched(id: string): Planted | null;
  /** For writing: a planted record becomes one of its own. */
  stored(id: string): Stored | null;
  record(id: string): HubspotRecord | null;
  history(id: string, property: string): readonly PropertyVersion[];
  put(entry: Stored): void;
  remove(id: string): void;
  /** Notes a value under which the record is looked for from now on. */
  note(record: HubspotRecord, property: string): void;
  findBy(property: string, value: string): HubspotRecord | null;
  all(): HubspotRecord[];
  /** Not archived, the one that changed last first. */
  newest(limit: number): HubspotRecord[];
  /** Ascending by id after `after`; only numeric ids. */
  after(after: number, limit: number, wanted: (record: { readonly archivedAt: unknown }) => boolean): HubspotRecord[];
  /** `own` was changed from outside. */
  forget(): void;
}

export function createShelf(
  made: (planted: Planted) => HubspotRecord,
  gone: (id: string) => boolean,
  own: Map<string, Stored>,
): Shelf {
  const planted = new Map<string, Planted>();
  /** Every numeric id in order, or null where it is to be made anew; may hold some that are gone. */
  let order: number[] | null = null;
  /** Ids by property and value; may hold records that have another value by now. */
  const values = new Map<string, Map<string, string[]>>();

  function untouched(id: string): Planted | null {
    if (own.has(id) || gone(id)) return null;
    return planted.get(id) ?? null;
  }

  function record(id: string): HubspotRecord | null {
    const kept = own.get(id);
    if (kept !== undefined) return kept.record;
    const seed = untouched(id);
    return seed === null ? null : made(seed);
  }

  function stored(id: string): Stored | null {
    const kept = own.get(id);
    if (kept !== undefined) return kept;
    const seed = untouched(id);
    if (seed === null) return null;
    const whole = made(seed);
    const names = Object.keys(whole.properties);
    const entry = { record: whole, history: new Map(names.map((name) => [name, historyOf(seed, whole, name)])) };
    own.set(id, entry);
    return entry;
  }

  function ids(): number[] {
    order ??= [...new Set([...planted.keys(), ...own.keys()])].map(Number).sort((a, b) => a - b);
    return order;
  }

  function known(property: string): Map<string, string[]> {
    const existing = values.get(property);
    if (existing !== undefined) return existing;
    const index = new Map<string, string[]>();
    values.set(property, index);
    for (const { id, properties } of planted.values()) enter(index, properties[property], id);
    for (const { record: each } of own.values()) enter(index, each.properties[property], each.id);
    return index;
  }

  return {
    own,
    planted,
    plant(seed) {
      if (order !== null && !planted.has(seed.id)) order = null;
      planted.set(seed.id, seed);
      for (const [property, index] of values) enter(index, seed.properties[property], seed.id);
    },
    uproot() {
      planted.clear();
      order = null;
      values.clear();
    },
    untouched,
    stored,
    record,
    history(id, property) {
      const kept = own.get(id);
      if (kept !== undefined) return kept.history.get(property) ?? [];
      const seed = untouched(id);
      return seed === null ? [] : historyOf(seed, made(seed), property);
    },
    put(entry) {
      const id = Number(entry.record.id);
      if (order !== null && id > (order.at(-1) ?? 0)) order.push(id);
      else order = null;
      own.set(entry.record.id, entry);
    },
    remove: (id) => void own.delete(id),
    note(each, property) {
      const index = values.get(property);
      if (index !== undefined) enter(index, each.properties[property], each.id);
    },
    findBy(property, value) {
      for (const id of known(property).get(value) ?? []) {
        const found = record(id);
        if (found !== null && found.archivedAt === null && found.properties[property] === value) return found;
      }
      return null;
    },
    all: () => [
      ...[...planted.keys()].flatMap((id) => {
        const seed = untouched(id);
        return seed === null ? [] : [made(seed)];
      }),
      ...[...own.values()].map((entry) => entry.record),
    ],
    newest(limit) {
      const changed: { readonly id: string; readonly at: number }[] = [];
      for (const { record: each } of own.values()) {
        if (each.archivedAt === null) changed.push({ id: each.id, at: each.updatedAt.getTime() });
      }
      for (const { id, updatedAt, archivedAt } of planted.values()) {
        if (archivedAt === null && untouched(id) !== null) changed.push({ id, at: updatedAt });
      }
      changed.sort((one, other) => other.at - one.at || (one.id < other.id ? 1 : -1));
      return changed.slice(0, limit).flatMap(({ id }) => record(id) ?? []);
    },
    after(after, limit, wanted) {
      const all = ids();
      const found: HubspotRecord[] = [];
      for (let at = firstAbove(all, after); at < all.length && found.length < limit; at += 1) {
        const id = String(all[at]);
        const there = own.get(id)?.record ?? untouched(id);
        if (there === null || !wanted(there)) continue;
        const whole = record(id);
        if (whole !== null) found.push(whole);
      }
      return found;
    },
    forget() {
      order = null;
      values.clear();
    },
  };
}

function enter(index: Map<string, string[]>, value: string | null | undefined, id: string): void {
  if (value === null || value === undefined || value === '') return;
  const ids = index.get(value);
  if (ids === undefined) index.set(value, [id]);
  else if (!ids.includes(id)) ids.push(id);
}

/** Where the first number above `limit` stands in an ascending list. */
function firstAbove(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
