// What changed after a place, in the order of SystemModstamp and id over all objects of a kind, with what was deleted and
// merged. Two calls for 2,000 changes, and those for what belongs to them, 400 records a query.
import type { ChangeCursor, RecordRef } from '#ports/crm.ts';
import type { HistoryChanges, RowRef } from '#ports/crm-history.ts';
import { idCore } from '../objects.ts';
import type { Base } from '../read-rows.ts';
import type { Soql } from '../soql.ts';
import * as soql from '../soql.ts';
import { instant } from '../values.ts';
import type { HistoryView, Loaded, Source } from './source.ts';
import { aboutIds } from './source.ts';
import type { RecordKind } from './sources.ts';
import { sourcesOf } from './sources.ts';

/** See `CrmHistory.changes`. Salesforce counts whole seconds, so equal places are common and the id decides. Throws Fault. */
export async function listChanged(view: HistoryView, kind: RecordKind, after: ChangeCursor): Promise<HistoryChanges> {
  const sources = await sourcesOf(view, kind);
  const parts = await Promise.all(
    sources.map(async (source, index) => ({ source, index, loaded: await load(view, sources, source, after) })),
  );
  // Beyond the end of a full page there may be more of that object, which comes first.
  const horizon = parts
    .filter(({ loaded }) => loaded.seen.length >= view.pageSize)
    .flatMap(({ loaded, index }) => placeOf(loaded.seen.at(-1), index) ?? [])
    .toSorted(byPlace)[0];
  const isNear = (row: Base, index: number): boolean => {
    const place = placeOf(row, index);
    return horizon === undefined || (place !== null && byPlace(place, horizon) <= 0);
  };
  const within = parts.map(({ source, index, loaded }) => withinReach(source, loaded, (row) => isNear(row, index)));
  const last = parts
    .flatMap(({ loaded, index }) => loaded.seen.filter((row) => isNear(row, index)).map((row) => placeOf(row, index)))
    .filter((place) => place !== null)
    .toSorted(byPlace)
    .at(-1);
  return {
    rows: within.flatMap(({ rows }) => rows).toSorted((a, b) => a.modifiedAt.getTime() - b.modifiedAt.getTime()),
    gone: within.flatMap(({ gone }) => gone),
    merged: within.flatMap(({ merged }) => merged),
    next: last === undefined ? after : { at: last.at, id: last.id },
    caughtUp: horizon === undefined,
  };
}

function load(view: HistoryView, sources: readonly Source[], source: Source, after: ChangeCursor): Promise<Loaded> {
  return source.load(view, {
    where: whereAfter(sources, source, after),
    orderBy: ['SystemModstamp', 'Id'],
    limit: view.pageSize,
    withDeleted: true,
    about: aboutIds,
  });
}

/** Salesforce does not compare ids of two objects: what stands before the place's object was seen, what stands behind was not. */
function whereAfter(sources: readonly Source[], source: Source, after: ChangeCursor): Soql {
  if (after.id === '' || sources.length === 1) return soql.strictlyAfter(after);
  const [own, there] = [sources.indexOf(source), sources.findIndex(({ prefix }) => after.id.startsWith(prefix))];
  if (there === -1 || own > there) return soql.compare('SystemModstamp', '>=', after.at);
  return own === there ? soql.strictlyAfter(after) : soql.compare('SystemModstamp', '>', after.at);
}

interface Place {
  readonly at: Date;
  /** Which object of the kind. */
  readonly index: number;
  readonly id: string;
}

function placeOf(row: Base | undefined, index: number): Place | null {
  return row === undefined ? null : { at: instant(row.SystemModstamp), index, id: row.Id };
}

/** The order of ids within an object is Salesforce's: bytes. */
function byPlace(a: Place, b: Place): number {
  const order = a.at.getTime() - b.at.getTime() || a.index - b.index;
  if (order !== 0 || a.id === b.id) return order;
  return a.id < b.id ? -1 : 1;
}

type Within = Pick<HistoryChanges, 'rows' | 'gone' | 'merged'>;

function withinReach({ object }: Source, { seen, left, rows }: Loaded, isNear: (row: Base) => boolean): Within {
  const near = seen.filter(isNear);
  const ids = new Set(near.map(({ Id }) => Id));
  const deleted = near.filter(({ IsDeleted }) => IsDeleted);
  const isMerged = (row: Base): row is Base & { MasterRecordId: string } => Boolean(row.MasterRecordId);
  return {
    rows: rows.filter(({ id }) => ids.has(id)),
    gone: [...deleted.filter((row) => !isMerged(row)), ...left.filter(isNear)].map(({ Id }) => refOf(object, Id)),
    merged: deleted.filter(isMerged).flatMap(({ Id, MasterRecordId }) => mergeOf(object, Id, MasterRecordId)),
  };
}

function refOf(object: RowRef['object'], id: string): RowRef {
  return { crm: 'salesforce', object, id };
}

function mergeOf(object: RowRef['object'], from: string, into: string): HistoryChanges['merged'] {
  if (idCore(from) === idCore(into) || !isRecord(object)) return [];
  const ref = { crm: 'salesforce', object } as const;
  return [{ from: { ...ref, id: from }, into: { ...ref, id: into } }];
}

function isRecord(object: RowRef['object']): object is RecordRef['object'] {
  return object === 'lead' || object === 'contact' || object === 'company';
}
