// POST /crm/v3/objects/{object}/search over the lagging index, with HubSpot's limits.
import type { Account } from './account.ts';
import { ApiError, invalidRequest } from './errors.ts';
import type { Answer, Route } from './exchange.ts';
import { modifiedProperty } from './calculated.ts';
import type { HubspotObject, HubspotRecord } from './model.ts';
import { objectIn } from './request-parts.ts';
import { present } from './present.ts';
import { checkFilter, compare, fits, windowOf, type Filter } from './search-filters.ts';
import type { Hit } from './search-index.ts';

const PAGE_LIMIT = 200;
const RESULT_CAP = 10_000;
const GROUP_LIMIT = 5;
const FILTERS_IN_GROUP = 6;
const FILTER_LIMIT = 18;
const LONGEST_QUERY = 3000;

interface Group {
  readonly filters: readonly Filter[];
}

interface SearchRequest {
  readonly filterGroups?: readonly Group[];
  readonly sorts?: readonly (string | { readonly propertyName: string; readonly direction?: string })[];
  readonly query?: string;
  readonly properties?: readonly string[];
  readonly limit?: number;
  readonly after?: string | number;
}

export function searchRoutes(account: Account): readonly Route[] {
  /** One group of filters on the modified date alone, which pollers ask for, looks at nothing that is older. */
  function find(object: HubspotObject, groups: readonly Group[], request: SearchRequest): readonly Hit[] {
    const { index } = account;
    const modified = modifiedProperty(object);
    const [only] = groups.length === 1 ? groups : [];
    const { low, high, rest } = windowOf(only?.filters ?? [], modified);
    const left = only === undefined ? groups : rest.length === 0 ? [] : [{ filters: rest }];
    const { query } = request;
    const within = index.between(object, low, high);
    const matching =
      left.length === 0 && query === undefined
        ? within
        : within.filter((hit) => {
            const record = index.record(object, hit);
            const fit = left.length === 0 || left.some(({ filters }) => filters.every((one) => fits(one, record)));
            return fit && (query === undefined || mentions(record, query));
          });
    return sorted(object, matching, request.sorts?.[0]);
  }

  /** Ties come in no useful order, so that nobody relies on one. */
  function sorted(object: HubspotObject, hits: readonly Hit[], sort: Sort | undefined): readonly Hit[] {
    const name = typeof sort === 'string' ? sort : (sort?.propertyName ?? 'hs_object_id');
    const down = typeof sort === 'object' && sort.direction === 'DESCENDING';
    if (name === modifiedProperty(object)) return down ? hits.toReversed() : hits;
    const sign = down ? -1 : 1;
    if (name === 'hs_object_id') return hits.toSorted((a, b) => (Number(a.id) - Number(b.id)) * sign);
    const keyed = hits.map((hit) => ({ hit, key: account.index.record(object, hit).properties[name] ?? '' }));
    return keyed
      .sort((a, b) => compare(a.key, b.key) * sign || (reversed(a.hit.id) < reversed(b.hit.id) ? -1 : 1))
      .map(({ hit }) => hit);
  }

  function search(object: HubspotObject, request: SearchRequest): Answer {
    const groups = request.filterGroups ?? [];
    checkLimits(groups, request);
    const limit = request.limit ?? 10;
    const after = Number(request.after ?? 0);
    if (limit > PAGE_LIMIT) throw invalidRequest(`limit must be less than or equal to ${PAGE_LIMIT}`);
    if (after + limit > RESULT_CAP) {
      throw new ApiError(400, 'Paging through more than 10,000 results is not supported. Please use filters.', {
        category: 'VALIDATION_ERROR',
      });
    }
    const known = account.names(object);
    const [sort] = request.sorts ?? [];
    const named = [...groups.flatMap(({ filters }) => filters), ...(typeof sort === 'object' ? [sort] : [])];
    const unknown = named.find(({ propertyName }) => !known.has(propertyName));
    if (unknown !== undefined) {
      throw invalidRequest(`There was a problem with the request. Property "${unknown.propertyName}" does not exist`);
    }
    const matching = find(object, groups, request);
    const page = matching.slice(after, after + limit).map((hit) => account.index.record(object, hit));
    const next = after + page.length < matching.length ? { paging: { next: { after: String(after + limit) } } } : {};
    return {
      status: 200,
      body: {
        total: matching.length,
        results: page.map((record) => present(account, record, request.properties ?? [])),
        ...next,
      },
    };
  }

  return [
    {
      method: 'POST',
      path: '/crm/v3/objects/:object/search',
      scope: 'crm.objects.:object.read',
      handle: ({ body }, params) => search(objectIn(params), body),
    },
  ];
}

function checkLimits(groups: readonly Group[], request: SearchRequest): void {
  if ((request.sorts ?? []).length > 1) throw invalidRequest('Only one sort is allowed');
  if ((request.query ?? '').length > LONGEST_QUERY) {
    throw invalidRequest(`query must be at most ${LONGEST_QUERY} characters long`);
  }
  const counts = groups.map(({ filters }) => filters.length);
  if (counts.length > GROUP_LIMIT) throw invalidRequest(`A maximum of ${GROUP_LIMIT} filterGroups is allowed`);
  if (counts.some((count) => count > FILTERS_IN_GROUP)) {
    throw invalidRequest(`A maximum of ${FILTERS_IN_GROUP} filters per group is allowed`);
  }
  if (counts.reduce((sum, count) => sum + count, 0) > FILTER_LIMIT) {
    throw invalidRequest(`A maximum of ${FILTER_LIMIT} filters is allowed`);
  }
  for (const filter of groups.flatMap(({ filters }) => filters)) checkFilter(filter);
}

function mentions(record: HubspotRecord, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/);
  const text = Object.values(record.properties).join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

type Sort = string | { readonly propertyName: string; readonly direction?: string };

function reversed(text: string): string {
  return text.split('').reverse().join('');
}
