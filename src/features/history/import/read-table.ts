// Reads one CSV file into entries: which column is which, and what each cell says. Finds everything that is wrong at once.
import { CsvError, parse } from 'csv-parse/sync';
import { readCell } from './cells.ts';
import { FILES } from './columns.ts';
import type { Columns } from './column.ts';
import type { Entry, FileKind } from './columns.ts';
import type { Problem } from './problem.ts';

export interface Table<Kind extends FileKind> {
  readonly entries: readonly Entry<Kind>[];
  readonly problems: readonly Problem[];
  /** Columns that nobody asks for, as the file calls them. */
  readonly unused: readonly string[];
}

/** Enough to see what is wrong. */
const MOST_PROBLEMS = 200;

export interface TableText {
  /** As people know it. */
  readonly file: string;
  readonly text: string;
  /** Our column -> the file's. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly zone: string;
}

interface RawRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

export function readTable<Kind extends FileKind>(kind: Kind, given: TableText): Table<Kind> {
  const raw = rawRows(given);
  if ('because' in raw) return { entries: [], problems: [raw], unused: [] };
  const [header, ...rows] = raw;
  if (header === undefined)
    return {
      entries: [],
      problems: [whole(given, 'the file is empty: it needs a line with the names of its columns')],
      unused: [],
    };
  const columns: Columns = FILES[kind];
  const { places, problems: wrong } = placesOf(columns, header.record, given);
  const problems: Problem[] = [...wrong];
  const names = new Set(places.keys());
  const entries: unknown[] = [];
  for (const { record, info } of rows) {
    if (problems.length >= MOST_PROBLEMS) break;
    const entry: Record<string, unknown> = { line: info.lines, given: names };
    for (const [name, { kind: cell, required }] of Object.entries(columns)) {
      const place = places.get(name);
      const text = place === undefined ? '' : (record[place] ?? '').trim();
      if (text === '' || /^(?:null|n\/a|nan|none)$/iu.test(text)) {
        entry[name] = null;
        if (required && place !== undefined) {
          problems.push({
            file: given.file,
            line: info.lines,
            column: header.record[place] ?? name,
            because: 'it is empty, and must not be',
          });
        }
        continue;
      }
      const read = readCell(cell, text, given.zone);
      if (read.kind === 'value') entry[name] = read.value;
      else
        problems.push({
          file: given.file,
          line: info.lines,
          column: header.record[place ?? 0] ?? name,
          because: read.because,
        });
    }
    entries.push(entry);
  }
  const used = new Set(places.values());
  return {
    entries: problems.length === 0 ? (entries as Entry<Kind>[]) : [],
    problems,
    unused: header.record.filter((name, index) => !used.has(index) && name.trim() !== ''),
  };
}

function rawRows({ file, text }: TableText): readonly RawRow[] | Problem {
  try {
    return parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    }) as unknown as RawRow[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error && typeof error['lines'] === 'number' ? error['lines'] : null;
    return {
      file,
      line,
      column: null,
      because: `${error.message}: quote texts that hold separators, quotes or line breaks`,
    };
  }
}

/** Of the first line: semicolons are what spreadsheets of half of Europe write. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split('\n', 1);
  const counted = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: first.split(delimiter).length }));
  return counted.reduce((most, one) => (one.count > most.count ? one : most), { delimiter: ',', count: 0 }).delimiter;
}

function placesOf(columns: Columns, header: readonly string[], { file, mapping }: TableText) {
  const problems: Problem[] = [];
  const places = new Map<string, number>();
  const called = header.map(simple);
  const taken = new Set<number>();
  for (const [name, wanted] of Object.entries(mapping)) {
    const index = called.indexOf(simple(wanted));
    if (columns[name] === undefined)
      problems.push({
        file,
        line: null,
        column: null,
        because: `the mapping names a column “${name}”, which these files do not have: ${Object.keys(columns).join(', ')}`,
      });
    else if (index < 0)
      problems.push({
        file,
        line: 1,
        column: wanted,
        because: `the mapping says that ${name} is called so, and there is no such column`,
      });
    else {
      places.set(name, index);
      taken.add(index);
    }
  }
  // Our own names first, so that what is called so is not taken for something else.
  for (const names of [ourName, otherNames]) {
    for (const [name, { also }] of Object.entries(columns)) {
      if (places.has(name)) continue;
      const index = names(name, also)
        .map((one) => called.findIndex((call, at) => call === one && !taken.has(at)))
        .find((at) => at >= 0);
      if (index === undefined) continue;
      places.set(name, index);
      taken.add(index);
    }
  }
  for (const [name, { required, also }] of Object.entries(columns)) {
    if (!required || places.has(name)) continue;
    problems.push({
      file,
      line: 1,
      column: null,
      because: `there is no column ${name} (nor ${also.slice(0, 4).join(', ')}): add it, or name it in a mapping file`,
    });
  }
  return { places, problems };
}

function ourName(name: string): readonly string[] {
  return [name];
}

function otherNames(_name: string, also: readonly string[]): readonly string[] {
  return also;
}

/** `Created Date` and `created-date` are `created_date`. */
function simple(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/gu, '');
}

function whole({ file }: TableText, because: string): Problem {
  return { file, line: null, column: null, because };
}
