// CEL conditions of own KPIs, turned into a filter that a store can apply: comparisons of dimensions, joined by && and ||.
// What no store could decide is refused, with its place.
import { Environment, ParseError, type ASTNode } from '@marcbachmann/cel-js';
import type { Dimension, RowFilter } from '#features/metrics/metric.ts';
import { celWords, type ExpressionProblem } from './cel-errors.ts';
import { applyEdits, beforeEdits, childrenOf, type Edit } from './expression.ts';
import { SPLITS } from './kpi-names.ts';
import { nearest } from './nearest.ts';

const TEXTS = [...SPLITS, 'stage', 'format'] as const satisfies readonly Dimension[];
const NUMBERS = ['employees', 'amount'] as const;

const CONDITION_NAMES: ReadonlySet<string> = new Set([...TEXTS, ...NUMBERS]);

export interface KpiCondition {
  /** As its author wrote it. */
  readonly source: string;
  readonly filter: RowFilter;
  /** What it names, each once, with where it stands first. */
  readonly names: ReadonlyMap<string, number>;
}

export type KpiConditionOutcome =
  | { readonly kind: 'compiled'; readonly condition: KpiCondition }
  | { readonly kind: 'refused'; readonly problems: readonly ExpressionProblem[] };

export function compileKpiCondition(source: string): KpiConditionOutcome {
  try {
    return compile(source);
  } catch (error) {
    if (error instanceof Undecidable) return refused(error.offset, error.message);
    if (!(error instanceof ParseError)) throw error;
    return refused(error.range?.start ?? 0, `cannot read the condition here: ${error.summary}`);
  }
}

function compile(source: string): KpiConditionOutcome {
  const { ast } = ENVIRONMENT.parse(source);
  const uses = usesIn(ast);
  const unknown = uses.filter(({ name }) => !CONDITION_NAMES.has(name));
  if (unknown.length > 0) {
    const problems = unknown.map(({ name, start }) => ({
      offset: start,
      message: `unknown name ${name}`,
      suggestion: nearest(name, CONDITION_NAMES),
    }));
    return { kind: 'refused', problems };
  }
  const edits = decimals(ast).toSorted((one, other) => one.start - other.start);
  const check = ENVIRONMENT.check(applyEdits(source, edits));
  // What compares with null has no type in CEL and one with us.
  if (check.error && !/\bnull\b/.test(check.error.summary)) {
    return refused(beforeEdits(check.error.range?.start ?? 0, edits), celWords(check.error.summary));
  }
  const names = new Map(uses.map(({ name, start }) => [name, start] as const).toReversed());
  return { kind: 'compiled', condition: { source, filter: filterOf(ast), names } };
}

const ENVIRONMENT = environment();

function environment(): Environment {
  const made = new Environment({ unlistedVariablesAreDyn: false });
  for (const name of TEXTS) made.registerVariable(name, 'string');
  for (const name of NUMBERS) made.registerVariable(name, 'double');
  return made;
}

function usesIn(node: ASTNode): readonly { readonly name: string; readonly start: number }[] {
  if (node.op === 'id') return [{ name: node.args, start: node.start }];
  return childrenOf(node).flatMap(usesIn);
}

/** Every number is a decimal to CEL, which does not mix kinds. */
function decimals(node: ASTNode): readonly Edit[] {
  if (node.op === 'value' && typeof node.args === 'bigint') return [{ start: node.end, end: node.end, text: '.0' }];
  return childrenOf(node).flatMap(decimals);
}

class Undecidable extends Error {
  readonly offset: number;

  constructor({ start }: ASTNode, message: string) {
    super(message);
    this.offset = start;
  }
}

const FORMS =
  'write comparisons as source == "Web", country in ["DE", "AT"], campaign.startsWith("2026"), owner != null or employees > 500, joined by &&, || and !';

