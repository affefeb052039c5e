// GROUP BY with its aggregates, ROLLUP and CUBE: records in groups, and what may be said of a group. At most 2,000 groups
// are answered, as queryMore does not go on with them.
import type { GroupByClause, Query } from '@jetstreamapp/soql-parser-js';
import { refusal } from './errors.ts';
import type { FieldDefinition, Row, Value } from './fields.ts';
import type { FunctionCall, QueryContext, Term, Terms } from './soql-terms.ts';
import { recordTerms, unknownFunction, withoutAlias } from './soql-terms.ts';
import { comparable } from './soql-values.ts';

export interface Group {
  readonly rows: readonly Row[];
  /** By the name of what was grouped by; null where a subtotal leaves it out. */
  readonly keys: ReadonlyMap<string, Value>;
  /** Names that a subtotal leaves out. */
  readonly leftOut: ReadonlySet<string>;
}

interface Grouping {
  readonly name: string;
  readonly term: Term<Row>;
}

const AGGREGATES = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']);

export function isAggregate({ functionName = '' }: FunctionCall): boolean {
  return AGGREGATES.has(functionName.toUpperCase());
}

/** The groups of a query's records. Without GROUP BY all of them are one. */
export function groupsOf(context: QueryContext, query: Query, rows: readonly Row[]): readonly Group[] {
  const clauses = clausesOf(query);
  if (clauses.length === 0) return [{ rows, keys: new Map(), leftOut: new Set() }];
  const groupings = groupingsOf(context, query);
  return setsOf(clauses, groupings).flatMap((kept) => {
    const leftOut = new Set(groupings.filter((each) => !kept.includes(each)).map(({ name }) => name));
    const byKey = Map.groupBy(rows, (row) => JSON.stringify(kept.map(({ term }) => keyOf(term, row))));
    return [...byKey.values()].map((members): Group => {
      const [first] = members;
      const keys = groupings.map(({ name, term }) => {
        const value = first === undefined || leftOut.has(name) ? null : term.read(first);
        return [name, value] as const;
      });
      return { rows: members, keys: new Map(keys), leftOut };
    });
  });
}

function clausesOf({ groupBy }: Query): readonly GroupByClause[] {
  return groupBy === undefined ? [] : [groupBy].flat();
}

/** Text is grouped without regard to case, as it is compared. */
function keyOf({ field, read }: Term<Row>, row: Row): unknown {
  return comparable(field, read(row));
}

function groupingsOf(context: QueryContext, query: Query): readonly Grouping[] {
  const terms = recordTerms(context);
  return clausesOf(query).flatMap((clause): readonly Grouping[] => {
    if ('field' in clause) return [{ name: nameOf(context, clause.field), term: terms.field(clause.field) }];
    const { fn } = clause;
    if (!isSubtotal(fn)) return [{ name: callName(fn), term: terms.fn(fn) }];
    return (fn.parameters ?? []).map((parameter) =>
      typeof parameter === 'string'
        ? { name: nameOf(context, parameter), term: terms.field(parameter) }
        : { name: callName(parameter), term: terms.fn(parameter) },
    );
  });
}

function isSubtotal({ functionName = '' }: FunctionCall): boolean {
  return ['ROLLUP', 'CUBE'].includes(functionName.toUpperCase());
}

/** What is grouped by in turn: everything, and for ROLLUP and CUBE also less and less of it. */
function setsOf(clauses: readonly GroupByClause[], groupings: readonly Grouping[]): readonly (readonly Grouping[])[] {
  const [first] = clauses;
  const subtotal = first !== undefined && 'fn' in first ? first.fn.functionName?.toUpperCase() : undefined;
  if (subtotal === 'ROLLUP')
    return [...groupings.keys(), groupings.length].map((n) => groupings.slice(0, n)).toReversed();
  if (subtotal !== 'CUBE') return [groupings];
  const masks = Array.from({ length: 2 ** groupings.length }, (_, mask) => mask).toReversed();
  return masks.map((mask) => groupings.filter((__, index) => (mask & (2 ** index)) !== 0));
}

/** What HAVING, ORDER BY and SELECT may name of a group: what it is grouped by, and aggregates over it. */
export function groupTerms(context: QueryContext, query: Query): Terms<Group> {
  const groupings = groupingsOf(context, query);
  const terms = recordTerms(context);

  function grouped(name: string): Term<Group> | null {
    const found = groupings.find((each) => each.name === name);
    return found === undefined ? null : { field: found.term.field, read: ({ keys }) => keys.get(name) ?? null };
  }

  function field(path: string): Term<Group> {
    const found = grouped(nameOf(context, path));
    if (found !== null) return found;
    const aliased = (query.fields ?? []).find(
      (each) => 'alias' in each && each.alias?.toLowerCase() === path.toLowerCase(),
    );
    if (aliased?.type === 'FieldFunctionExpression') return fn(aliased);
    terms.field(path);
    throw refusal(400, 'MALFORMED_QUERY', `Field must be grouped or aggregated: ${path}`);
  }

  function fn(call: FunctionCall): Term<Group> {
    const found = grouped(callName(call));
    if (found !== null) return found;
    const name = (call.functionName ?? '').toUpperCase();
    const [parameter] = call.parameters ?? [];
    if (name === 'GROUPING' && typeof parameter === 'string') {
      const about = nameOf(context, parameter);
      return { field: whole(name), read: ({ leftOut }) => (leftOut.has(about) ? 1 : 0) };
    }
    if (!isAggregate(call)) throw unknownFunction(call.functionName ?? '');
    if (parameter === undefined) return { field: whole(name), read: ({ rows }) => rows.length };
    const inner = typeof parameter === 'string' ? terms.field(parameter) : terms.fn(parameter);
    return aggregate(name, inner);
  }

  return { field, fn };
}

function aggregate(name: string, { field, read }: Term<Row>): Term<Group> {
  const values = (rows: readonly Row[]) => rows.map((row) => read(row)).filter((value) => value !== null);
  const numeric = ['int', 'double', 'currency', 'percent'].includes(field.type);
  switch (name) {
    case 'COUNT':
      return { field: whole(name), read: ({ rows }) => values(rows).length };
    case 'COUNT_DISTINCT':
      return {
        field: whole(name),
        read: ({ rows }) => new Set(values(rows).map((value) => comparable(field, value))).size,
      };
    case 'MIN':
    case 'MAX':
      return { field, read: ({ rows }) => extreme(values(rows), field, name === 'MIN' ? -1 : 1) };
    default:
      if (!numeric)
        throw refusal(400, 'MALFORMED_QUERY', `field ${field.name} does not support aggregate operator ${name}`);
      return {
        field: { ...field, type: 'double' },
        read({ rows }) {
          const numbers = values(rows).map(Number);
          if (numbers.length === 0) return null;
          const sum = numbers.reduce((total, each) => total + each, 0);
          return name === 'SUM' ? sum : sum / numbers.length;
        },
      };
  }
}

function extreme(values: readonly Value[], field: FieldDefinition, sign: -1 | 1): Value {
  let best: Value = null;
  for (const value of values) {
    const [left, right] = [comparable(field, value), comparable(field, best)];
    if (best === null || (left !== null && right !== null && (left > right ? 1 : -1) === sign && left !== right))
      best = value;
  }
  return best;
}

function whole(name: string): FieldDefinition {
  return { name, label: name, type: 'int' };
}

function nameOf(context: QueryContext, path: string): string {
  return withoutAlias(context, path).toLowerCase();
}

function callName({ rawValue = '' }: FunctionCall): string {
  return rawValue.replaceAll(/\s/g, '').toLowerCase();
}
