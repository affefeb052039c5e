// Which rows of a table a query has to look at, and in which order they come: by an index where a condition or the order
// names one, else all. Decides nothing: whoever asks still tests each row.
import type { OrderByClause } from '@jetstreamapp/soql-parser-js';
import { findField } from './fields.ts';
import type { Row, Value } from './fields.ts';
import { parseId } from './ids.ts';
import { table } from './org.ts';
import { withoutAlias } from './soql-terms.ts';
import type { QueryContext } from './soql-terms.ts';
import type { Need } from './soql-where.ts';
import { lowerBound, rowsById, rowsSince, rowsWhere } from './table-index.ts';

export interface Candidates {
  readonly rows: Iterable<Row>;
  /** Whether they come in the order that was asked for. */
  readonly inOrder: boolean;
}

type Clauses = readonly OrderByClause[];

export function candidates(context: QueryContext, needs: readonly Need[], orderBy: Clauses): Candidates {
  const { org, object } = context;
  const of = (name: string) => needs.filter(({ path }) => withoutAlias(context, path).toLowerCase() === name);
  const some = rowsWithIds(context, of('id')) ?? rowsPointingAt(context, needs);
  if (some !== null) return { rows: some, inOrder: false };
  const since = earliest(of('systemmodstamp'));
  const isStamped = findField(object, 'SystemModstamp') !== undefined;
  if (isStamped && (since !== null || isBy(context, orderBy, 'systemmodstamp'))) {
    const rows = rowsSince(org, object.name, since ?? Number.NEGATIVE_INFINITY);
    return { rows, inOrder: isByStamp(context, orderBy) };
  }
  const inOrder = isBy(context, orderBy, 'id');
  const bounds = of('id').filter(({ operator }) => operator.startsWith('>') || operator.startsWith('<'));
  if (inOrder || bounds.length > 0) return { rows: between(rowsById(org, object.name), bounds), inOrder };
  return { rows: table(org, object.name).values(), inOrder: false };
}

function rowsWithIds({ org, object }: QueryContext, needs: readonly Need[]): readonly Row[] | null {
  const need = needs.find(isExact);
  if (need === undefined) return null;
  const rows = table(org, object.name);
  return [...valuesOf(need)].map((id) => rows.get(parseId(String(id)) ?? '')).filter((row) => row !== undefined);
}

function rowsPointingAt(context: QueryContext, needs: readonly Need[]): readonly Row[] | null {
  const { org, object } = context;
  for (const need of needs.filter(isExact)) {
    const field = findField(object, withoutAlias(context, need.path));
    if (field?.type === 'reference') return rowsWhere(org, object.name, field.name, valuesOf(need));
  }
  return null;
}

function isExact({ operator, wanted }: Need): boolean {
  return (operator === '=' || operator === 'IN') && wanted.every(({ until }) => until === null);
}

function valuesOf({ wanted }: Need): ReadonlySet<Value> {
  return new Set(wanted.map(({ from }) => from));
}

function earliest(needs: readonly Need[]): number | null {
  const starts = needs.filter(({ operator }) => operator.startsWith('>')).map(({ wanted }) => Number(wanted[0]?.from));
  return starts.length === 0 ? null : Math.max(...starts);
}

/** The part of rows in the order of ids that lies within the bounds. */
function between(rows: readonly Row[], bounds: readonly Need[]): readonly Row[] {
  let [start, end] = [0, rows.length];
  for (const { operator, wanted } of bounds) {
    const bound = String(wanted[0]?.from);
    const isBefore = (at: number) => String(rows[at]?.['Id']) < bound;
    const isUpTo = (at: number) => String(rows[at]?.['Id']) <= bound;
    const place = lowerBound(rows.length, operator === '>' || operator === '<=' ? isUpTo : isBefore);
    if (operator.startsWith('>')) start = Math.max(start, place);
    else end = Math.min(end, place);
  }
  return rows.slice(start, end);
}

function isBy(context: QueryContext, [first]: Clauses, name: string): boolean {
  if (first === undefined || !('field' in first) || first.order === 'DESC') return false;
  return withoutAlias(context, first.field).toLowerCase() === name;
}

/** By SystemModstamp and, if by anything else, then by id. */
function isByStamp(context: QueryContext, orderBy: Clauses): boolean {
  const [, ...rest] = orderBy;
  return isBy(context, orderBy, 'systemmodstamp') && (rest.length === 0 || isBy(context, rest, 'id'));
}