/** Throws Undecidable for what is no comparison. */
function filterOf(node: ASTNode): RowFilter {
  switch (node.op) {
    case '&&':
      return { kind: 'all', of: node.args.map(filterOf) };
    case '||':
      return { kind: 'any', of: node.args.map(filterOf) };
    case '!_':
      return { kind: 'not', of: filterOf(node.args) };
    case '==':
    case '!=':
      return equality(node, node.op, node.args);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(node, node.op, node.args);
    case 'in':
      return membership(node, node.args);
    case 'rcall':
      return textTest(node, node.args);
    case 'value':
    case 'id':
    case '.':
    case '.?':
    case '[]':
    case '[?]':
    case 'call':
    case 'list':
    case 'map':
    case '?:':
    case '-_':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      throw new Undecidable(node, `this cannot be decided in the records: ${FORMS}`);
  }
}

type Pair = readonly [ASTNode, ASTNode];

function equality(node: ASTNode, operator: '==' | '!=', [left, right]: Pair): RowFilter {
  const [field, value] = left.op === 'id' ? [left, right] : [right, left];
  const plain = equalTo(node, field, value);
  return operator === '==' ? plain : { kind: 'not', of: plain };
}

function equalTo(node: ASTNode, field: ASTNode, value: ASTNode): RowFilter {
  const number = numberField(field);
  if (number !== null) return { kind: 'compare', field: number, operator: '==', value: numberIn(value) };
  const dimension = textField(node, field);
  if (value.op === 'value' && value.args === null) return { kind: 'not', of: { kind: 'known', dimension } };
  return { kind: 'is', dimension, values: [textIn(value)] };
}

const TURNED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function comparison(node: ASTNode, operator: keyof typeof TURNED, [left, right]: Pair): RowFilter {
  const one = numberField(left);
  if (one !== null) return { kind: 'compare', field: one, operator, value: numberIn(right) };
  const other = numberField(right);
  if (other !== null) return { kind: 'compare', field: other, operator: TURNED[operator], value: numberIn(left) };
  throw new Undecidable(node, `only ${NUMBERS.join(' and ')} can be more or less than something`);
}

function membership(node: ASTNode, [field, list]: Pair): RowFilter {
  if (list.op !== 'list') throw new Undecidable(list, 'write the values out as a list: source in ["Web", "Ads"]');
  return { kind: 'is', dimension: textField(node, field), values: list.args.map(textIn) };
}

const PARTS: Readonly<Record<string, 'starts' | 'ends' | 'contains'>> = {
  startsWith: 'starts',
  endsWith: 'ends',
  contains: 'contains',
};

function textTest(node: ASTNode, [name, field, given]: readonly [string, ASTNode, readonly ASTNode[]]): RowFilter {
  const part = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
  const [text] = given;
  if (part === undefined || text === undefined) {
    throw new Undecidable(node, `${name} cannot be decided in the records: ${FORMS}`);
  }
  return { kind: 'like', dimension: textField(node, field), part, text: textIn(text) };
}

function textField(node: ASTNode, field: ASTNode): Dimension {
  const found = TEXTS.find((name) => field.op === 'id' && field.args === name);
  if (found === undefined) throw new Undecidable(node, `one side must be a field: ${FORMS}`);
  return found;
}

function numberField(field: ASTNode): (typeof NUMBERS)[number] | null {
  return NUMBERS.find((name) => field.op === 'id' && field.args === name) ?? null;
}

function textIn(node: ASTNode): string {
  if (node.op === 'value' && typeof node.args === 'string') return node.args;
  throw new Undecidable(node, `the other side must be written out: ${FORMS}`);
}

function numberIn(node: ASTNode): number {
  if (node.op === '-_') return -numberIn(node.args);
  if (node.op === 'value' && (typeof node.args === 'number' || typeof node.args === 'bigint')) return Number(node.args);
  throw new Undecidable(node, 'the other side must be a number that is written out');
}

function refused(offset: number, message: string): KpiConditionOutcome {
  return { kind: 'refused', problems: [{ offset, message, suggestion: null }] };
}
