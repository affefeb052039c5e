// Runs a SOQL query over the org's tables: parse, filter, group, sort, cut, and shape the answer as the API does. Paging is
// query-api.ts. What is not imitated is refused, not guessed.
import { parseQuery } from '@jetstreamapp/soql-parser-js';
import type { OrderByClause, Query } from '@jetstreamapp/soql-parser-js';
import { refusal } from './errors.ts';
import type { Value } from './fields.ts';
import type { Org } from './org.ts';
import { table } from './org.ts';
import { groupTerms, groupsOf, isAggregate } from './soql-groups.ts';
import type { Group } from './soql-groups.ts';
import type { RecordAnswer } from './soql-paths.ts';
import { recordShaper } from './soql-records.ts';
import { conditions, matching, objectOf, orderOf } from './soql-matching.ts';
import type { Among } from './soql-matching.ts';
import { recordTerms } from './soql-terms.ts';
import type { QueryContext, Term, Terms } from './soql-terms.ts';
import { comparable } from './soql-values.ts';
import { compileWhere } from './soql-where.ts';

/** For COUNT() the number alone is the answer and there are no records. */
export interface QueryAnswer {
  readonly totalSize: number;
  readonly count: number;
  /** Records from one place up to another, made when they are asked for: most of a long answer is never asked for. */
  records(from: number, until: number): readonly RecordAnswer[];
}

export interface QueryRequest {
  readonly soql: string;
  readonly dataPath: string;
  /** queryAll: records in the recycle bin as well. */
  readonly withDeleted: boolean;
  /** Whose time zone and week date literals go by. */
  readonly userId: string;
}

const MOST_GROUPS = 2000;
const FURTHEST_OFFSET = 2000;

/** Throws MALFORMED_QUERY, INVALID_TYPE, INVALID_FIELD and others as Salesforce does. */
export function runQuery(org: Org, request: QueryRequest): QueryAnswer {
  const query = parse(request.soql);
  const user = table(org, 'User').get(request.userId) ?? {};
  const zone = String(user['TimeZoneSidKey'] ?? 'UTC');
  return answer(
    { ...contextOf(org, query, request), zone, weekStartsOn: user['LocaleSidKey'] === 'en_US' ? 0 : 1 },
    query,
  );
}

function parse(soql: string): Query {
  try {
    return parseQuery(soql);
  } catch (error) {
    throw refusal(400, 'MALFORMED_QUERY', error instanceof Error ? error.message : String(error));
  }
}

function contextOf(
  org: Org,
  query: Query,
  { soql, dataPath, withDeleted }: QueryRequest,
): Omit<QueryContext, 'zone' | 'weekStartsOn'> {
  const object = objectOf(org, query.sObject ?? '');
  return { org, object, alias: query.sObjectAlias ?? null, soql, dataPath, withDeleted };
}

function answer(context: QueryContext, query: Query, among: Among | null = null): QueryAnswer {
  if (isGrouped(query)) return answerGroups(context, query);
  const terms = recordTerms(context);
  const shaped = isCount(query) ? null : recordShaper(context, query, childrenOf);
  const { rows: found, inOrder } = matching(context, query, among, furthest(query));
  const rows = cut(query, inOrder ? found : sorted(query, found, terms));
  if (shaped === null) return { totalSize: rows.length, count: 0, records: () => [] };
  const records = (from: number, until: number) => rows.slice(from, until).map((row) => shaped(row));
  return { totalSize: rows.length, count: rows.length, records };

  function childrenOf(children: Query, field: string, parentId: string): readonly RecordAnswer[] {
    const object = objectOf(context.org, children.sObject ?? '');
    const inner = { ...context, object, alias: children.sObjectAlias ?? null };
    return answer(inner, children, { field, parentId }).records(0, Infinity);
  }
}

