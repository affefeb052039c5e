// A condition compiled once: what it decides about facts, and with which values. What cannot work is refused before it runs.
import { EvaluationError, ParseError, type TypeCheckResult } from '@marcbachmann/cel-js';
import { messageOf } from '#kernel/errors.ts';
import type { FieldValue } from '#ports/crm.ts';
import {
  celWords,
  expressionProblem,
  patternProblem,
  typeWords,
  unknownField,
  type CelFailure,
  type ExpressionProblem,
} from './cel-errors.ts';
import { applyEdits, beforeEdits, readExpression, type Expression } from './expression.ts';
import { factValue, type Facts } from './facts.ts';
import { rootOf, type FactRoot } from './fields.ts';
import type { ConditionLanguage, Subjects } from './language.ts';
import { plainCondition } from './plain-conditions.ts';

export interface Verdict {
  readonly matched: boolean;
  /** Every field that the condition reads, in order of appearance, with the value it had. */
  readonly values: readonly { readonly path: string; readonly value: FieldValue }[];
  /** Fields read without a value. A comparison with one of them is not true; `||` may still make up for it. */
  readonly missing: readonly string[];
  /** Why the condition could not be worked out although nothing was missing, for example text that is no date. */
  readonly problem: string | null;
}

export interface Condition {
  /** As its author wrote it. */
  readonly source: string;
  /** What it decides, and why. Never throws. */
  readonly evaluate: (facts: Facts) => Verdict;
  /** What it decides and nothing else, a good deal faster: most rules are not the ones that fire. Never throws. */
  readonly matches: (facts: Facts) => boolean;
}

export type CompileOutcome =
  | { readonly kind: 'compiled'; readonly condition: Condition }
  | { readonly kind: 'refused'; readonly problems: readonly ExpressionProblem[] };

/** The verdict of a rule without a condition. */
export const ALWAYS: Verdict = { matched: true, values: [], missing: [], problem: null };

export function compileCondition(source: string, language: ConditionLanguage): CompileOutcome {
  const parsed = tryParse(source, language);
  if (parsed.kind === 'failed') return refuse(parsed.failure, source, [], language);
  const expression = readExpression(parsed.run.ast);
  const unreadable = wordProblems(expression, language);
  if (unreadable.length > 0) return { kind: 'refused', problems: unreadable };
  const edited = tryParse(applyEdits(source, expression.edits), language);
  if (edited.kind === 'failed') return refuse(edited.failure, source, expression.edits, language);
  const check = edited.run.check();
  if (check.error) return refuse(check.error, source, expression.edits, language);
  if (!isYesOrNo(check)) return { kind: 'refused', problems: [notBoolean(check)] };
  return { kind: 'compiled', condition: conditionOf(source, expression, edited.run, language) };
}

type Run = ReturnType<ConditionLanguage['environment']['parse']>;
type Parsed =
  | { readonly kind: 'parsed'; readonly run: Run }
  | { readonly kind: 'failed'; readonly failure: CelFailure };

function tryParse(source: string, { environment }: ConditionLanguage): Parsed {
  try {
    return { kind: 'parsed', run: environment.parse(source) };
  } catch (error) {
    if (error instanceof ParseError) return { kind: 'failed', failure: error };
    throw error;
  }
}

function wordProblems(
  { uses, bareRecords, patterns }: Expression,
  { fields }: ConditionLanguage,
): readonly ExpressionProblem[] {
  const unknown = uses
    .filter(({ path }) => !fields.has(path))
    .map(({ path, start }) => unknownField(path, start, fields));
  const bare = bareRecords.map(({ name, start }) => ({
    offset: start,
    message: `${name} is a whole record: name one of its fields with a dot, as in ${name}.name`,
    suggestion: null,
  }));
  const broken = patterns.flatMap(({ pattern, start }) => patternProblem(pattern, start) ?? []);
  return [...unknown, ...bare, ...broken].sort((one, other) => one.offset - other.offset);
}

function refuse(
  failure: CelFailure,
  source: string,
  edits: Expression['edits'],
  { fields }: ConditionLanguage,
): CompileOutcome {
  const offset = beforeEdits(failure.range?.start ?? 0, edits);
  return { kind: 'refused', problems: [expressionProblem(failure, offset, source, fields)] };
}

/** A field that the mapping adds has no type before it has a value. */
function isYesOrNo({ type }: TypeCheckResult): boolean {
  return type === 'bool' || type === 'dyn';
}

function notBoolean({ type }: TypeCheckResult): ExpressionProblem {
  const found = typeWords(type ?? 'nothing');
  return { offset: 0, message: `a condition must be true or false, and this is ${found}`, suggestion: null };
}

interface Read {
  readonly path: string;
  readonly root: FactRoot;
  readonly name: string;
  readonly presenceOnly: boolean;
  readonly required: boolean;
}

function conditionOf(source: string, expression: Expression, run: Run, language: ConditionLanguage): Condition {
  const reads = readsOf(expression);
  const required = reads.filter((read) => read.required);
  const plain = plainCondition(run.ast, language.fields);
  return {
    source,
    evaluate: (facts) => evaluate(reads, run, language, facts),
    matches: plain ? (facts) => plain(language.read(facts)) : (facts) => matches(required, run, language.read(facts)),
  };
}

function readsOf({ uses, required }: Expression): readonly Read[] {
  const paths = [...new Set(uses.map((use) => use.path))];
  return paths.flatMap((path) => {
    const root = rootOf(path);
    if (root === null) return [];
    const presenceOnly = uses.every((use) => use.path !== path || use.presenceOnly);
    return [{ path, root, name: path.slice(root.length + 1), presenceOnly, required: required.has(path) }];
  });
}

function matches(required: readonly Read[], run: Run, subjects: Subjects): boolean {
  // Nothing can make up for a required field; and an error made and thrown costs a hundred comparisons.
  for (const { root, name } of required) if (!subjects[root].has(name)) return false;
  try {
    return run(subjects) === true;
  } catch {
    // `evaluate` says why, to whoever asks.
    return false;
  }
}

function evaluate(reads: readonly Read[], run: Run, language: ConditionLanguage, facts: Facts): Verdict {
  const subjects = language.read(facts);
  const values: Verdict['values'][number][] = [];
  const missing: string[] = [];
  let hopeless = false;
  for (const { path, root, name, presenceOnly, required } of reads) {
    values.push({ path, value: factValue(facts, root, name) });
    if (subjects[root].has(name)) continue;
    if (!presenceOnly) missing.push(path);
    hopeless ||= required;
  }
  if (hopeless) return { matched: false, values, missing, problem: null };
  return { ...outcomeOf(run, subjects), values, missing };
}

function outcomeOf(run: Run, subjects: Subjects): Pick<Verdict, 'matched' | 'problem'> {
  try {
    const result: unknown = run(subjects);
    const problem = typeof result === 'boolean' ? null : 'the condition is neither true nor false';
    return { matched: result === true, problem };
  } catch (error) {
    return { matched: false, problem: isMissingField(error) ? null : reasonOf(error) };
  }
}

function isMissingField(error: unknown): boolean {
  return error instanceof EvaluationError && error.code === 'no_such_key';
}

function reasonOf(error: unknown): string {
  return error instanceof EvaluationError ? celWords(error.summary) : messageOf(error);
}
