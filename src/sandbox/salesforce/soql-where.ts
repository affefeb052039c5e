// The WHERE clause of a parsed query as a predicate over records. Refuses what Salesforce refuses: AND beside OR without
// parentheses, unknown columns, literals of the wrong type.
import type { Condition, ConditionWithValueQuery, WhereClause } from '@jetstreamapp/soql-parser-js';
import { refusal } from './errors.ts';
import type { FieldDefinition, Value } from './fields.ts';
import type { Comparable } from './soql-values.ts';
import { comparable, isLike, literal } from './soql-values.ts';

export type Predicate = (read: (path: string) => Value) => boolean;
type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | { readonly condition: ConditionWithValueQuery };

/** The predicate of a clause. `resolve` finds the field behind a path such as `Owner.Name` or throws INVALID_FIELD. */
export function compileWhere(where: WhereClause, resolve: (path: string) => FieldDefinition): Predicate {
  const tokens = flatten(where);
  const predicate = readLevel(tokens, resolve);
  if (tokens.length > 0) throw malformed("unexpected token: ')'");
  return predicate;
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

function readLevel(tokens: Token[], resolve: (path: string) => FieldDefinition): Predicate {
  const parts = [readOne(tokens, resolve)];
  let joint: Token | null = null;
  while (tokens[0] === 'AND' || tokens[0] === 'OR') {
    if (joint !== null && tokens[0] !== joint) throw malformed(`unexpected token: '${tokens[0]}'`);
    joint = tokens[0];
    tokens.shift();
    parts.push(readOne(tokens, resolve));
  }
  return joint === 'OR' ? (read) => parts.some((part) => part(read)) : (read) => parts.every((part) => part(read));
}

function readOne(tokens: Token[], resolve: (path: string) => FieldDefinition): Predicate {
  const token = tokens.shift();
  if (token === 'NOT') {
    const inner = readOne(tokens, resolve);
    return (read) => !inner(read);
  }
  if (token === '(') {
    const inner = readLevel(tokens, resolve);
    if (tokens.shift() !== ')') throw malformed("expecting a right parentheses, found 'EOF'");
    return inner;
  }
  if (typeof token !== 'object') throw malformed(`unexpected token: '${token ?? '<EOF>'}'`);
  return compileCondition(token.condition, resolve);
}

function compileCondition(condition: ConditionWithValueQuery, resolve: (path: string) => FieldDefinition): Predicate {
  if (!isValueCondition(condition)) throw malformed('this sandbox does not imitate functions and semi-joins in WHERE');
  const { field: path, operator, value, literalType } = condition;
  const field = resolve(path);
  const values = Array.isArray(value) ? value : [value];
  const typeOf = (index: number) => (Array.isArray(literalType) ? literalType[index] : literalType);
  if (operator === 'LIKE') {
    const pattern = String(value);
    return (read) => read(path) !== null && isLike(String(read(path)), pattern);
  }
  const wanted = values.map((text, index) => literal(field, text, typeOf(index)));
  return (read) => compare(operator, comparable(field, read(path)), wanted);
}

function isValueCondition(condition: ConditionWithValueQuery): condition is Extract<Condition, { field: string }> {
  return 'field' in condition && 'value' in condition;
}

function compare(operator: string, actual: Comparable, wanted: readonly Comparable[]): boolean {
  const first = wanted[0] ?? null;
  switch (operator) {
    case '=':
      return actual === first;
    case '!=':
      return actual !== first;
    case 'IN':
      return wanted.includes(actual);
    case 'NOT IN':
      return !wanted.includes(actual);
    default:
      return ordered(operator, actual, first);
  }
}

function ordered(operator: string, actual: Comparable, wanted: Comparable): boolean {
  if (actual === null || wanted === null) return false;
  switch (operator) {
    case '<':
      return actual < wanted;
    case '<=':
      return actual <= wanted;
    case '>':
      return actual > wanted;
    case '>=':
      return actual >= wanted;
    default:
      throw malformed(`this sandbox does not imitate the operator ${operator}`);
  }
}

function malformed(words: string): Error {
  return refusal(400, 'MALFORMED_QUERY', words);
}
