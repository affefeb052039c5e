// Where a character of a YAML text stands in the file: quotes, escapes, folding and indentation lie between the two.
import type { Scalar } from 'yaml';

interface Pair {
  readonly source: number;
  readonly value: number;
}

/**
 * File offset of character `offset` of a text node. Walks source and value side by side: a run of white space in one
 * stands for a run in the other. Where the two cannot be matched the node's own start is returned.
 */
export function offsetInFile(node: Scalar, text: string, offset: number): number {
  const value = String(node.value);
  const [start, end] = node.range ?? [0, 0];
  const source = text.slice(start, end);
  let at: Pair = { source: contentStart(node, source), value: 0 };
  while (at.value < offset) {
    const next = step(node, source, value, at);
    if (next === null) return start;
    if (next.value > offset && isSpace(value[offset])) break;
    at = next;
  }
  return start + skipLeading(source, value, at);
}

function contentStart(node: Scalar, source: string): number {
  if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') return 1;
  if (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') return source.indexOf('\n') + 1;
  return 0;
}

function step(node: Scalar, source: string, value: string, at: Pair): Pair | null {
  if (at.source >= source.length) return null;
  if (node.type === 'QUOTE_DOUBLE' && source[at.source] === '\\') return stepEscape(source, at);
  if (isSpace(source[at.source]) && !isSpace(value[at.value])) return { source: at.source + 1, value: at.value };
  if (isSpace(source[at.source])) return { source: spaceEnd(source, at.source), value: spaceEnd(value, at.value) };
  if (source[at.source] !== value[at.value]) return null;
  const doubled = node.type === 'QUOTE_SINGLE' && source[at.source] === "'" ? 2 : 1;
  return { source: at.source + doubled, value: at.value + 1 };
}

function stepEscape(source: string, at: Pair): Pair {
  const next = source[at.source + 1] ?? '';
  if (next === '\n' || next === '\r') return { source: spaceEnd(source, at.source + 1), value: at.value };
  const digits = { x: 2, u: 4, U: 8 }[next] ?? 0;
  return { source: at.source + 2 + digits, value: at.value + 1 };
}

/** Indentation that stands only in the source. */
function skipLeading(source: string, value: string, at: Pair): number {
  const next = value[at.value];
  return next === undefined || isSpace(next) ? at.source : spaceEnd(source, at.source);
}

function spaceEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text[at])) at += 1;
  return at;
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}
