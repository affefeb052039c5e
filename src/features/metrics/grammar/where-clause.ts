// Reads `country = DE and source in (Web, "Paid Search") and not segment = smb`. Values are those that the rows have: what
// is called otherwise is refused, with what may be meant.
import type { Dimension } from '../metric.ts';
import type { Question } from '../question.ts';
import type { Phrases } from './phrases.ts';
import type { Token } from './tokens.ts';
import { valueNamed, valuesLike } from './values.ts';
import type { Values } from './values.ts';

export type Condition = Question['where'][number];

export type FoundCondition =
  | { readonly kind: 'condition'; readonly condition: Condition; readonly tokens: number }
  | { readonly kind: 'wrong'; readonly because: string; readonly swaps: readonly Swap[]; readonly tokens: number };

/** What to put in the place of typed words so that the question is understood. */
export interface Swap {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

interface Operator {
  readonly not: boolean;
  readonly tokens: number;
}

/** End an unquoted value. */
const STOPS = new Set(['and', 'or', 'by', 'per', 'vs', 'versus', 'where', 'model', 'compared', 'against', 'using']);
const MAX_VALUE_TOKENS = 6;
const MAX_VALUES = 20;
const PROPOSED = 4;

/** A condition that begins at a token: a dimension, what it is compared with, one value or several. Null: none does. */
export function conditionAt(
  tokens: readonly Token[],
  index: number,
  dimensions: Phrases<Dimension>,
  values: Values,
): FoundCondition | null {
  const negated = isWord(tokens[index], 'not') ? 1 : 0;
  const named = dimensions.at(tokens, index + negated);
  if (named === null) return null;
  const at = index + negated + named.tokens;
  const operator = operatorAt(tokens, at);
  if (operator === null) return null;
  const not = operator.not !== (negated === 1);
  const list = valuesAt(tokens, at + operator.tokens, named.value, dimensions, values);
  const taken = at + operator.tokens - index + list.tokens;
  if (list.kind === 'wrong') return { ...list, tokens: taken };
  return { kind: 'condition', condition: { dimension: named.value, values: list.values, not }, tokens: taken };
}

/** Conditions on the same dimension of the same kind are one. */
export function withCondition(where: readonly Condition[], added: Condition): readonly Condition[] {
  // `not a and not b` is neither; `a and b` of one dimension is read as either, because no row has two values.
  const same = where.find(({ dimension, not }) => dimension === added.dimension && not === added.not);
  if (same === undefined) return [...where, added];
  const values = [...new Set([...same.values, ...added.values])];
  return where.map((each) => (each === same ? { ...each, values } : each));
}

function operatorAt(tokens: readonly Token[], at: number): Operator | null {
  const [one, two] = [tokens[at], tokens[at + 1]];
  if (one === undefined || one.kind === 'quoted') return null;
  const text = one.text.toLowerCase();
  if (['=', '==', ':'].includes(text)) return { not: false, tokens: 1 };
  if (['!=', '<>', '≠', 'isnt', 'isn’t', "isn't"].includes(text)) return { not: true, tokens: 1 };
  if (text === 'in') return { not: false, tokens: 1 };
  if (text === 'is') {
    const not = isWord(two, 'not');
    return { not, tokens: (not ? 2 : 1) + (isWord(tokens[at + (not ? 2 : 1)], 'in') ? 1 : 0) };
  }
  if (text === 'not') return { not: true, tokens: isWord(two, 'in') ? 2 : 1 };
  return null;
}

type FoundValues =
  | { readonly kind: 'values'; readonly values: readonly string[]; readonly tokens: number }
  | { readonly kind: 'wrong'; readonly because: string; readonly swaps: readonly Swap[]; readonly tokens: number };

function valuesAt(
  tokens: readonly Token[],
  from: number,
  dimension: Dimension,
  dimensions: Phrases<Dimension>,
  values: Values,
): FoundValues {
  const listed = tokens[from]?.text === '(' && tokens[from]?.kind === 'sign';
  const found: string[] = [];
  let at = from + (listed ? 1 : 0);
  for (;;) {
    const value = valueAt(tokens, at, dimension, values);
    if (value.kind === 'wrong') return { ...value, tokens: at - from + value.tokens };
    found.push(value.value);
    at += value.tokens;
    if (found.length > MAX_VALUES) return wrong(`At most ${MAX_VALUES} values of ${dimension} at once.`, at - from);
    const separator = tokens[at];
    if (listed && separator?.text === ')')
      return { kind: 'values', values: [...new Set(found)], tokens: at + 1 - from };
    const goesOn = separator?.text === ',' || isWord(separator, 'or');
    // `country = DE, source = Web`: what follows is a condition of its own.
    const ownCondition = !listed && dimensionAsked(tokens, at + 1, dimensions);
    if (!goesOn || ownCondition) {
      if (listed) return wrong(`The list of values of ${dimension} is not closed: it needs a ).`, at - from);
      return { kind: 'values', values: [...new Set(found)], tokens: at - from };
    }
    at += 1;
  }
}

function dimensionAsked(tokens: readonly Token[], at: number, dimensions: Phrases<Dimension>): boolean {
  const start = at + (isWord(tokens[at], 'not') ? 1 : 0);
  const named = dimensions.at(tokens, start);
  return named !== null && operatorAt(tokens, start + named.tokens) !== null;
}

type FoundValue =
  | { readonly kind: 'value'; readonly value: string; readonly tokens: number }
  | { readonly kind: 'wrong'; readonly because: string; readonly swaps: readonly Swap[]; readonly tokens: number };

function valueAt(tokens: readonly Token[], at: number, dimension: Dimension, values: Values): FoundValue {
  const first = tokens[at];
  if (first?.kind === 'quoted') {
    // Quoted is as meant, for values that are too rare to be listed.
    return { kind: 'value', value: valueNamed(values, dimension, first.text) ?? first.text, tokens: 1 };
  }
  const row = unquoted(tokens, at);
  if (first === undefined || row.length === 0) return wrong(`Say which ${dimension}: ${dimension} = …`, 0);
  for (let length = row.length; length > 0; length -= 1) {
    const value = valueNamed(values, dimension, textOf(row.slice(0, length)));
    if (value !== null) return { kind: 'value', value, tokens: length };
  }
  if ((values.get(dimension) ?? []).length === 0) return { kind: 'value', value: first.text, tokens: 1 };
  return unknownValue(row, dimension, values);
}

function unknownValue(row: readonly Token[], dimension: Dimension, values: Values): FoundValue {
  for (let length = row.length; length > 0; length -= 1) {
    const taken = row.slice(0, length);
    const like = valuesLike(values, dimension, textOf(taken), PROPOSED);
    if (like.length > 0) return { ...noSuch(taken, dimension, like), tokens: length };
  }
  const taken = row.slice(0, 1);
  const known = (values.get(dimension) ?? []).slice(0, PROPOSED);
  return { ...noSuch(taken, dimension, []), tokens: 1, because: `${said(taken, dimension)} There are ${list(known)}.` };
}

function noSuch(
  taken: readonly Token[],
  dimension: Dimension,
  like: readonly string[],
): Extract<FoundValue, { readonly kind: 'wrong' }> {
  const [start, end] = [taken[0]?.start ?? 0, taken.at(-1)?.end ?? 0];
  const swaps = like.map((value) => ({ start, end, by: `"${value.replaceAll('"', '""')}"` }));
  return { kind: 'wrong', because: said(taken, dimension), swaps, tokens: taken.length };
}

function said(taken: readonly Token[], dimension: Dimension): string {
  return `No ${dimension} is called “${textOf(taken)}”.`;
}

function list(values: readonly string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} and ${values.at(-1) ?? ''}`;
}

function unquoted(tokens: readonly Token[], at: number): readonly Token[] {
  const row: Token[] = [];
  for (const token of tokens.slice(at, at + MAX_VALUE_TOKENS)) {
    if (token.kind !== 'word' || STOPS.has(token.text.toLowerCase())) break;
    row.push(token);
  }
  return row;
}

function textOf(row: readonly Token[]): string {
  return row.map(({ text }) => text).join(' ');
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === word;
}

function wrong(
  because: string,
  tokens: number,
): { kind: 'wrong'; because: string; swaps: readonly Swap[]; tokens: number } {
  return { kind: 'wrong', because, swaps: [], tokens };
}
