// What is wrong with a file, where, and how to mend it.

export interface Problem {
  readonly file: string;
  /** Null: the file as a whole. */
  readonly line: number | null;
  /** As it is called in the file. */
  readonly column: string | null;
  /** What, and how to mend it. */
  readonly because: string;
}

/** `leads.csv:12 created_at: “31/12/2026” is no day: write it like 2026-12-31` */
export function importProblemText({ file, line, column, because }: Problem): string {
  return `${file}${line === null ? '' : `:${line}`}${column === null ? '' : ` ${column}`}: ${because}`;
}
