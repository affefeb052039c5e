// What a filter of a search means, in HubSpot's operators. Pure.
import { invalidRequest } from './errors.ts';
import type { HubspotRecord } from './model.ts';
import { isEmpty } from './validate.ts';

export interface Filter {
  readonly propertyName: string;
  readonly operator: string;
  readonly value?: string;
  readonly highValue?: string;
  readonly values?: readonly string[];
}

/** Each operator needs its own kind of value. Throws 400. */
export function checkFilter({ operator, propertyName, value, highValue, values }: Filter): void {
  if (operator === 'HAS_PROPERTY' || operator === 'NOT_HAS_PROPERTY') return;
  const missing =
    operator === 'IN' || operator === 'NOT_IN'
      ? values === undefined
      : value === undefined || (operator === 'BETWEEN' && highValue === undefined);
  if (missing) throw invalidRequest(`Invalid input JSON: ${operator} on ${propertyName} needs a value`);
}

export function fits(filter: Filter, record: HubspotRecord): boolean {
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
export function compare(a: string, b: string): number {
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

/**
 * The instants (both included, Unix milliseconds) between which filters on one property leave anything, where there are
 * such; the rest of the filters beside.
 */
export function windowOf(
  filters: readonly Filter[],
  property: string,
): { readonly low: number; readonly high: number; readonly rest: readonly Filter[] } {
  let [low, high] = [-Infinity, Infinity];
  const rest: Filter[] = [];
  for (const filter of filters) {
    const at = comparable(filter.value ?? '');
    if (filter.propertyName !== property || typeof at !== 'number') rest.push(filter);
    else if (filter.operator === 'GT') low = Math.max(low, at + 1);
    else if (filter.operator === 'GTE') low = Math.max(low, at);
    else if (filter.operator === 'LT') high = Math.min(high, at - 1);
    else if (filter.operator === 'LTE') high = Math.min(high, at);
    else if (filter.operator === 'EQ') [low, high] = [Math.max(low, at), Math.min(high, at)];
    else rest.push(filter);
  }
  return { low, high, rest };
}
