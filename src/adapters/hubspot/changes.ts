// What changed after a place, in order, from a search that sorts by one property only and leaves ties unordered.
// Archived records are not in HubSpot's searches, so deletions come by webhook alone.
import { z } from 'zod';
import type { CrmCall } from '#adapters/http/policy.ts';
import type { ChangeCursor, ChangePage, CrmObject } from '#ports/crm.ts';
import type { HubspotApi } from './client.ts';
import { hubspotObject, modifiedProperty } from './objects.ts';

const PAGE = 200;

const SearchPage = z.object({
  total: z.number(),
  results: z.array(
    z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullish()), updatedAt: z.date() }),
  ),
});

interface Filter {
  readonly propertyName: string;
  readonly operator: 'EQ' | 'GT' | 'GTE';
  readonly value: string;
}

/** A record and when it last changed. */
interface Place {
  readonly id: string;
  readonly modifiedAt: Date;
}

export interface Places {
  /** Ascending by (modifiedAt, id), strictly after the cursor. */
  readonly places: readonly Place[];
  readonly next: ChangeCursor;
  readonly caughtUp: boolean;
}

interface Found {
  readonly places: readonly Place[];
  readonly complete: boolean;
}

/** See ports/crm.ts. */
export async function readChanges(api: HubspotApi, object: CrmObject, after: ChangeCursor): Promise<ChangePage> {
  const { places, next, caughtUp } = await placesAfter(api, hubspotObject(object), after);
  const changes = places.map(({ id, modifiedAt }) => ({
    ref: { crm: 'hubspot' as const, object, id },
    modifiedAt,
    deleted: false,
  }));
  return { changes, next, caughtUp };
}

/** At most two searches: first the rest of the cursor's own instant, by id; then what is later, by time. */
export async function placesAfter(api: HubspotApi, object: string, after: ChangeCursor): Promise<Places> {
  const ties = after.id === '' ? { places: [], complete: true } : await atOneInstant(api, object, after);
  const later = ties.complete ? await fromInstant(api, object, after) : { places: [], complete: false };
  const places = [...ties.places, ...later.places];
  const last = places.at(-1);
  return {
    places,
    next: last === undefined ? after : { at: last.modifiedAt, id: last.id },
    caughtUp: ties.complete && later.complete,
  };
}

/** Changes at exactly the cursor's instant, ascending by id after the cursor's. */
async function atOneInstant(api: HubspotApi, object: string, after: ChangeCursor): Promise<Found> {
  const property = modifiedProperty(object);
  const filters: Filter[] = [{ propertyName: property, operator: 'EQ', value: String(after.at.getTime()) }];
  if (after.id !== '') filters.push({ propertyName: 'hs_object_id', operator: 'GT', value: after.id });
  const { total, places } = await search(api, object, filters, 'hs_object_id');
  return { places, complete: places.length >= total };
}

/**
 * Changes after the cursor's instant (from it on, while its id is ''). A page may end in the middle of an instant, with
 * an arbitrary part of it: that part is left to the next page, or listed by id where it fills the page alone.
 */
async function fromInstant(api: HubspotApi, object: string, after: ChangeCursor): Promise<Found> {
  const property = modifiedProperty(object);
  const operator = after.id === '' ? 'GTE' : 'GT';
  const filter: Filter = { propertyName: property, operator, value: String(after.at.getTime()) };
  const { total, places } = await search(api, object, [filter], property);
  if (places.length >= total) return { places, complete: true };
  const cut = places.at(-1)?.modifiedAt ?? after.at;
  const whole = places.filter((place) => place.modifiedAt < cut);
  if (whole.length > 0) return { places: whole, complete: false };
  const instant = await atOneInstant(api, object, { at: cut, id: '' });
  return { places: instant.places, complete: false };
}

async function search(
  api: HubspotApi,
  object: string,
  filters: readonly Filter[],
  sort: string,
): Promise<{ total: number; places: readonly Place[] }> {
  const call: CrmCall = { kind: 'search', effect: 'read', urgency: 'scan', lane: 'search' };
  const modified = modifiedProperty(object);
  const request = {
    filterGroups: [{ filters }],
    sorts: [{ propertyName: sort, direction: 'ASCENDING' }],
    properties: [modified],
    limit: PAGE,
  };
  const { total, results } = await api.call(call, SearchPage, (client, options) =>
    // The client types sorts as strings and operators as its own enum; it sends what it is given.
    client.crm.objects.searchApi.doSearch(object, request as never, options),
  );
  const places = results.map(({ id, properties, updatedAt }) => {
    const text = properties[modified];
    return { id, modifiedAt: text ? new Date(text) : updatedAt };
  });
  return { total, places: places.sort(byPlace) };
}

/** Ids are numbers without a fixed length. */
function byPlace(a: Place, b: Place): number {
  const byTime = a.modifiedAt.getTime() - b.modifiedAt.getTime();
  if (byTime !== 0) return byTime;
  const [left, right] = [BigInt(a.id), BigInt(b.id)];
  return left < right ? -1 : Number(left > right);
}
