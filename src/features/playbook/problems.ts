// What is wrong in a playbook, said so that its author finds the place and mends it in one go.

export interface Problem {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units as editors count. */
  readonly column: number;
  /** `rules[0].do[1].alert.channel`; '' for the file as a whole. */
  readonly path: string;
  readonly message: string;
  /** What was probably meant. */
  readonly suggestion: string | null;
}

const LONGEST_LINE = 120;

/** All problems for a terminal: place, message and the source line with a caret. `text` is what was parsed. */
export function describeProblems(problems: readonly Problem[], file: string, text: string): string {
  const lines = text.split(/\r\n|\n|\r/);
  return problems.map((problem) => describe(problem, file, lines[problem.line - 1] ?? '')).join('\n');
}

/** Message and suggestion in one sentence. */
export function problemText({ message, suggestion }: Problem): string {
  return suggestion === null ? message : `${message} - did you mean "${suggestion}"?`;
}

function describe(problem: Problem, file: string, line: string): string {
  const place = `${file}:${problem.line}:${problem.column}`;
  const start = problem.column > LONGEST_LINE - 20 ? problem.column - LONGEST_LINE / 2 : 0;
  const shown = line.slice(start, start + LONGEST_LINE).replaceAll(/\p{Cc}/gu, ' ');
  const caret = ' '.repeat(Math.max(0, problem.column - 1 - start));
  return `${place}  ${problemText(problem)}\n  ${shown}\n  ${caret}^`;
}

export function byPlace(one: Problem, other: Problem): number {
  return one.line - other.line || one.column - other.column;
}

/** `['rules', 0, 'do']` -> `rules[0].do`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
