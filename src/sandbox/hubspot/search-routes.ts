// POST /crm/v3/objects/{object}/search over the lagging index, with HubSpot's limits.
import type { Account } from './account.ts';
import { ApiError, invalidRequest } from './errors.ts';
import type { Answer, Route } from './exchange.ts';
import type { HubspotRecord } from './model.ts';
import { objectIn } from './request-parts.ts';
import { present } from './present.ts';
import { isEmpty } from './validate.ts';

const PAGE_LIMIT = 200;
const RESULT_CAP = 10_000;
const GROUP_LIMIT = 5;
const FILTERS_IN_GROUP = 6;
const FILTER_LIMIT = 18;
const LONGEST_QUERY = 3000;

interface Filter {
  readonly propertyName: string;
  readonly operator: string;
  readonly value?: string;
  readonly highValue?: string;
  readonly values?: readonly string[];
}

interface SearchRequest {
  readonly filterGroups?: readonly { readonly filters: readonly Filter[] }[];
  readonly sorts?: readonly (string | { readonly propertyName: string; readonly direction?: string })[];
  readonly query?: string;
  readonly properties?: readonly string[];
  readonly limit?: number;
  readonly after?: string | number;
}

export function searchRoutes(account: Account): readonly Route[] {
  function search(object: HubspotRecord['object'], request: SearchRequest): Answer {
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
    const known = new Set(account.definitions(object).map(({ name }) => name));
    const [sort] = request.sorts ?? [];
    const named = [...groups.flatMap(({ filters }) => filters), ...(typeof sort === 'object' ? [sort] : [])];
    const unknown = named.find(({ propertyName }) => !known.has(propertyName));
    if (unknown !== undefined) {
      throw invalidRequest(`There was a problem with the request. Property "${unknown.propertyName}" does not exist`);
    }
    const matching = account.index
      .records(object)
      .filter(
        (record) => groups.length === 0 || groups.some(({ filters }) => filters.every((one) => fits(one, record))),
      )
      .filter((record) => request.query === undefined || mentions(record, request.query))
      .sort(bySort(request.sorts?.[0]));
    const page = matching.slice(after, after + limit);
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

function checkLimits(groups: readonly { readonly filters: readonly Filter[] }[], request: SearchRequest): void {
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

/** Each operator needs its own kind of value. */
function checkFilter({ operator, propertyName, value, highValue, values }: Filter): void {
  if (operator === 'HAS_PROPERTY' || operator === 'NOT_HAS_PROPERTY') return;
  const missing =
    operator === 'IN' || operator === 'NOT_IN'
      ? values === undefined
      : value === undefined || (operator === 'BETWEEN' && highValue === undefined);
  if (missing) throw invalidRequest(`Invalid input JSON: ${operator} on ${propertyName} needs a value`);
}

function fits(filter: Filter, record: HubspotRecord): boolean {
  const actual = record.properties[filter.propertyName];
  if (filter.operator === 'HAS_PROPERTY') return !isEmpty(actual);
  if (filter.operator === 'NOT_HAS_PROPERTY') return isEmpty(actual);
  if (filter.operator === 'NEQ') return isEmpty(actual) || compare(actual, filter.value ?? '') !== 0;
  if (filter.operator === 'NOT_IN') return isEmpty(actual) || !oneOf(actual, filter.values);
  if (isEmpty(actual)) return false;
  switch (filter.operator) {
    case 'EQ':
      return compare(actual, filter.value ?? '') === 0;
    case 'GT':
      return compare(actual, filter.value ?? '') > 0;
    case 'GTE':
      return compare(actual, filter.value ?? '') >= 0;
    case 'LT':
      return compare(actual, filter.value ?? '') < 0;
    case 'LTE':
      return compare(actual, filter.value ?? '') <= 0;
    case 'BETWEEN':
      return compare(actual, filter.value ?? '') >= 0 && compare(actual, filter.highValue ?? '') <= 0;
    case 'IN':
      return oneOf(actual, filter.values);
    case 'CONTAINS_TOKEN':
      return actual.toLowerCase().includes((filter.value ?? '').toLowerCase().replaceAll('*', ''));
    case 'NOT_CONTAINS_TOKEN':
      return !actual.toLowerCase().includes((filter.value ?? '').toLowerCase().replaceAll('*', ''));
    default:
      throw invalidRequest(`Invalid input JSON: ${filter.operator} is not a filter operator`);
  }
}

function oneOf(actual: string, values: readonly string[] = []): boolean {
  return values.some((value) => compare(actual, value) === 0);
}

/** Numbers as numbers, instants (ISO or Unix milliseconds) as instants, the rest as lower-case text. */
function compare(a: string, b: string): number {
  const left = comparable(a);
  const right = comparable(b);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left).localeCompare(String(right));
}

function comparable(value: string): number | string {
  if (value !== '' && Number.isFinite(Number(value))) return Number(value);
  if (/^\d{4}-\d{2}-\d{2}/.test(value)) return Date.parse(value);
  return value.toLowerCase();
}

function mentions(record: HubspotRecord, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/);
  const text = Object.values(record.properties).join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

type Sort = string | { readonly propertyName: string; readonly direction?: string };

/** Ties come in no useful order, so that nobody relies on one. */
function bySort(sort: Sort | undefined): (a: HubspotRecord, b: HubspotRecord) => number {
  const name = typeof sort === 'string' ? sort : (sort?.propertyName ?? 'hs_object_id');
  const sign = typeof sort === 'object' && sort.direction === 'DESCENDING' ? -1 : 1;
  return (a, b) => {
    const ordered = compare(a.properties[name] ?? '', b.properties[name] ?? '') * sign;
    return ordered === 0 ? reversed(a.id).localeCompare(reversed(b.id)) : ordered;
  };
}

function reversed(text: string): string {
  return text.split('').reverse().join('');
}
