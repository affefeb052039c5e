// Reads a condition's syntax tree: which fields it uses and how, and the edits that make CEL mean what our authors mean.
import type { ASTNode } from '@marcbachmann/cel-js';
import { FACT_ROOTS } from './fields.ts';

interface FieldUse {
  readonly path: string;
  /** Offset in the source. */
  readonly start: number;
  /** Asked only whether it is there: `has(lead.email)`, `lead.email != null`. */
  readonly presenceOnly: boolean;
}

/** Replace source[start, end) by text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Expression {
  readonly uses: readonly FieldUse[];
  /** Records used without naming a field: `lead == company`, `lead["score"]`. */
  readonly bareRecords: readonly { readonly name: string; readonly start: number }[];
  /** Patterns written out in `matches("...")`. */
  readonly patterns: readonly { readonly pattern: string; readonly start: number }[];
  /** In source order. */
  readonly edits: readonly Edit[];
  /** Fields without which the condition cannot be true, whatever the others are. */
  readonly required: ReadonlySet<string>;
}

const MACROS: ReadonlySet<string> = new Set(['has', 'all', 'exists', 'exists_one', 'map', 'filter', 'bind']);
const ROOTS: ReadonlySet<string> = new Set(FACT_ROOTS);

interface Found {
  readonly uses: FieldUse[];
  readonly bareRecords: { name: string; start: number }[];
  readonly patterns: { pattern: string; start: number }[];
  readonly edits: Edit[];
}

export function readExpression(ast: ASTNode): Expression {
  const found: Found = { uses: [], bareRecords: [], patterns: [], edits: [] };
  walk(ast, found, false);
  found.edits.sort((one, other) => one.start - other.start);
  return { ...found, required: new Set(requiredPaths(ast, true)) };
}

/** `lead.score` for a field access on a record of ours, else null. */
export function fieldPath(node: ASTNode): string | null {
  if (node.op !== '.') return null;
  const [record, field] = node.args;
  return record.op === 'id' && ROOTS.has(record.args) ? `${record.args}.${field}` : null;
}

function walk(node: ASTNode, found: Found, inCall: boolean): void {
  const path = fieldPath(node);
  if (path !== null) {
    found.uses.push({ path, start: node.start, presenceOnly: false });
    return;
  }
  if (node.op === 'id' && ROOTS.has(node.args)) found.bareRecords.push({ name: node.args, start: node.start });
  found.patterns.push(...patternIn(node));
  if (node.op === 'value' && !inCall) found.edits.push(...decimalEdit(node));
  const presence = presenceTest(node);
  if (presence) {
    found.uses.push({ path: presence.path, start: presence.start, presenceOnly: true });
    found.edits.push(...presence.edits);
    return;
  }
  const callsFunction = (node.op === 'call' || node.op === 'rcall') && !MACROS.has(node.args[0]);
  for (const child of childrenOf(node)) walk(child, found, inCall || callsFunction);
}

function patternIn(node: ASTNode): Expression['patterns'] {
  if (node.op !== 'rcall' || node.args[0] !== 'matches') return [];
  const [argument] = node.args[2];
  return argument?.op === 'value' && typeof argument.args === 'string'
    ? [{ pattern: argument.args, start: argument.start }]
    : [];
}

/** Every field is a decimal to CEL, and CEL does not mix kinds: `86` becomes `86.0`, except where a function counts. */
function decimalEdit(node: ASTNode): readonly Edit[] {
  if (node.op !== 'value' || typeof node.args !== 'bigint') return [];
  if (!/^\d+$/.test(node.input.slice(node.start, node.end))) return [];
  return [{ start: node.end, end: node.end, text: '.0' }];
}

interface PresenceTest {
  readonly path: string;
  readonly start: number;
  readonly edits: readonly Edit[];
}

/** `has(f)`, and `f == null` or `f != null`, which become `has(f) == false` and `has(f) != false`. */
function presenceTest(node: ASTNode): PresenceTest | null {
  if (node.op === 'call') {
    const [name, [argument]] = node.args;
    const path = name === 'has' && argument ? fieldPath(argument) : null;
    return path !== null && argument ? { path, start: argument.start, edits: [] } : null;
  }
  if (node.op !== '==' && node.op !== '!=') return null;
  const [left, right] = node.args;
  return nullComparison(left, right) ?? nullComparison(right, left);
}

function nullComparison(field: ASTNode, other: ASTNode): PresenceTest | null {
  const path = fieldPath(field);
  if (path === null || other.op !== 'value' || other.args !== null) return null;
  const edits = [
    { start: field.start, end: field.end, text: `has(${path})` },
    { start: other.start, end: other.end, text: 'false' },
  ];
  return { path, start: field.start, edits };
}

/** Down from the top, through `&&` only: anywhere else a missing field may be made up for. */
function requiredPaths(node: ASTNode, conjunct: boolean): readonly string[] {
  const path = fieldPath(node);
  if (path !== null) return [path];
  if (node.op === '&&' && !conjunct) return [];
  if (node.op === '||' || node.op === '?:' || presenceTest(node)) return [];
  if ((node.op === 'call' || node.op === 'rcall') && MACROS.has(node.args[0])) return [];
  return childrenOf(node).flatMap((child) => requiredPaths(child, conjunct && node.op === '&&'));
}

/** What a node is made of. */
export function childrenOf(node: ASTNode): readonly ASTNode[] {
  if (node.op === 'value' || node.op === 'id') return [];
  if (node.op === '.' || node.op === '.?') return [node.args[0]];
  if (node.op === 'call') return node.args[1];
  if (node.op === 'rcall') return [node.args[1], ...node.args[2]];
  if (node.op === 'map') return node.args.flat();
  if (node.op === '!_' || node.op === '-_') return [node.args];
  return node.args;
}

/** The source with its edits made. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  let text = '';
  let from = 0;
  for (const edit of edits) {
    text += source.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return text + source.slice(from);
}

/** Offset in the source of an offset in the edited text. */
export function beforeEdits(offset: number, edits: readonly Edit[]): number {
  let shift = 0;
  for (const edit of edits) {
    const start = edit.start + shift;
    if (offset < start) break;
    if (offset < start + edit.text.length) return edit.start;
    shift += edit.text.length - (edit.end - edit.start);
  }
  return offset - shift;
}
