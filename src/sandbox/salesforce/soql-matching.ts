// The rows that a query is about: those of its WHERE, found by an index where there is one for it.
import type { OrderByClause, Query } from '@jetstreamapp/soql-parser-js';
import { refusal } from './errors.ts';
import type { ObjectDefinition, Row, Value } from './fields.ts';
import type { Org } from './org.ts';
import { candidates } from './soql-candidates.ts';
import { recordTerms } from './soql-terms.ts';
import type { QueryContext, Terms } from './soql-terms.ts';
import { compileWhere } from './soql-where.ts';
import type { ConditionContext } from './soql-where.ts';
import { rowsWhere } from './table-index.ts';

/** The object of a name as written in a URL or query. Throws INVALID_TYPE. */
export function objectOf(org: Org, name: string): ObjectDefinition {
  const found = Object.values(org.schema).find((object) => object.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const words = `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`;
  throw refusal(400, 'INVALID_TYPE', words);
}

export interface Matching {
  readonly rows: Row[];
  readonly inOrder: boolean;
}

/** Of the children of a record: the field that leads back to it. */
export interface Among {
  readonly field: string;
  readonly parentId: string;
}

/** No more than `most` are looked for where they come in the order that was asked for. */
export function matching(context: QueryContext, query: Query, among: Among | null = null, most = Infinity): Matching {
  const where = query.where === undefined ? null : compileWhere(query.where, conditions(context, recordTerms(context)));
  const { rows, inOrder } =
    among === null
      ? candidates(context, where?.needs ?? [], orderOf(query))
      : { rows: rowsWhere(context.org, context.object.name, among.field, [among.parentId]), inOrder: false };
  const isArchived = archiveOf(context);
  const isInSight = (row: Row) => row['IsDeleted'] !== true && !isArchived(row);
  const found: Row[] = [];
  for (const row of rows) {
    if (inOrder && found.length >= most) break;
    if ((context.withDeleted || isInSight(row)) && where?.matches(row) !== false) found.push(row);
  }
  return { rows: found, inOrder };
}

const ARCHIVED_AFTER_MS = 365 * 86_400_000;

/** Events and finished tasks of more than a year ago are shown to queryAll alone. */
function archiveOf({ org, object }: QueryContext): (row: Row) => boolean {
  const before = org.clock.now().getTime() - ARCHIVED_AFTER_MS;
  const isOld = (time: Value | undefined) => Date.parse(String(time)) < before;
  if (object.name === 'Event') return (row) => isOld(row['EndDateTime']);
  if (object.name === 'Task')
    return (row) => row['IsClosed'] === true && isOld(row['ActivityDate'] ?? row['CreatedDate']);
  return () => false;
}

export function orderOf({ orderBy }: Query): readonly OrderByClause[] {
  return orderBy === undefined ? [] : [orderBy].flat();
}

export function conditions<Subject>(context: QueryContext, terms: Terms<Subject>): ConditionContext<Subject> {
  const { org, zone, weekStartsOn } = context;
  return { terms, now: org.clock.now(), zone, weekStartsOn, valuesOf: (query) => columnOf(context, query) };
}

/** A semi-join: the only column of a subquery. */
function columnOf(context: QueryContext, query: Query): readonly Value[] {
  const object = objectOf(context.org, query.sObject ?? '');
  const inner = { ...context, object, alias: query.sObjectAlias ?? null };
  const [field, ...more] = query.fields ?? [];
  if (field === undefined || more.length > 0 || (field.type !== 'Field' && field.type !== 'FieldRelationship')) {
    throw refusal(400, 'MALFORMED_QUERY', 'a semi join query must select one field');
  }
  const path = field.type === 'Field' ? field.field : [...field.relationships, field.field].join('.');
  const { read } = recordTerms(inner).field(path);
  return matching(inner, query)
    .rows.map((row) => read(row))
    .filter((value) => value !== null);
}
