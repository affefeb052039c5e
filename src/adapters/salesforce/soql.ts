// The only module that writes SOQL. Names must look like names, every value becomes a literal here, so nothing that a
// person typed can ever change what a query asks.
import { Fault } from '#kernel/errors.ts';

export type Literal = string | number | boolean | Date | null;

/** A condition or a whole query, written by this module alone. */
export interface Soql {
  readonly soql: string;
}

export interface Select {
  /** Field paths such as `Owner.Name`; each is taken once. */
  readonly select: readonly string[];
  readonly from: string;
  readonly where?: Soql;
  /** For each record those that point at it. */
  readonly children?: Children;
  /** At most 2,000 rows come of it. */
  readonly groupBy?: readonly string[];
  readonly orderBy?: readonly string[];
  readonly limit?: number;
}

interface Children {
  /** As the parent calls them, `CampaignMembers`. */
  readonly relationship: string;
  readonly select: readonly string[];
  readonly orderBy: readonly string[];
  /** Of each parent. */
  readonly limit: number;
}

/** A query. Throws Fault `invalid_input` for a name that is none. */
export function select(query: Select): Soql {
  const columns = [...new Set(query.select)].map(name);
  if (query.children !== undefined) columns.push(childrenOf(query.children));
  const parts = [`SELECT ${columns.join(', ')} FROM ${name(query.from)}`];
  if (query.where !== undefined) parts.push(`WHERE ${query.where.soql}`);
  if (query.groupBy !== undefined) parts.push(`GROUP BY ${query.groupBy.map(name).join(', ')}`);
  if (query.orderBy !== undefined) parts.push(`ORDER BY ${query.orderBy.map(name).join(', ')}`);
  if (query.limit !== undefined) parts.push(`LIMIT ${Math.trunc(query.limit)}`);
  return { soql: parts.join(' ') };
}

function childrenOf({ relationship, select: fields, orderBy, limit }: Children): string {
  return `(${select({ select: fields, from: relationship, orderBy, limit }).soql})`;
}

export interface Aggregate {
  readonly from: string;
  readonly where?: Soql;
  /** What rows are told apart by, each under the name that the answer shall have; at most 2,000 rows come of it. */
  readonly groupBy?: readonly Group[];
  /** Fields that are summed up, by the name of the sum. */
  readonly sums?: Readonly<Record<string, string>>;
}

interface Group {
  readonly field: string;
  readonly as: string;
  /** The field's calendar day in the zone of our own user. */
  readonly day?: boolean;
}

/** A count, as `total`, and sums. Throws Fault `invalid_input` for a name that is none. */
export function aggregate({ from, where, groupBy = [], sums = {} }: Aggregate): Soql {
  const groups = groupBy.map((group) => ({ ...group, term: termOf(group) }));
  const columns = [
    ...groups.map(({ term, as }) => `${term} ${name(as)}`),
    'COUNT(Id) total',
    ...Object.entries(sums).map(([as, field]) => `SUM(${name(field)}) ${name(as)}`),
  ];
  const parts = [`SELECT ${columns.join(', ')} FROM ${name(from)}`];
  if (where !== undefined) parts.push(`WHERE ${where.soql}`);
  if (groups.length > 0) parts.push(`GROUP BY ${groups.map(({ term }) => term).join(', ')}`);
  return { soql: parts.join(' ') };
}

function termOf({ field, day = false }: Group): string {
  return day ? `DAY_ONLY(convertTimezone(${name(field)}))` : name(field);
}

type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** `compare('Name', '=', "O'Brien")` is `Name = 'O\'Brien'`. */
export function compare(field: string, operator: Comparison, value: Literal): Soql {
  return { soql: `${name(field)} ${operator} ${literal(value)}` };
}

/** `field IN (...)`. Throws Fault `invalid_input` for an empty list, which SOQL does not have. */
export function isIn(field: string, values: readonly Literal[]): Soql {
  if (values.length === 0) throw new Fault('invalid_input', 'a SOQL IN needs at least one value');
  return { soql: `${name(field)} IN (${values.map(literal).join(', ')})` };
}

/** `field IN (SELECT ...)`: one of the values that a query of one column answers. */
export function isAmong(field: string, query: Soql): Soql {
  return { soql: `${name(field)} IN (${query.soql})` };
}

/** All of the conditions; each is put in parentheses, because SOQL refuses AND beside OR without them. */
export function all(...conditions: readonly Soql[]): Soql {
  return { soql: conditions.map((condition) => `(${condition.soql})`).join(' AND ') };
}

/** Any of the conditions. */
export function any(...conditions: readonly Soql[]): Soql {
  return { soql: conditions.map((condition) => `(${condition.soql})`).join(' OR ') };
}

/** What changed after a place in the order of SystemModstamp and Id; with an empty id, from that instant on. */
export function strictlyAfter({ at, id }: { readonly at: Date; readonly id: string }): Soql {
  // The first condition alone uses Salesforce's index; the second only drops what was seen at exactly that time.
  const since = compare('SystemModstamp', '>=', at);
  if (id === '') return since;
  return all(since, any(compare('SystemModstamp', '>', at), compare('Id', '>', id)));
}

const NAME = /^[A-Za-z]\w*(\.[A-Za-z]\w*){0,5}$/;

/** Whether a text can be a field path or an object's name. */
function isName(text: string): boolean {
  return NAME.test(text);
}

function name(text: string): string {
  if (isName(text)) return text;
  throw new Fault('invalid_input', `not a Salesforce field or object name: ${JSON.stringify(text)}`);
}

function literal(value: Literal): string {
  if (value === null) return 'null';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string') return `'${escape(value)}'`;
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Fault('invalid_input', 'SOQL has no such number');
  return String(value);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

// Control characters that SOQL has no escape for cannot be in a stored value either; as spaces they match nothing.
function escape(text: string): string {
  return text.replace(/[\\'"\n\r\t\b\f]/g, (character) => ESCAPES[character] ?? ' ').replace(/\p{Cc}/gu, ' ');
}
