// A playbook's text as YAML: its plain value, and the place in the file of whatever a check complains about.
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type YAMLError,
} from 'yaml';
import type { Problem } from './problems.ts';
import { offsetInFile } from './scalar-offset.ts';

export type Path = readonly PropertyKey[];

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Source {
  readonly text: string;
  /** What the YAML says, as plain data. */
  readonly value: unknown;
  /** Where a value begins, or the deepest part of its path that is there. */
  valueAt(path: Path): Place;
  /** Where the last key of a path stands. */
  keyAt(path: Path): Place;
  /** Where a character of a text value stands. */
  characterAt(path: Path, offset: number): Place;
}

export type ReadOutcome =
  /** `problems` are those that leave the rest readable: duplicate keys. */
  | { readonly kind: 'read'; readonly source: Source; readonly problems: readonly Problem[] }
  | { readonly kind: 'unreadable'; readonly problems: readonly Problem[] };

const MAX_PLAYBOOK_BYTES = 1_000_000;

/** More aliases than this in one value are an attack, not a shorthand. */
const MAX_ALIASES = 100;

export function readSource(text: string): ReadOutcome {
  if (Buffer.byteLength(text) > MAX_PLAYBOOK_BYTES) {
    return unreadable('the file is larger than 1 MB, which no playbook needs', { line: 1, column: 1 });
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const place = (offset: number): Place => placeOf(lines, offset);
  const problems = syntaxProblems([...document.errors, ...document.warnings], place);
  if (document.errors.some((error) => error.code !== 'DUPLICATE_KEY') || document.warnings.length > 0) {
    return { kind: 'unreadable', problems };
  }
  const unresolved = firstAlias(document, (alias) => alias.resolve(document) === undefined);
  if (unresolved) return unreadable(`nothing above is anchored as &${unresolved.source}`, place(startOf(unresolved)));
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return { kind: 'read', source: sourceOf(text, document, value, place), problems };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const alias = firstAlias(document, () => true);
    return unreadable('aliases (*name) expand to too much: write the values out', place(alias ? startOf(alias) : 0));
  }
}

function sourceOf(text: string, document: Document, value: unknown, place: (offset: number) => Place): Source {
  return {
    text,
    value,
    valueAt: (path) => place(startOf(find(document, path).value)),
    keyAt(path) {
      const { key, value: found } = find(document, path);
      return place(startOf(key ?? found));
    },
    characterAt(path, offset) {
      const { value: found } = find(document, path);
      return place(isScalar(found) ? offsetInFile(found, text, offset) : startOf(found));
    },
  };
}

interface Found {
  readonly key: Node | null;
  readonly value: Node | null;
}

function find(document: Document, path: Path): Found {
  let found: Found = { key: null, value: document.contents };
  for (const part of path) {
    const child = childOf(resolved(document, found.value), part);
    if (child === null) return found;
    found = child;
  }
  return { key: found.key, value: resolved(document, found.value) };
}

function childOf(parent: Node | null, part: PropertyKey): Found | null {
  if (isSeq(parent)) {
    const item = parent.items[Number(part)];
    return isNode(item) ? { key: null, value: item } : null;
  }
  if (!isMap(parent)) return null;
  const pair = parent.items.findLast((item) => isScalar(item.key) && String(item.key.value) === String(part));
  if (!pair) return null;
  return { key: isNode(pair.key) ? pair.key : null, value: isNode(pair.value) ? pair.value : null };
}

function resolved(document: Document, node: Node | null): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? node) : node;
}

function firstAlias(document: Document, matches: (alias: AliasNode) => boolean): AliasNode | null {
  let first: AliasNode | null = null;
  visit(document, {
    Alias(_key, alias) {
      if (!matches(alias)) return undefined;
      first = alias;
      return visit.BREAK;
    },
  });
  return first;
}

type AliasNode = Extract<Node, { readonly type?: never; source: string; resolve: unknown }>;

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

function placeOf(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function unreadable(message: string, place: Place): ReadOutcome {
  return { kind: 'unreadable', problems: [{ ...place, path: '', message, suggestion: null }] };
}

/** One problem a line: what follows on the same line is nearly always an echo of the first. */
function syntaxProblems(errors: readonly YAMLError[], place: (offset: number) => Place): readonly Problem[] {
  const byLine = new Map<number, Problem>();
  for (const error of errors) {
    const { line, column } = place(error.pos[0]);
    if (!byLine.has(line)) byLine.set(line, { line, column, path: '', message: messageFor(error), suggestion: null });
  }
  return [...byLine.values()];
}

const SYNTAX_MESSAGES: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  TAB_AS_INDENT: 'tabs cannot indent YAML: use spaces',
  DUPLICATE_KEY: 'this key is here twice',
  MULTIPLE_DOCS: 'a playbook is one document: remove the --- line',
  RESOURCE_EXHAUSTION: 'nested too deeply',
};

function messageFor({ code, message }: YAMLError): string {
  return SYNTAX_MESSAGES[code] ?? `not valid YAML: ${message}`;
}
