// The project's own source as data: every file with its text and what it imports.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Import {
  /** `features/leads/lead.ts` for a file of ours, `node:crypto` or a package's name for others. */
  readonly target: string;
  readonly kind: 'ours' | 'node' | 'package';
  readonly typeOnly: boolean;
}

export interface SourceFile {
  /** Below src/, for example `features/leads/lead.ts`. */
  readonly path: string;
  readonly text: string;
  /** The lines that are not comments as a whole. */
  readonly code: readonly string[];
  readonly imports: readonly Import[];
}

export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** Everything below src/ that people write. */
export function readSources(): readonly SourceFile[] {
  const folder = join(PROJECT, 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts') && !path.startsWith('generated/'))
    .map((path) => {
      const text = readFileSync(join(folder, path), 'utf8');
      const code = text.split('\n').filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line));
      return { path, text, code, imports: importsOf(path, code.join('\n')) };
    });
}

/** `import ... from`, `export ... from`, `import '...'` and `import('...')`; a type alone where all of it is. */
const IMPORT =
  /^(?:import|export)\s(?<what>[^;'"]*?)\sfrom\s'(?<from>[^']+)'|^import\s'(?<bare>[^']+)'|\bimport\('(?<lazy>[^']+)'\)/gm;

function importsOf(path: string, code: string): readonly Import[] {
  return [...code.matchAll(IMPORT)].map(({ groups = {} }) => {
    const specifier = groups['from'] ?? groups['bare'] ?? groups['lazy'] ?? '';
    return { ...targetOf(path, specifier), typeOnly: isTypeOnly(groups['what'] ?? '') };
  });
}

function isTypeOnly(what: string): boolean {
  if (/^type\s/.test(what)) return true;
  const names = /^\{(.*)\}$/s.exec(what)?.[1]?.split(',') ?? [];
  const meant = names.map((name) => name.trim()).filter((name) => name !== '');
  return meant.length > 0 && meant.every((name) => name.startsWith('type '));
}

function targetOf(path: string, specifier: string): Pick<Import, 'target' | 'kind'> {
  if (specifier.startsWith('#')) return { kind: 'ours', target: specifier.slice(1) };
  if (specifier.startsWith('.')) return { kind: 'ours', target: normalize(join(dirname(path), specifier)) };
  if (specifier.startsWith('node:')) return { kind: 'node', target: specifier };
  const parts = specifier.split('/');
  return { kind: 'package', target: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') };
}

/** `file -> target` for each import that is wrong. */
export function offendingImports(
  sources: readonly SourceFile[],
  isWrong: (file: SourceFile, one: Import) => boolean,
): readonly string[] {
  return sources.flatMap((file) =>
    file.imports.filter((one) => isWrong(file, one)).map(({ target }) => `${file.path} -> ${target}`),
  );
}

/** `file: line` for each line of code that matches and is not fine where it stands. */
export function offendingLines(
  sources: readonly SourceFile[],
  pattern: RegExp,
  isFine: (path: string, line: string) => boolean = () => false,
): readonly string[] {
  return sources.flatMap(({ path, code }) =>
    code.filter((line) => pattern.test(line) && !isFine(path, line)).map((line) => `${path}: ${line.trim()}`),
  );
}

/** Paths of the files that are wrong. */
export function filesWhere(sources: readonly SourceFile[], isWrong: (file: SourceFile) => boolean): readonly string[] {
  return sources.filter(isWrong).map(({ path }) => path);
}
