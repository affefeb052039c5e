// The mapping file: which of the files' columns is which of ours, and what the files are called.
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { FILE_NAMES } from './columns.ts';
import type { FileKind } from './columns.ts';
import type { Problem } from './problem.ts';

const KINDS = Object.keys(FILE_NAMES) as FileKind[];
const Renamed = z.record(z.string(), z.union([z.string(), z.number()]).transform(String));
const Written = z
  .strictObject(Object.fromEntries(['files', ...KINDS].map((name) => [name, Renamed.optional()])))
  .nullable();

export interface Mapping {
  /** What a file is called, where it is not as ours: `leads: "Export 12.csv"`. */
  readonly files: Readonly<Partial<Record<FileKind, string>>>;
  /** Our column -> the file's. */
  readonly columns: Readonly<Partial<Record<FileKind, Readonly<Record<string, string>>>>>;
}

export const NO_MAPPING: Mapping = { files: {}, columns: {} };

/** YAML, of which JSON is a part: `leads: { id: Lead Number }`. */
export function readMapping(file: string, text: string): Mapping | Problem {
  let written: unknown;
  try {
    written = parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    return { file, line: error.linePos?.[0].line ?? null, column: null, because: error.message.split('\n')[0] ?? '' };
  }
  const read = Written.safeParse(written);
  if (!read.success) {
    const [issue] = read.error.issues;
    const place = issue?.path.join('.') ?? '';
    const because = `${place === '' ? '' : `${place}: `}${issue?.message ?? ''}: write it like  leads: { id: "Lead Number" }`;
    return { file, line: null, column: null, because };
  }
  const { files = {}, ...columns } = read.data ?? {};
  const strange = Object.keys(files).find((kind) => !KINDS.includes(kind as FileKind));
  if (strange !== undefined) {
    return { file, line: null, column: null, because: `files: there is no kind “${strange}”: ${KINDS.join(', ')}` };
  }
  return { files, columns };
}