function isCount({ fields = [] }: Query): boolean {
  const [field] = fields;
  return (
    fields.length === 1 &&
    field?.type === 'FieldFunctionExpression' &&
    isAggregate(field) &&
    field.parameters.length === 0
  );
}

function isGrouped(query: Query): boolean {
  if (query.groupBy !== undefined) return true;
  return (
    !isCount(query) &&
    (query.fields ?? []).some((field) => field.type === 'FieldFunctionExpression' && isAggregate(field))
  );
}

function furthest({ offset = 0, limit = Infinity }: Query): number {
  return offset + limit;
}

function answerGroups(context: QueryContext, query: Query): QueryAnswer {
  const terms = groupTerms(context, query);
  const columns = columnsOfGroups(query, terms);
  const having =
    query.having === undefined ? () => true : compileWhere(query.having, conditions(context, terms)).matches;
  const groups = groupsOf(context, query, matching(context, query).rows).filter(having);
  const rows = cut(query, sorted(query, [...groups], terms));
  if (rows.length > MOST_GROUPS) {
    const words = 'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch';
    throw refusal(400, 'EXCEEDED_ID_LIMIT', words);
  }
  const attributes = { type: 'AggregateResult' } as RecordAnswer['attributes'];
  const records = rows.map((group) => ({
    attributes,
    ...Object.fromEntries(columns.map(({ name, term }) => [name, term.read(group)])),
  }));
  return { totalSize: rows.length, count: rows.length, records: (from, until) => records.slice(from, until) };
}

function columnsOfGroups(
  { fields = [] }: Query,
  terms: Terms<Group>,
): readonly { readonly name: string; readonly term: Term<Group> }[] {
  let unnamed = 0;
  return fields.map((field) => {
    switch (field.type) {
      case 'Field':
        return { name: field.alias ?? field.field, term: terms.field(field.field) };
      case 'FieldRelationship': {
        const path = [...field.relationships, field.field].join('.');
        return { name: 'alias' in field ? field.alias : field.field, term: terms.field(path) };
      }
      case 'FieldFunctionExpression': {
        const name = field.alias ?? `expr${unnamed}`;
        if (field.alias === undefined) unnamed += 1;
        return { name, term: terms.fn(field) };
      }
      case 'FieldSubquery':
      case 'FieldTypeof':
        throw refusal(400, 'MALFORMED_QUERY', 'a grouped query selects groups and aggregates only');
    }
  });
}

function cut<Subject>(query: Query, subjects: readonly Subject[]): readonly Subject[] {
  const start = query.offset ?? 0;
  if (start > FURTHEST_OFFSET) {
    throw refusal(400, 'NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${FURTHEST_OFFSET}`);
  }
  return subjects.slice(start, query.limit === undefined ? undefined : start + query.limit);
}

function sorted<Subject>(query: Query, subjects: Subject[], terms: Terms<Subject>): readonly Subject[] {
  const criteria = orderOf(query).map((clause) => ({
    clause,
    term: 'fn' in clause ? terms.fn(clause.fn) : terms.field(clause.field),
  }));
  const keyOf = ({ field, read }: Term<Subject>, subject: Subject) => comparable(field, read(subject));
  const keyed = subjects.map((subject) => ({ subject, keys: criteria.map(({ term }) => keyOf(term, subject)) }));
  keyed.sort((a, b) => {
    for (const [index, { clause }] of criteria.entries()) {
      const order = byValue(a.keys[index] ?? null, b.keys[index] ?? null, clause);
      if (order !== 0) return order;
    }
    return 0;
  });
  return keyed.map(({ subject }) => subject);
}

// Empty values come first in either direction unless the query says NULLS LAST.
function byValue(a: Value, b: Value, { order, nulls }: OrderByClause): number {
  if (a === b) return 0;
  if (a === null) return nulls === 'LAST' ? 1 : -1;
  if (b === null) return nulls === 'LAST' ? -1 : 1;
  return (a < b ? -1 : 1) * (order === 'DESC' ? -1 : 1);
}
