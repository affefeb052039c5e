// HubSpot's lists and batch reads with the past of properties and with ties, as they come over the wire. A page has 100
// records, with pasts 50; a batch the same.
import { z } from 'zod';
import type { CrmCall } from '#adapters/http/policy.ts';
import type { HubspotApi } from '../client.ts';

export const OBJECTS = '/crm/v3/objects';

const PAGE = 100;
const PAGE_WITH_PASTS = 50;

const Version = z.object({ value: z.string().nullish(), timestamp: z.coerce.date() });

const Ties = z.object({ results: z.array(z.object({ id: z.coerce.string(), type: z.string() })).default([]) });

export const ListedRecord = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.string().nullish()).default({}),
  /** Newest first. */
  propertiesWithHistory: z.record(z.string(), z.array(Version).nullish()).nullish(),
  associations: z.record(z.string(), Ties).nullish(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  archivedAt: z.coerce.date().nullish(),
});
export type ListedRecord = z.infer<typeof ListedRecord>;

const RecordPage = z.object({
  results: z.array(ListedRecord),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).nullish(),
});

const Batch = z.object({ results: z.array(ListedRecord) });

export interface ListRequest {
  readonly object: string;
  readonly properties: readonly string[];
  readonly histories?: readonly string[];
  /** Objects whose ties come along. */
  readonly ties?: readonly string[];
  readonly archived?: boolean;
  readonly after: string | null;
}

export interface Page {
  readonly records: readonly ListedRecord[];
  readonly next: string | null;
}

/** One page, ascending by id. Throws Fault. */
export async function listPage(api: HubspotApi, request: ListRequest): Promise<Page> {
  const { object, properties, histories = [], ties = [], archived = false, after } = request;
  const query = new URLSearchParams({
    limit: String(histories.length > 0 ? PAGE_WITH_PASTS : PAGE),
    ...(properties.length > 0 ? { properties: properties.join(',') } : {}),
    ...(histories.length > 0 ? { propertiesWithHistory: histories.join(',') } : {}),
    ...(ties.length > 0 ? { associations: ties.join(',') } : {}),
    ...(archived ? { archived: 'true' } : {}),
    ...(after === null ? {} : { after }),
  });
  const page = await api.get(scan('list'), RecordPage, `${OBJECTS}/${object}?${query.toString()}`);
  return { records: page.results, next: page.paging?.next?.after ?? null };
}

/** By id, or by the value of a unique property; those that are not there are left out. */
export async function readBatch(
  api: HubspotApi,
  object: string,
  ids: readonly string[],
  wanted: {
    readonly properties: readonly string[];
    readonly histories?: readonly string[];
    readonly idProperty?: string;
  },
): Promise<readonly ListedRecord[]> {
  const { properties, histories = [], idProperty } = wanted;
  const size = histories.length > 0 ? PAGE_WITH_PASTS : PAGE;
  const found: ListedRecord[] = [];
  for (let at = 0; at < ids.length; at += size) {
    const inputs = ids.slice(at, at + size).map((id) => ({ id }));
    const { results } = await api.send(scan('read'), Batch, {
      method: 'POST',
      path: `${OBJECTS}/${object}/batch/read`,
      body: {
        inputs,
        properties,
        propertiesWithHistory: histories,
        ...(idProperty === undefined ? {} : { idProperty }),
      },
    });
    found.push(...results);
  }
  return found;
}

export function scan(kind: string): CrmCall {
  return { kind, effect: 'read', urgency: 'scan' };
}

/** Ids that a record is tied to, its primary one first, each once. */
export function tiesOf(record: ListedRecord, object: string): readonly string[] {
  const ties = record.associations?.[object]?.results ?? [];
  const primaryFirst = ties.toSorted((a, b) => Number(isUnlabelled(a.type)) - Number(isUnlabelled(b.type)));
  return [...new Set(primaryFirst.map(({ id }) => id))];
}

function isUnlabelled(type: string): boolean {
  return type.endsWith('_unlabeled');
}
