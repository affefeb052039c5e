// The SELECT list of a query over records: which columns there are, and each record in the shape of the API, with its
// parents, children and functions.
import type {
  FieldFunctionExpression,
  FieldType as SelectedField,
  FieldTypeOf,
  Query,
  Subquery,
} from '@jetstreamapp/soql-parser-js';
import { refusal } from './errors.ts';
import { childrenOf, findRelationship, isCustom } from './fields.ts';
import type { Row } from './fields.ts';
import { findAnywhere } from './org.ts';
import type { RecordAnswer } from './soql-paths.ts';
import { readPath, shape } from './soql-paths.ts';
import type { QueryContext, Term } from './soql-terms.ts';
import { recordTerms, withoutAlias } from './soql-terms.ts';

const MOST_WITH_ALL_FIELDS = 200;

interface Column {
  readonly paths: readonly string[];
  /** What it adds to a record's answer beside plain fields. */
  readonly extra?: (row: Row) => Readonly<Record<string, unknown>>;
}

/** Answers the children of one record, given the query about them and the field that leads back. */
export type AnswerChildren = (query: Query, field: string, parentId: string) => readonly RecordAnswer[];

/** How the query's records are answered. Throws INVALID_FIELD and MALFORMED_QUERY. */
export function recordShaper(
  context: QueryContext,
  query: Query,
  answerChildren: AnswerChildren,
): (row: Row) => RecordAnswer {
  const { org, object, dataPath } = context;
  const columns = (query.fields ?? []).map((field, index) => columnOf(context, query, field, index, answerChildren));
  const paths = columns.flatMap((column) => column.paths);
  for (const path of paths) recordTerms(context).field(path);
  return (row) => {
    const answer = shape(org, object, row, paths, dataPath);
    const extras = columns.map(({ extra }) => extra?.(row) ?? {});
    return extras.length === 0 ? answer : Object.assign(answer, ...extras);
  };
}

function columnOf(
  context: QueryContext,
  query: Query,
  field: SelectedField,
  index: number,
  answerChildren: AnswerChildren,
): Column {
  switch (field.type) {
    case 'Field':
      return { paths: [withoutAlias(context, field.field)] };
    case 'FieldRelationship':
      return { paths: [withoutAlias(context, [...field.relationships, field.field].join('.'))] };
    case 'FieldFunctionExpression':
      return functionColumn(context, query, field, index);
    case 'FieldSubquery':
      return { paths: [], extra: childrenColumn(context, field.subquery, answerChildren) };
    case 'FieldTypeof':
      return { paths: [], extra: typeofColumn(context, field) };
  }
}

function functionColumn(context: QueryContext, query: Query, call: FieldFunctionExpression, index: number): Column {
  if (call.functionName.toUpperCase() === 'FIELDS') return { paths: allFields(context, query, call) };
  const term: Term<Row> = recordTerms(context).fn(call);
  const [parameter] = call.parameters;
  const name = call.alias ?? (typeof parameter === 'string' ? term.field.name : `expr${index}`);
  return { paths: [], extra: (row) => ({ [name]: term.read(row) }) };
}

function allFields({ object }: QueryContext, query: Query, call: FieldFunctionExpression): readonly string[] {
  const [parameter] = call.parameters;
  const which = typeof parameter === 'string' ? parameter.toUpperCase() : '';
  if (which !== 'STANDARD' && !((query.limit ?? Infinity) <= MOST_WITH_ALL_FIELDS)) {
    const words = `The SOQL FIELDS function must have a LIMIT of at most ${MOST_WITH_ALL_FIELDS}`;
    throw refusal(400, 'MALFORMED_QUERY', words);
  }
  const fields = object.fields.filter((field) => which === 'ALL' || isCustom(field) === (which === 'CUSTOM'));
  return fields.map(({ name }) => name);
}

function childrenColumn(
  { org, object }: QueryContext,
  subquery: Subquery,
  answerChildren: AnswerChildren,
): (row: Row) => Readonly<Record<string, unknown>> {
  const { relationshipName, ...rest } = subquery;
  const relationship = childrenOf(org.schema, object).find(
    ({ name }) => name.toLowerCase() === relationshipName.toLowerCase(),
  );
  if (relationship === undefined) {
    const words = `Didn't understand relationship '${relationshipName}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`;
    throw refusal(400, 'INVALID_TYPE', words);
  }
  const { name, child, field } = relationship;
  return (row) => {
    const records = answerChildren({ ...rest, sObject: child }, field, String(row['Id']));
    return { [name]: records.length === 0 ? null : { totalSize: records.length, done: true, records } };
  };
}

function typeofColumn(
  { org, object, dataPath }: QueryContext,
  { field, conditions }: FieldTypeOf,
): (row: Row) => Readonly<Record<string, unknown>> {
  const reference = findRelationship(object, field);
  if (reference === undefined) throw refusal(400, 'INVALID_FIELD', `Didn't understand relationship '${field}'`);
  return (row) => {
    const target = findAnywhere(org, String(readPath(org, object, row, reference.name) ?? ''));
    if (target === null) return { [field]: null };
    const chosen =
      conditions.find(({ type, objectType }) => type === 'WHEN' && objectType === target.object) ??
      conditions.find(({ type }) => type === 'ELSE');
    const columns = chosen?.fieldList ?? [];
    return { [field]: shape(org, org.schema[target.object], target.row, columns, dataPath) };
  };
}
