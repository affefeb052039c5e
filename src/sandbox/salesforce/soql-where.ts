// The WHERE (or HAVING) clause of a parsed query as a predicate. Refuses what Salesforce refuses: AND beside OR without
// parentheses, unknown columns, literals of the wrong type.
import type { ConditionWithValueQuery, HavingClause, Query, WhereClause } from '@jetstreamapp/soql-parser-js';
import { refusal } from './errors.ts';
import type { Value } from './fields.ts';
import type { Term, Terms } from './soql-terms.ts';
import type { Comparable, LiteralContext, Wanted } from './soql-values.ts';
import { comparable, isLike, literal } from './soql-values.ts';

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | { readonly condition: ConditionWithValueQuery };

/** What conditions need to know: what they can name, the day that it is, and how a semi-join is answered. */
export interface ConditionContext<Subject> extends LiteralContext {
  readonly terms: Terms<Subject>;
  /** The values of a subquery's only column. */
  readonly valuesOf: (query: Query) => readonly Value[];
}

export interface Compiled<Subject> {
  readonly matches: (subject: Subject) => boolean;
  /** Conditions that hold for all that matches, beside others: by them an index can be asked. */
  readonly needs: readonly Need[];
}

export interface Need {
  /** As the query writes it. */
  readonly path: string;
  readonly operator: string;
  readonly wanted: readonly Wanted[];
}

/** Throws MALFORMED_QUERY, INVALID_FIELD and what literals throw. */
export function compileWhere<Subject>(
  where: WhereClause | HavingClause,
  context: ConditionContext<Subject>,
): Compiled<Subject> {
  const tokens = flatten(where);
  const compiled = readLevel(tokens, context);
  if (tokens.length > 0) throw malformed("unexpected token: ')'");
  return compiled;
}

function flatten(where: WhereClause): Token[] {
  const tokens: Token[] = [];
  let clause: WhereClause | null = where;
  while (clause !== null) {
    const { left } = clause;
    if (left !== null) {
      for (let open = openParens(left); open > 0; open -= 1) tokens.push('(');
      if ('operator' in left) tokens.push({ condition: left });
      for (let close = closeParens(left); close > 0; close -= 1) tokens.push(')');
    }
    if ('operator' in clause) tokens.push(clause.operator);
    clause = 'right' in clause ? clause.right : null;
  }
  return tokens;
}

function openParens(condition: ConditionWithValueQuery): number {
  return condition.openParen ?? 0;
}

function closeParens(condition: ConditionWithValueQuery): number {
  return 'closeParen' in condition ? (condition.closeParen ?? 0) : 0;
}

function readLevel<Subject>(tokens: Token[], context: ConditionContext<Subject>): Compiled<Subject> {
  const parts = [readOne(tokens, context)];
  let joint: Token | null = null;
  while (tokens[0] === 'AND' || tokens[0] === 'OR') {
    if (joint !== null && tokens[0] !== joint) throw malformed(`unexpected token: '${tokens[0]}'`);
    joint = tokens[0];
    tokens.shift();
    parts.push(readOne(tokens, context));
  }
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  if (joint === 'OR') return { matches: (subject) => parts.some(({ matches }) => matches(subject)), needs: [] };
  return {
    matches: (subject) => parts.every(({ matches }) => matches(subject)),
    needs: parts.flatMap(({ needs }) => needs),
  };
}

function readOne<Subject>(tokens: Token[], context: ConditionContext<Subject>): Compiled<Subject> {
  const token = tokens.shift();
  if (token === 'NOT') {
    const inner = readOne(tokens, context);
    return { matches: (subject) => !inner.matches(subject), needs: [] };
  }
  if (token === '(') {
    const inner = readLevel(tokens, context);
    if (tokens.shift() !== ')') throw malformed("expecting a right parentheses, found 'EOF'");
    return inner;
  }
  if (typeof token !== 'object') throw malformed(`unexpected token: '${token ?? '<EOF>'}'`);
  return compileCondition(token.condition, context);
}

function compileCondition<Subject>(
  condition: ConditionWithValueQuery,
  context: ConditionContext<Subject>,
): Compiled<Subject> {
  if (!('operator' in condition)) throw malformed('a condition is missing');
  const { operator } = condition;
  const { field, read }: Term<Subject> =
    'fn' in condition ? context.terms.fn(condition.fn) : context.terms.field(condition.field);
  if (operator === 'LIKE' && !('valueQuery' in condition)) {
    const pattern = String(condition.value);
    return { matches: (subject) => read(subject) !== null && isLike(String(read(subject)), pattern), needs: [] };
  }
  const wanted = wantedOf(condition, field, context);
  const holds = comparison(operator, wanted);
  const needs = 'fn' in condition ? [] : [{ path: condition.field, operator, wanted }];
  return { matches: (subject) => holds(comparable(field, read(subject))), needs };
}

function wantedOf<Subject>(
  condition: ConditionWithValueQuery,
  field: Term<Subject>['field'],
  context: ConditionContext<Subject>,
): readonly Wanted[] {
  if ('valueQuery' in condition) return context.valuesOf(condition.valueQuery).map(exactly);
  if (!('value' in condition)) throw malformed('a condition is missing');
  const { value, literalType } = condition;
  const values: readonly string[] = Array.isArray(value) ? value : [value];
  const typeOf = (index: number) => (Array.isArray(literalType) ? literalType[index] : literalType);
  return values.map((text, index) => literal(field, text, typeOf(index), context));
}

function exactly(value: Value): Wanted {
  return { from: value, until: null };
}

function comparison(operator: string, wanted: readonly Wanted[]): (actual: Comparable) => boolean {
  const [first] = wanted;
  switch (operator) {
    case '=':
    case 'IN':
      return isOneOf(wanted);
    case '!=':
    case 'NOT IN': {
      const isOne = isOneOf(wanted);
      return (actual) => !isOne(actual);
    }
    default:
      return (actual) => first !== undefined && ordered(operator, actual, first);
  }
}

function isOneOf(wanted: readonly Wanted[]): (actual: Comparable) => boolean {
  const exact = new Set(wanted.filter(({ from, until }) => until === null || from === null).map(({ from }) => from));
  const spans = wanted.filter(({ from, until }) => until !== null && from !== null);
  return (actual) => exact.has(actual) || spans.some((span) => isIn(actual, span));
}

function isIn(actual: Comparable, { from, until }: Wanted): boolean {
  if (until === null || from === null) return actual === from;
  return actual !== null && actual >= from && actual < until;
}

/** A date literal covers a span: before it is before its start, after it is after its end. */
function ordered(operator: string, actual: Comparable, { from, until }: Wanted): boolean {
  if (actual === null || from === null) return false;
  switch (operator) {
    case '<':
      return actual < from;
    case '<=':
      return until === null ? actual <= from : actual < until;
    case '>':
      return until === null ? actual > from : actual >= until;
    case '>=':
      return actual >= from;
    default:
      throw malformed(`${operator} needs a multi-select picklist`);
  }
}

function malformed(words: string): Error {
  return refusal(400, 'MALFORMED_QUERY', words);
}
