// CEL expressions that make one number of several: mqls / leads. Whatever they name is a number.
import { Environment, ParseError, type ASTNode } from '@marcbachmann/cel-js';
import { celWords, typeWords, type ExpressionProblem } from './cel-errors.ts';
import { applyEdits, beforeEdits, childrenOf, readExpression } from './expression.ts';
import { nearest } from './nearest.ts';

export interface FormulaText {
  /** As its author wrote it. */
  readonly source: string;
  /** What it names, each once, in order of appearance. */
  readonly names: readonly string[];
  /** Infinite, or no number, where it divides by nothing. Needs a value for each name. */
  readonly value: (values: Readonly<Record<string, number>>) => number;
}

export type FormulaOutcome =
  | { readonly kind: 'compiled'; readonly formula: FormulaText }
  | { readonly kind: 'refused'; readonly problems: readonly ExpressionProblem[] };

/** @param known what it may name. */
export function compileFormula(source: string, known: ReadonlySet<string>): FormulaOutcome {
  try {
    return compile(source, known);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const message = `cannot read the formula here: ${error.summary}`;
    return refused({ offset: error.range?.start ?? 0, message, suggestion: null });
  }
}

function compile(source: string, known: ReadonlySet<string>): FormulaOutcome {
  const { ast } = environmentOf([]).parse(source);
  const uses = usesIn(ast);
  const unknown = uses.filter(({ name }) => !known.has(name));
  if (unknown.length > 0) {
    const problems = unknown.map(({ name, start }) => ({
      offset: start,
      message: `unknown KPI "${name}"`,
      suggestion: nearest(name, known),
    }));
    return { kind: 'refused', problems };
  }
  const names = [...new Set(uses.map(({ name }) => name))];
  const { edits } = readExpression(ast);
  const run = environmentOf(names).parse(applyEdits(source, edits));
  const check = run.check();
  if (check.error) {
    const offset = beforeEdits(check.error.range?.start ?? 0, edits);
    return refused({ offset, message: celWords(check.error.summary), suggestion: null });
  }
  if (check.type !== 'double' && check.type !== 'int') {
    const message = `a formula must give a number, and this is ${typeWords(check.type ?? 'nothing')}`;
    return refused({ offset: 0, message, suggestion: null });
  }
  return { kind: 'compiled', formula: { source, names, value: (values) => Number(run(values)) } };
}

function environmentOf(names: readonly string[]): Environment {
  const environment = new Environment({ unlistedVariablesAreDyn: false });
  for (const name of names) environment.registerVariable(name, 'double');
  return environment;
}

function usesIn(node: ASTNode): readonly { readonly name: string; readonly start: number }[] {
  if (node.op === 'id') return [{ name: node.args, start: node.start }];
  return childrenOf(node).flatMap(usesIn);
}

function refused(problem: ExpressionProblem): FormulaOutcome {
  return { kind: 'refused', problems: [problem] };
}
