// Turns what zod found into problems with a place in the file, in words for people who never heard of zod.
import type { z } from 'zod';
import { FIELD_PATH } from './fields.ts';
import { nearest } from './nearest.ts';
import { pathText, type Problem } from './problems.ts';
import type { Path, Place, Source } from './source.ts';

type Issue = z.core.$ZodIssue;

/** Keys that may stand in the block at this path. */
export type KeysAt = (path: Path) => readonly string[];

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of keys',
};

export function shapeProblems(issues: readonly Issue[], source: Source, keysAt: KeysAt): readonly Problem[] {
  return withoutEchoes(issues.flatMap(unfold)).flatMap((issue) => problemsOf(issue, source, keysAt));
}

/** What zod says of a union that has no words of its own. */
const NONE_OF_THEM = 'Invalid input';

/** Of what may be written in two ways, the one that was meant is told about: the first that the value has the form of. */
function unfold(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union' || issue.message !== NONE_OF_THEM) return [issue];
  const meant = issue.errors.find((branch) => !branch.some(refusesForm)) ?? issue.errors[0] ?? [];
  return meant.flatMap((inner) => unfold({ ...inner, path: [...issue.path, ...inner.path] }));
}

function refusesForm({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

/** A block with an unknown key is told so; that it also lacks the right one would be said of the same slip. */
function withoutEchoes(issues: readonly Issue[]): readonly Issue[] {
  const withUnknownKey = new Set(
    issues.filter((one) => one.code === 'unrecognized_keys').map((one) => pathText(one.path)),
  );
  return issues.filter((one) => one.code !== 'custom' || !withUnknownKey.has(pathText(one.path)));
}

function problemsOf(issue: Issue, source: Source, keysAt: KeysAt): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue.path, key, source, keysAt));
  if (issue.code === 'invalid_key') {
    const [first = issue] = issue.issues;
    const suggestion = first.code === 'custom' ? first.params?.['suggestion'] : null;
    const meant = typeof suggestion === 'string' ? suggestion : null;
    return [problem(issue.path, source.keyAt(issue.path), first.message, meant)];
  }
  if (issue.code !== 'custom' && isAbsent(source.value, issue.path)) return [missingKey(issue.path, source)];
  const place = source.valueAt(issue.path);
  if (issue.code === 'invalid_type') return [wrongType(issue, source, place)];
  if (issue.code === 'invalid_value') return [unknownWord(issue, source, place)];
  if (issue.code === 'custom') return [refused(issue, source, place)];
  return [problem(issue.path, place, issue.message)];
}

function problem(path: Path, place: Place, message: string, suggestion: string | null = null): Problem {
  return { line: place.line, column: place.column, path: pathText(path), message, suggestion };
}

function unknownKey(parent: Path, key: string, source: Source, keysAt: KeysAt): Problem {
  const path = [...parent, key];
  if (pathText(parent) === 'mapping' && FIELD_PATH.test(key)) {
    return problem(path, source.keyAt(path), `${key} is worked out by Signalbox and cannot be mapped`);
  }
  const noun = isAction(parent) ? 'action' : 'key';
  return problem(path, source.keyAt(path), `unknown ${noun} ${key}`, nearest(key, keysAt(parent)));
}

/** `rules[0].do[1]`: the keys of this block are the names of actions. */
function isAction(path: Path): boolean {
  return path.at(-2) === 'do' && typeof path.at(-1) === 'number';
}

function missingKey(path: Path, source: Source): Problem {
  const parent = path.slice(0, -1);
  const at = parent.length > 0 && typeof parent.at(-1) !== 'number' ? source.keyAt(parent) : source.valueAt(parent);
  return problem(path, at, `missing key ${String(path.at(-1))}`);
}

function wrongType(issue: Extract<Issue, { code: 'invalid_type' }>, source: Source, place: Place): Problem {
  const found = valueIn(source.value, issue.path);
  const expected = KINDS[issue.expected] ?? issue.expected;
  if (found !== null) return problem(issue.path, place, `expected ${expected}, found ${kindOf(found)}`);
  const key = source.keyAt(issue.path);
  const line = source.text.split(/\r\n|\n|\r/)[key.line - 1] ?? '';
  const hint = /:\s+#/.test(line) ? ': # begins a comment, so write "#name" in quotes' : '';
  return problem(issue.path, key, `expected ${expected}, found nothing${hint}`);
}

function unknownWord(issue: Extract<Issue, { code: 'invalid_value' }>, source: Source, place: Place): Problem {
  const found = valueIn(source.value, issue.path);
  const words = issue.values.map(String);
  const suggestion = typeof found === 'string' ? nearest(found, words) : null;
  const listed = suggestion === null && words.length > 1 ? `; one of ${words.join(', ')}` : '';
  return problem(issue.path, place, `${issue.message}${listed}`, suggestion);
}

/** A check of ours; `params` may say where in a text, and what was meant. */
function refused(issue: Extract<Issue, { code: 'custom' }>, source: Source, place: Place): Problem {
  const { offset, suggestion } = issue.params ?? {};
  const at = typeof offset === 'number' ? source.characterAt(issue.path, offset) : place;
  return problem(issue.path, at, issue.message, typeof suggestion === 'string' ? suggestion : null);
}

function isAbsent(value: unknown, path: Path): boolean {
  return valueIn(value, path) === undefined;
}

function valueIn(value: unknown, path: Path): unknown {
  let found = value;
  for (const part of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined;
    found = (found as Readonly<Record<PropertyKey, unknown>>)[part];
  }
  return found;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return KINDS[typeof value] ?? typeof value;
}
