// What changed of contacts, companies and deals: found by a search on the modified date, read with its past, and with it
// what was deleted and merged. Calls for 200 changes: one or two searches, four batches with pasts, up to four for ties.
import type { ChangeCursor, CrmObject } from '#ports/crm.ts';
import type { HistoryChanges, HistoryRow, RowRef } from '#ports/crm-history.ts';
import { placesAfter } from '../changes.ts';
import type { HistoryParts } from './deps.ts';
import type { ListedRecord } from './listed.ts';
import { readRecordsOf, rowsOf } from './record-pages.ts';
import type { RecycleBin } from './recycle-bin.ts';
import { valuesOf } from './values.ts';
import { wantedOf, type HistoryObject, type Wanted } from './wanted.ts';

const OBJECTS: Readonly<Record<HistoryObject, CrmObject>> = {
  contacts: 'lead',
  companies: 'company',
  deals: 'opportunity',
};

/** Throws Fault. */
export async function recordChanges(
  parts: HistoryParts,
  bin: RecycleBin,
  object: HistoryObject,
  after: ChangeCursor,
): Promise<HistoryChanges> {
  const wanted = await wantedOf(parts.lists, parts.fieldMap(), object);
  const { places, next, caughtUp } = await placesAfter(parts.api, object, after);
  const order = new Map(places.map(({ id }, at) => [id, at]));
  const read = await readRecordsOf(parts, wanted, [...order.keys()]);
  const records = read.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  const rows = await rowsOf(parts, wanted, records);
  const deleted = caughtUp ? await bin.deletedSince(object, after.at) : [];
  const gone = deleted.flatMap((id) => refsOf(object, id));
  return {
    rows,
    gone: [...gone, ...lapsed(wanted, records, rows)],
    merged: mergedInto(wanted, records),
    next,
    caughtUp,
  };
}

/** A deleted contact's visit and a deleted deal's subscription go with it. */
function refsOf(object: HistoryObject, id: string): RowRef[] {
  const own: RowRef = { crm: 'hubspot', object: OBJECTS[object], id };
  if (object === 'contacts') return [own, { crm: 'hubspot', object: 'touch', id: `visit:${id}` }];
  return object === 'deals' ? [own, { crm: 'hubspot', object: 'subscription', id }] : [own];
}

/** Deals that changed and do not recur, or no longer do; visits that HubSpot took back. */
function lapsed(wanted: Wanted, records: readonly ListedRecord[], rows: readonly HistoryRow[]): readonly RowRef[] {
  const told = new Set(rows.map((row) => `${row.kind} ${row.id}`));
  if (wanted.object === 'contacts') {
    const ids = records.map(({ id }) => `visit:${id}`).filter((id) => !told.has(`touch ${id}`));
    return ids.map((id) => ({ crm: 'hubspot', object: 'touch', id }));
  }
  if (wanted.object !== 'deals' || wanted.property('monthly') === null) return [];
  const ids = records.map(({ id }) => id).filter((id) => !told.has(`subscription ${id}`));
  return ids.map((id) => ({ crm: 'hubspot', object: 'subscription', id }));
}

/** The winner names everything that was ever merged into it, so a merge is told again with each of its changes. */
function mergedInto(wanted: Wanted, records: readonly ListedRecord[]): HistoryChanges['merged'] {
  const object = OBJECTS[wanted.object];
  return records.flatMap((record) =>
    valuesOf(wanted, record)
      .ids('merged')
      .filter((id) => id !== record.id)
      .map((id) => ({
        from: { crm: 'hubspot' as const, object, id },
        into: { crm: 'hubspot' as const, object, id: record.id },
      })),
  );
}
