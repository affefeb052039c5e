// What a query may name of a record: fields, fields of parents, and functions over them. A term knows the type of what it
// reads, so that literals can be checked against it.
import type { FieldFunctionExpression, FunctionExp } from '@jetstreamapp/soql-parser-js';
import { refusal } from './errors.ts';
import type { FieldDefinition, ObjectDefinition, Row, Value } from './fields.ts';
import type { Org } from './org.ts';
import { functionOf } from './soql-functions.ts';
import { readPath, resolvePath } from './soql-paths.ts';

export interface Term<Subject> {
  readonly field: FieldDefinition;
  readonly read: (subject: Subject) => Value;
}

/** How conditions and orders reach what they compare: of a record, or of a group of records. */
export interface Terms<Subject> {
  /** Throws INVALID_FIELD. */
  field(path: string): Term<Subject>;
  /** Throws MALFORMED_QUERY. */
  fn(call: FunctionCall): Term<Subject>;
}

export type FunctionCall = FunctionExp | FieldFunctionExpression;

/** One query, or subquery, and whose it is. */
export interface QueryContext {
  readonly org: Org;
  readonly object: ObjectDefinition;
  /** `l` in `FROM Lead l`. */
  readonly alias: string | null;
  readonly soql: string;
  readonly dataPath: string;
  readonly withDeleted: boolean;
  /** The running user's. */
  readonly zone: string;
  readonly weekStartsOn: 0 | 1;
}

/** The terms of a record. */
export function recordTerms(context: QueryContext): Terms<Row> {
  const { org, object, soql } = context;

  function field(path: string): Term<Row> {
    const own = withoutAlias(context, path);
    const definition = resolvePath(org, object, own, soql);
    const { name } = definition;
    return {
      field: definition,
      read: own.includes('.') ? (row) => readPath(org, object, row, own) : (row) => row[name] ?? null,
    };
  }

  function fn({ functionName = '', parameters = [] }: FunctionCall): Term<Row> {
    const [parameter] = parameters;
    if (parameter === undefined || parameters.length > 1) throw unknownFunction(functionName);
    const { path, zone } = argument(parameter);
    const inner = field(path);
    const found = functionOf(functionName, inner.field, zone);
    if (found === null) throw unknownFunction(functionName);
    return { field: found.field, read: (row) => found.apply(inner.read(row)) };
  }

  function argument(parameter: string | FunctionCall): { readonly path: string; readonly zone: string } {
    if (typeof parameter === 'string') return { path: parameter, zone: 'UTC' };
    const [inner] = parameter.parameters ?? [];
    if (parameter.functionName?.toLowerCase() !== 'converttimezone' || typeof inner !== 'string') {
      throw unknownFunction(parameter.functionName ?? '');
    }
    return { path: inner, zone: context.zone };
  }

  return { field, fn };
}

/** `Name` for `l.Name` in a query `FROM Lead l`. */
export function withoutAlias({ alias }: QueryContext, path: string): string {
  return alias !== null && path.toLowerCase().startsWith(`${alias.toLowerCase()}.`)
    ? path.slice(alias.length + 1)
    : path;
}

export function unknownFunction(name: string): Error {
  return refusal(400, 'MALFORMED_QUERY', `the function ${name} cannot be used here`);
}
