// Keeps large tables quick to ask: rows in the order of their ids, of their last change, and by the value of a field. Built
// when first asked for and kept up by org.ts; what it finds is checked again by whoever asks.
import type { ObjectName, Row, Value } from './fields.ts';
import { timeOf } from './soql-values.ts';

export interface TableIndex {
  /** Rows of the table when this was last right; another number means that somebody went past org.ts. */
  size: number;
  byId: Row[] | null;
  byStamp: Stamped[] | null;
  readonly byValue: Map<string, Map<Value, Set<Row>>>;
}

/** A place that a row has, or had: those that are out of date are passed over. */
interface Stamped {
  readonly at: number;
  readonly id: string;
  readonly row: Row;
}

interface WithIndexes {
  readonly tables: ReadonlyMap<ObjectName, Map<string, Row>>;
  readonly indexes: Map<ObjectName, TableIndex>;
}

/** All rows, ascending by id. */
export function rowsById(org: WithIndexes, object: ObjectName): readonly Row[] {
  const index = indexOf(org, object);
  index.byId ??= [...rowsOf(org, object).values()].toSorted(byId);
  return index.byId;
}

/** Rows that were changed at this time (milliseconds) or later, ascending by (SystemModstamp, Id). */
export function rowsSince(org: WithIndexes, object: ObjectName, from: number): Iterable<Row> {
  const index = indexOf(org, object);
  const rows = rowsOf(org, object);
  if (index.byStamp !== null && index.byStamp.length > 2 * rows.size + 1000) index.byStamp = null;
  index.byStamp ??= [...rows.values()].map(stampedOf).toSorted(byPlace);
  return inOrder(index.byStamp, from);
}

function* inOrder(places: readonly Stamped[], from: number): Iterable<Row> {
  const start = lowerBound(places.length, (at) => (places[at]?.at ?? 0) < from);
  let last: Stamped | undefined;
  for (let at = start; at < places.length; at += 1) {
    const place = places[at];
    if (place === undefined || stampOf(place.row) !== place.at) continue;
    if (last === undefined || last.row !== place.row || last.at !== place.at) yield place.row;
    last = place;
  }
}

/** Rows whose field has one of the values. */
export function rowsWhere(
  org: WithIndexes,
  object: ObjectName,
  field: string,
  values: Iterable<Value>,
): readonly Row[] {
  const { byValue } = indexOf(org, object);
  let byOne = byValue.get(field);
  if (byOne === undefined) {
    byOne = new Map();
    byValue.set(field, byOne);
    for (const row of rowsOf(org, object).values()) add(byOne, row[field] ?? null, row);
  }
  const found: Row[] = [];
  for (const value of new Set(values)) for (const row of byOne.get(value) ?? []) found.push(row);
  return found;
}

export function noteAdded(org: WithIndexes, object: ObjectName, row: Row): void {
  const index = org.indexes.get(object);
  if (index === undefined) return;
  index.size += 1;
  const last = index.byId?.at(-1);
  if (last !== undefined && String(last['Id']) > String(row['Id'])) index.byId = null;
  else index.byId?.push(row);
  noteStamp(index, row);
  for (const [field, rows] of index.byValue) add(rows, row[field] ?? null, row);
}

/** `before` as the row was. */
export function noteChanged(org: WithIndexes, object: ObjectName, row: Row, before: Readonly<Row>): void {
  const index = org.indexes.get(object);
  if (index === undefined) return;
  noteStamp(index, row);
  for (const [field, rows] of index.byValue) {
    rows.get(before[field] ?? null)?.delete(row);
    add(rows, row[field] ?? null, row);
  }
}

function noteStamp(index: TableIndex, row: Row): void {
  const place = stampedOf(row);
  const last = index.byStamp?.at(-1);
  if (last !== undefined && byPlace(last, place) > 0)
    index.byStamp = [...(index.byStamp ?? []), place].toSorted(byPlace);
  else index.byStamp?.push(place);
}

function indexOf(org: WithIndexes, object: ObjectName): TableIndex {
  const { size } = rowsOf(org, object);
  const known = org.indexes.get(object);
  if (known?.size === size) return known;
  const index: TableIndex = { size, byId: null, byStamp: null, byValue: new Map() };
  org.indexes.set(object, index);
  return index;
}

function rowsOf({ tables }: WithIndexes, object: ObjectName): ReadonlyMap<string, Row> {
  return tables.get(object) ?? new Map<string, Row>();
}

function add(rows: Map<Value, Set<Row>>, value: Value, row: Row): void {
  const same = rows.get(value);
  if (same === undefined) rows.set(value, new Set([row]));
  else same.add(row);
}

function stampOf(row: Row): number {
  return timeOf(String(row['SystemModstamp'])) || 0;
}

function stampedOf(row: Row): Stamped {
  return { at: stampOf(row), id: String(row['Id']), row };
}

function byId(a: Row, b: Row): number {
  return String(a['Id']) < String(b['Id']) ? -1 : 1;
}

function byPlace(a: Stamped, b: Stamped): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

/** The first place among `length` that is not before what is looked for. */
export function lowerBound(length: number, isBefore: (at: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
