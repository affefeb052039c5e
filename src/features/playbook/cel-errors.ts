// What CEL says about a condition, in the words of those who write playbooks.
import { ParseError, type TypeCheckResult } from '@marcbachmann/cel-js';
import { nearest } from './nearest.ts';
import type { KnownFields } from './fields.ts';
import { FACT_ROOTS } from './fields.ts';

export interface ExpressionProblem {
  /** Offset in the expression. */
  readonly offset: number;
  readonly message: string;
  readonly suggestion: string | null;
}

export type CelFailure = NonNullable<TypeCheckResult['error']>;

const TYPE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bdyn<(\w+)>/g, '$1'],
  [/list<.*>|\blist\b/g, 'a list'],
  [/map<.*>|\bmap\b/g, 'a map'],
  [/\b(double|int|uint)\b/g, 'a number'],
  [/\bstring\b/g, 'text'],
  [/\bbool\b/g, 'true/false'],
  [/\b(lead|company|opportunity)_record\b/g, 'a whole record'],
];

const OVERLOAD = /^no such overload: (.+) (==|!=|<=|>=|<|>|\+|-|\*|\/|%|in) (.+)$/;

const OTHER_LANGUAGES: Readonly<Record<string, string>> = {
  '=': '==',
  and: '&&',
  AND: '&&',
  '&': '&&',
  or: '||',
  OR: '||',
  '|': '||',
  '<>': '!=',
};

/** `offset` is where the failure stands in the author's own text `source`. */
export function expressionProblem(
  failure: CelFailure,
  offset: number,
  source: string,
  fields: KnownFields,
): ExpressionProblem {
  if (failure instanceof ParseError) return syntaxProblem(failure, offset, source);
  if (failure.code === 'unknown_variable') return unknownName(offset, source, fields);
  return { offset, message: celWords(failure.summary), suggestion: null };
}

/** CEL's message in our words: `no such overload: double > string` -> `> does not work between a number and text`. */
export function celWords(summary: string): string {
  const operands = OVERLOAD.exec(summary);
  if (!operands) return typeWords(summary);
  const [, left = '', operator = '', right = ''] = operands;
  return `${operator} does not work between ${typeWords(left)} and ${typeWords(right)}`;
}

/** `double` -> `a number`. */
export function typeWords(text: string): string {
  return TYPE_WORDS.reduce((worded, [type, word]) => worded.replace(type, word), text);
}

/** A pattern that `matches` cannot use; null when it can. */
export function patternProblem(pattern: string, offset: number): ExpressionProblem | null {
  try {
    RegExp(pattern);
    return null;
  } catch {
    const message = `not a regular expression: ${pattern}`;
    const suggestion = pattern.startsWith('(?i)') ? `(?i:${pattern.slice(4)})` : null;
    return { offset, message, suggestion };
  }
}

/** A field that no record has. */
export function unknownField(path: string, offset: number, fields: KnownFields): ExpressionProblem {
  return { offset, message: `unknown field ${path}`, suggestion: nearest(path, fields.keys()) };
}

function syntaxProblem(failure: CelFailure, offset: number, source: string): ExpressionProblem {
  const rest = source.slice(offset);
  const foreign = /^(?:<>|[=&|]|\w+)/.exec(rest)?.[0] ?? '';
  const suggestion = Object.hasOwn(OTHER_LANGUAGES, foreign) ? (OTHER_LANGUAGES[foreign] ?? null) : null;
  if (rest.trim() === '') return { offset, message: 'the condition ends too early', suggestion: null };
  return { offset, message: `cannot read the condition here: ${failure.summary}`, suggestion };
}

function unknownName(offset: number, source: string, fields: KnownFields): ExpressionProblem {
  const name = /^\w+/.exec(source.slice(offset))?.[0] ?? '';
  const withRecord = [...fields.keys()].find((path) => path.endsWith(`.${name}`));
  return {
    offset,
    message: `unknown name ${name}`,
    suggestion: withRecord ?? nearest(name, FACT_ROOTS),
  };
}
