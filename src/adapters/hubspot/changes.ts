// What changed after a place, in order, from a search that sorts by one property only and leaves ties unordered.
// Archived records are not in HubSpot's searches, so deletions come by webhook alone.
import { z } from 'zod';
import type { CrmCall } from '#adapters/http/policy.ts';
import type { Change, ChangeCursor, ChangePage, CrmObject } from '#ports/crm.ts';
import type { HubspotApi } from './client.ts';
import { hubspotObject, modifiedProperty, type HubspotObject } from './objects.ts';
import { HubspotRecord, modifiedAt } from './records.ts';

const PAGE = 200;

const SearchPage = z.object({ total: z.number(), results: z.array(HubspotRecord) });

interface Filter {
  readonly propertyName: string;
  readonly operator: 'EQ' | 'GT' | 'GTE';
  readonly value: string;
}

interface Found {
  readonly changes: readonly Change[];
  readonly complete: boolean;
}

/** At most two searches: first the rest of the cursor's own instant, by id; then what is later, by time. */
export async function readChanges(api: HubspotApi, object: CrmObject, after: ChangeCursor): Promise<ChangePage> {
  const ties = after.id === '' ? { changes: [], complete: true } : await atOneInstant(api, object, after);
  const later = ties.complete ? await fromInstant(api, object, after) : { changes: [], complete: false };
  const changes = [...ties.changes, ...later.changes];
  const last = changes.at(-1);
  return {
    changes,
    next: last === undefined ? after : { at: last.modifiedAt, id: last.ref.id },
    caughtUp: ties.complete && later.complete,
  };
}

/** Changes at exactly the cursor's instant, ascending by id after the cursor's. */
async function atOneInstant(api: HubspotApi, object: CrmObject, after: ChangeCursor): Promise<Found> {
  const property = modifiedProperty(hubspotObject(object));
  const filters: Filter[] = [{ propertyName: property, operator: 'EQ', value: String(after.at.getTime()) }];
  if (after.id !== '') filters.push({ propertyName: 'hs_object_id', operator: 'GT', value: after.id });
  const { total, changes } = await search(api, object, filters, 'hs_object_id');
  return { changes, complete: changes.length >= total };
}

/**
 * Changes after the cursor's instant (from it on, while its id is ''). A page may end in the middle of an instant, with
 * an arbitrary part of it: that part is left to the next page, or listed by id where it fills the page alone.
 */
async function fromInstant(api: HubspotApi, object: CrmObject, after: ChangeCursor): Promise<Found> {
  const property = modifiedProperty(hubspotObject(object));
  const operator = after.id === '' ? 'GTE' : 'GT';
  const filter: Filter = { propertyName: property, operator, value: String(after.at.getTime()) };
  const { total, changes } = await search(api, object, [filter], property);
  if (changes.length >= total) return { changes, complete: true };
  const cut = changes.at(-1)?.modifiedAt ?? after.at;
  const whole = changes.filter((change) => change.modifiedAt < cut);
  if (whole.length > 0) return { changes: whole, complete: false };
  const instant = await atOneInstant(api, object, { at: cut, id: '' });
  return { changes: instant.changes, complete: false };
}

async function search(
  api: HubspotApi,
  object: CrmObject,
  filters: readonly Filter[],
  sort: string,
): Promise<{ total: number; changes: readonly Change[] }> {
  const theirs = hubspotObject(object);
  const call: CrmCall = { kind: 'search', effect: 'read', urgency: 'scan', lane: 'search' };
  const request = {
    filterGroups: [{ filters }],
    sorts: [{ propertyName: sort, direction: 'ASCENDING' }],
    properties: [modifiedProperty(theirs)],
    limit: PAGE,
  };
  const { total, results } = await api.call(call, SearchPage, (client, options) =>
    // The client types sorts as strings and operators as its own enum; it sends what it is given.
    client.crm.objects.searchApi.doSearch(theirs, request as never, options),
  );
  return { total, changes: results.map((record) => asChange(object, theirs, record)).sort(byPlace) };
}

function asChange(object: CrmObject, theirs: HubspotObject, record: HubspotRecord): Change {
  return {
    ref: { crm: 'hubspot', object, id: record.id },
    modifiedAt: modifiedAt(theirs, record),
    deleted: false,
  };
}

/** Ids are numbers without a fixed length. */
function byPlace(a: Change, b: Change): number {
  const byTime = a.modifiedAt.getTime() - b.modifiedAt.getTime();
  if (byTime !== 0) return byTime;
  const [left, right] = [BigInt(a.ref.id), BigInt(b.ref.id)];
  return left < right ? -1 : Number(left > right);
}
