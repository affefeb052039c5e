// Field paths of a query (`Status`, `Owner.Name`, `Account.Owner.Email`): which field they mean, what a record has there,
// and the nested answer that the API makes of them.
import { refusal } from './errors.ts';
import { findField, findRelationship } from './fields.ts';
import type { FieldDefinition, ObjectDefinition, Row, Value } from './fields.ts';
import type { Org } from './org.ts';
import { findAnywhere } from './org.ts';

export interface RecordAnswer {
  readonly attributes: { readonly type: string; readonly url: string };
  readonly [field: string]: unknown;
}

/** The field behind a path such as `Owner.Name`. Throws INVALID_FIELD with Salesforce's pointer into the query. */
export function resolvePath(org: Org, object: ObjectDefinition, path: string, soql: string): FieldDefinition {
  const [head, ...rest] = path.split('.');
  if (rest.length === 0) return findField(object, path) ?? noColumn(path, object.name, soql);
  const targets = findRelationship(object, head ?? '')?.referenceTo ?? [];
  if (targets.length === 0) return noRelationship(head ?? '', soql);
  // A polymorphic relationship (Owner, Who, What) shows the fields of "Name": those that any of its targets has.
  const found = targets.flatMap((target) => findField(org.schema[target], rest[0] ?? '') ?? []);
  if (isObjectsName(targets, rest)) return { name: 'Type', label: 'Type', type: 'string' };
  if (rest.length > 1 && targets[0] !== undefined)
    return resolvePath(org, org.schema[targets[0]], rest.join('.'), soql);
  return found[0] ?? noColumn(rest[0] ?? '', targets.length > 1 ? 'Name' : (targets[0] ?? ''), soql);
}

/** `Owner.Type`: which object it is that a polymorphic reference leads to. Elsewhere `Type` is a field as any other. */
function isObjectsName(targets: readonly string[] | undefined, rest: readonly string[]): boolean {
  return (targets?.length ?? 0) > 1 && rest.length === 1 && rest[0] === 'Type';
}

function noColumn(field: string, object: string, soql: string): never {
  const words = `No such column '${field}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`;
  throw refusal(400, 'INVALID_FIELD', `\n${pointAt(soql, field)}\n${words}`);
}

function noRelationship(name: string, soql: string): never {
  const words = `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`;
  throw refusal(400, 'INVALID_FIELD', `\n${pointAt(soql, name)}\n${words}`);
}

function pointAt(soql: string, word: string): string {
  const at = Math.max(0, soql.indexOf(word));
  const around = soql.slice(Math.max(0, at - 40), at + 40);
  return `${around}\n${' '.repeat(Math.min(at, 40))}^\nERROR at Row:1:Column:${at + 1}`;
}

/** The value at a path of a record; null where a parent is missing. */
export function readPath(org: Org, object: ObjectDefinition, row: Row, path: string): Value {
  const [head, ...rest] = path.split('.');
  if (rest.length === 0) return row[findField(object, path)?.name ?? ''] ?? null;
  const target = follow(org, object, row, head ?? '');
  if (target === null) return null;
  if (isObjectsName(findRelationship(object, head ?? '')?.referenceTo, rest))
    return target.object.name === 'Group' ? 'Queue' : target.object.name;
  return readPath(org, target.object, target.row, rest.join('.'));
}

function follow(
  org: Org,
  object: ObjectDefinition,
  row: Row,
  relationship: string,
): { readonly object: ObjectDefinition; readonly row: Row } | null {
  const reference = findRelationship(object, relationship);
  const id = reference === undefined ? null : (row[reference.name] ?? null);
  const target = id === null ? null : findAnywhere(org, String(id));
  return target === null ? null : { object: org.schema[target.object], row: target.row };
}

/** A record as the API answers it, with the chosen columns; parents nest (`Owner: { Name }`). */
export function shape(
  org: Org,
  object: ObjectDefinition,
  row: Row,
  columns: readonly string[],
  dataPath: string,
): RecordAnswer {
  const answer: Record<string, unknown> & { attributes: RecordAnswer['attributes'] } = {
    attributes: { type: object.name, url: `${dataPath}/sobjects/${object.name}/${String(row['Id'])}` },
  };
  const { own, parents } = planOf(object, columns);
  for (const name of own) answer[name] = row[name] ?? null;
  for (const { relationship, paths, isOneOfSeveral } of parents) {
    const target = follow(org, object, row, relationship);
    if (target === null) answer[relationship] = null;
    else if (isOneOfSeveral) answer[relationship] = parent(org, target, paths, dataPath);
    else answer[relationship] = shape(org, target.object, target.row, paths, dataPath);
  }
  return answer;
}

interface Plan {
  readonly own: readonly string[];
  readonly parents: readonly {
    readonly relationship: string;
    readonly paths: readonly string[];
    readonly isOneOfSeveral: boolean;
  }[];
}

const plans = new WeakMap<readonly string[], { readonly object: ObjectDefinition; readonly plan: Plan }>();

/** Kept, as a query names the same columns for each of its records. */
function planOf(object: ObjectDefinition, columns: readonly string[]): Plan {
  const known = plans.get(columns);
  if (known?.object === object) return known.plan;
  const split = columns.map((path) => path.split('.'));
  const own = split.filter(({ length }) => length === 1).map(([path = '']) => findField(object, path)?.name ?? path);
  const byParent = Map.groupBy(
    split.filter(({ length }) => length > 1),
    ([head = '']) => head,
  );
  const plan: Plan = {
    own,
    parents: [...byParent].map(([relationship, paths]) => ({
      relationship,
      paths: paths.map(([, ...rest]) => rest.join('.')),
      isOneOfSeveral: (findRelationship(object, relationship)?.referenceTo ?? []).length > 1,
    })),
  };
  plans.set(columns, { object, plan });
  return plan;
}

function parent(
  org: Org,
  target: { readonly object: ObjectDefinition; readonly row: Row },
  paths: readonly string[],
  dataPath: string,
): RecordAnswer {
  const plain = paths.filter((path) => path !== 'Type');
  const answer = shape(org, target.object, target.row, plain, dataPath);
  return plain.length === paths.length
    ? answer
    : { ...answer, Type: target.object.name === 'Group' ? 'Queue' : target.object.name };
}
