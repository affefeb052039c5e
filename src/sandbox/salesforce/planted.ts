// What of an org was planted: rows of a past that whoever planted them can plant again. As long as nobody changes them they
// are not saved; how they were is remembered once somebody does.
import type { ObjectName, Row } from './fields.ts';

export interface Planted {
  /** Ids of rows that are as they were planted, by object. */
  readonly unchanged: Map<ObjectName, Set<string>>;
  /** How planted rows were that have changed or gone since, by id. */
  readonly originals: Map<string, { readonly object: ObjectName; readonly row: Row }>;
}

interface WithPlanted {
  readonly tables: ReadonlyMap<ObjectName, Map<string, Row>>;
  readonly planted: Planted;
}

export function nothingPlanted(): Planted {
  return { unchanged: new Map(), originals: new Map() };
}

/** To be called before a row changes or goes. */
export function rememberPlanted({ tables, planted }: WithPlanted, object: ObjectName, id: string): void {
  const row = tables.get(object)?.get(id);
  if (row === undefined || planted.unchanged.get(object)?.delete(id) !== true) return;
  planted.originals.set(id, { object, row: { ...row } });
}

/** What is to be saved: everything but what is as it was planted. */
export function unplanted({ tables, planted }: WithPlanted): ReadonlyMap<ObjectName, ReadonlyMap<string, Row>> {
  return new Map([...tables].map(([object, rows]) => [object, without(rows, planted.unchanged.get(object))]));
}

function without(rows: ReadonlyMap<string, Row>, unchanged: ReadonlySet<string> | undefined): ReadonlyMap<string, Row> {
  if (unchanged === undefined || unchanged.size === 0) return rows;
  const left = new Map<string, Row>();
  if (unchanged.size === rows.size) return left;
  for (const [id, row] of rows) if (!unchanged.has(id)) left.set(id, row);
  return left;
}

/** Planted ids that are gone for good. */
export function uprooted({ tables, planted }: WithPlanted): readonly string[] {
  const gone = [...planted.originals].filter(([id, { object }]) => tables.get(object)?.has(id) !== true);
  return gone.map(([id]) => id);
}

/** Empties the tables but for what was planted, which is as it was then. */
export function backToPlanted({ tables, planted: { unchanged, originals } }: WithPlanted): void {
  for (const [object, rows] of tables) {
    const planted = unchanged.get(object);
    for (const id of rows.keys()) if (planted?.has(id) !== true) rows.delete(id);
  }
  for (const [id, { object, row }] of originals) {
    tables.get(object)?.set(id, row);
    unchanged.get(object)?.add(id);
  }
  originals.clear();
}

/** Takes planted rows away again: those that were gone when the org was saved. */
export function uproot(org: WithPlanted, ids: readonly string[]): void {
  for (const [object, planted] of org.planted.unchanged) {
    for (const id of ids.filter((each) => planted.has(each))) {
      rememberPlanted(org, object, id);
      org.tables.get(object)?.delete(id);
    }
  }
}
