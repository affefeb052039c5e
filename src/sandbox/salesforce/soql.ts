// Runs a SOQL query over the org's tables: parse, check every column, filter, sort, cut, and shape the records as the
// API answers them. Paging is query-api.ts; aggregates but COUNT() are refused, not guessed.
import { parseQuery } from '@jetstreamapp/soql-parser-js';
import type {
  FieldType as SelectedField,
  OrderByClause,
  OrderByFieldClause,
  Query,
} from '@jetstreamapp/soql-parser-js';
import { refusal } from './errors.ts';
import type { ObjectDefinition, Row, Value } from './fields.ts';
import type { Org } from './org.ts';
import { table } from './org.ts';
import type { RecordAnswer } from './soql-paths.ts';
import { readPath, resolvePath, shape } from './soql-paths.ts';
import { comparable } from './soql-values.ts';
import { compileWhere } from './soql-where.ts';

/** For COUNT() the number alone is the answer and `records` is empty. */
export interface QueryAnswer {
  readonly totalSize: number;
  readonly records: readonly RecordAnswer[];
}

/** Runs a query. `withDeleted` is queryAll. Throws MALFORMED_QUERY, INVALID_TYPE or INVALID_FIELD as Salesforce does. */
export function runQuery(org: Org, soql: string, dataPath: string, withDeleted: boolean): QueryAnswer {
  const query = parse(soql);
  const object = objectOf(org, query.sObject ?? '');
  const resolve = (path: string) => resolvePath(org, object, path, soql);
  const columns = (query.fields ?? []).map((field) => column(field)).filter((path) => path !== null);
  for (const path of columns) resolve(path);
  const predicate = query.where === undefined ? () => true : compileWhere(query.where, resolve);
  const rows = [...table(org, object.name).values()].filter(
    (row) => (withDeleted || row['IsDeleted'] !== true) && predicate((path) => readPath(org, object, row, path)),
  );
  if (columns.length === 0) return { totalSize: rows.length, records: [] };
  sortRows(rows, query.orderBy ?? [], (row, path) => comparable(resolve(path), readPath(org, object, row, path)));
  const start = query.offset ?? 0;
  const cut = rows.slice(start, query.limit === undefined ? undefined : start + query.limit);
  return { totalSize: cut.length, records: cut.map((row) => shape(org, object, row, columns, dataPath)) };
}

function parse(soql: string): Query {
  let query: Query;
  try {
    query = parseQuery(soql);
  } catch (error) {
    throw refusal(400, 'MALFORMED_QUERY', error instanceof Error ? error.message : String(error));
  }
  if (query.groupBy !== undefined || query.having !== undefined) {
    throw refusal(400, 'MALFORMED_QUERY', 'this sandbox does not imitate GROUP BY and HAVING');
  }
  return query;
}

/** The object of a name as written in a URL or query. Throws INVALID_TYPE. */
export function objectOf(org: Org, name: string): ObjectDefinition {
  const found = Object.values(org.schema).find((object) => object.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const words = `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`;
  throw refusal(400, 'INVALID_TYPE', words);
}

function column(field: SelectedField): string | null {
  if (field.type === 'Field') return field.field;
  if (field.type === 'FieldRelationship') return [...field.relationships, field.field].join('.');
  const count =
    field.type === 'FieldFunctionExpression' && field.functionName === 'COUNT' && field.parameters.length === 0;
  if (count) return null;
  throw refusal(400, 'MALFORMED_QUERY', 'this sandbox does not imitate functions and subqueries in SELECT');
}

function sortRows(
  rows: Row[],
  orderBy: OrderByClause | readonly OrderByClause[],
  read: (row: Row, path: string) => Value,
): void {
  const criteria = (Array.isArray(orderBy) ? (orderBy as readonly OrderByClause[]) : [orderBy as OrderByClause]).map(
    (criterion) => {
      if ('field' in criterion) return criterion;
      throw refusal(400, 'MALFORMED_QUERY', 'this sandbox does not imitate functions in ORDER BY');
    },
  );
  const keys = new Map(rows.map((row) => [row, criteria.map((criterion) => read(row, criterion.field))]));
  rows.sort((a, b) => {
    for (const [index, criterion] of criteria.entries()) {
      const order = byValue(keys.get(a)?.[index] ?? null, keys.get(b)?.[index] ?? null, criterion);
      if (order !== 0) return order;
    }
    return 0;
  });
}

// Empty values come first in either direction unless the query says NULLS LAST.
function byValue(a: Value, b: Value, { order, nulls }: OrderByFieldClause): number {
  if (a === b) return 0;
  if (a === null) return nulls === 'LAST' ? 1 : -1;
  if (b === null) return nulls === 'LAST' ? -1 : 1;
  return (a < b ? -1 : 1) * (order === 'DESC' ? -1 : 1);
}
