// Files that somebody exported, as rows of a CRM's history and costs: all of it is right, or nothing is taken.
import type { HistoryRow } from '#ports/crm-history.ts';
import type { HistoryRules, NewCost } from '../store.ts';
import { openBook } from './book.ts';
import { FILE_NAMES } from './columns.ts';
import type { Entry, FileKind } from './columns.ts';
import { campaignRows, dealRows, newCosts, subscriptionRows } from './import-deals.ts';
import { activityRows, personRows, touchRows } from './import-people.ts';
import type { Mapping } from './mapping.ts';
import type { Problem } from './problem.ts';
import { readTable } from './read-table.ts';

export type Import =
  | {
      readonly kind: 'read';
      readonly rows: readonly HistoryRow[];
      readonly costs: readonly NewCost[];
      readonly notes: readonly string[];
      readonly counts: ReadonlyMap<FileKind, number>;
    }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

export interface ImportFile {
  /** `leads.csv` */
  readonly name: string;
  readonly text: string;
}

const KINDS = Object.keys(FILE_NAMES) as FileKind[];

/** What a file holds, by its name; null: nothing of ours. */
export function kindOf(name: string, { files }: Mapping): FileKind | null {
  const mapped = KINDS.find((kind) => files[kind] === name);
  if (mapped !== undefined) return mapped;
  const [, base] = /^(.+)\.(?:csv|tsv|txt)$/iu.exec(name) ?? [];
  return (
    KINDS.find((kind) => files[kind] === undefined && FILE_NAMES[kind].includes(base?.toLowerCase() ?? '')) ?? null
  );
}

export function readImport(files: readonly ImportFile[], mapping: Mapping, rules: HistoryRules): Import {
  const problems: Problem[] = [];
  const names = new Map<FileKind, string>();
  const notes: string[] = [];
  const tables = new Map<FileKind, readonly unknown[]>();
  for (const { name, text } of files) {
    const kind = kindOf(name, mapping);
    if (kind === null) continue;
    const other = names.get(kind);
    if (other !== undefined) {
      problems.push({
        file: name,
        line: null,
        column: null,
        because: `${other} has the ${kind} already: keep one of them, or name it in a mapping file`,
      });
      continue;
    }
    names.set(kind, name);
    const table = readTable(kind, { file: name, text, mapping: mapping.columns[kind] ?? {}, zone: rules.zone });
    problems.push(...table.problems, ...repeated(kind, name, table.entries));
    if (table.unused.length > 0) notes.push(`${name}: nothing is made of ${table.unused.join(', ')}`);
    tables.set(kind, table.entries);
  }
  if (problems.length > 0) return { kind: 'refused', problems };
  const of = <Kind extends FileKind>(kind: Kind) => (tables.get(kind) ?? []) as readonly Entry<Kind>[];
  const book = openBook(
    tables.has('leads') ? of('leads') : null,
    rules,
    (kind) => names.get(kind) ?? `${FILE_NAMES[kind][0] ?? kind}.csv`,
  );
  const people = personRows(of('leads'), of('stages'), book);
  const rest = [
    ...campaignRows(of('campaigns'), book),
    ...people,
    ...dealRows(of('deals'), book),
    ...touchRows(of('touches'), book),
    ...activityRows(of('activities'), book),
    ...subscriptionRows(of('subscriptions'), book),
  ];
  const costs = newCosts(of('costs'), book);
  if (book.problems.length > 0) return { kind: 'refused', problems: book.problems };
  const counts = new Map([...tables].map(([kind, entries]) => [kind, entries.length]));
  return { kind: 'read', rows: [...book.companies(), ...rest], costs, notes: [...notes, ...book.notes()], counts };
}

/** The same id twice is a slip of whoever exported: which of the lines is right, nobody can tell. */
function repeated(kind: FileKind, file: string, entries: readonly Entry<FileKind>[]): readonly Problem[] {
  if (kind === 'stages') return [];
  const seen = new Map<string, number>();
  return entries.flatMap((entry): readonly Problem[] => {
    if (!('id' in entry) || entry.id === null) return [];
    const key = `${'crm' in entry ? (entry.crm ?? '') : ''} ${entry.id}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, entry.line);
    if (first === undefined) return [];
    return [
      {
        file,
        line: entry.line,
        column: 'id',
        because: `“${entry.id}” is on line ${first} already: each id stands once`,
      },
    ];
  });
}
