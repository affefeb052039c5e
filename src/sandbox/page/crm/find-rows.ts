// Which of a list's rows are looked at: those that a search finds, in an order, a page of them at a time. Pure.
import type { CrmField, CrmOverview, CrmRow } from '#sandbox/web/protocol.ts';
import { shownValue, textOf } from './values.ts';

/** More rows than this at once would make the page slow. */
export const PAGE_SIZE = 100;

type Owners = CrmOverview['owners'];

/** `title`, `created`, or a field's name. */
export interface Order {
  readonly by: string;
  readonly down: boolean;
}

export const NEWEST_FIRST: Order = { by: 'created', down: true };

export interface Page {
  readonly rows: readonly CrmRow[];
  /** Of this page the first and last row, counted from 1; 0 and 0 where there is none. */
  readonly from: number;
  readonly to: number;
  readonly total: number;
  /** Counted from 0; the last page where there are fewer than was asked for. */
  readonly page: number;
  readonly pages: number;
}

// Rows and owners are replaced when they change, so what a row says is put together once.
const texts = new WeakMap<Owners, WeakMap<CrmRow, string>>();

/** Finds rows that have every word of `typed` somewhere in their title or these fields. */
export function findRows(
  rows: readonly CrmRow[],
  typed: string,
  fields: readonly CrmField[],
  owners: Owners,
): readonly CrmRow[] {
  const words = typed.toLocaleLowerCase('en').split(/\s+/u).filter(Boolean);
  if (words.length === 0) return rows;
  const known = texts.get(owners) ?? new WeakMap<CrmRow, string>();
  texts.set(owners, known);
  return rows.filter((row) => {
    const text = known.get(row) ?? textOf(row, fields, owners);
    known.set(row, text);
    return words.every((word) => text.includes(word));
  });
}

/** Rows without a value come last, whichever way. */
export function inOrder(
  rows: readonly CrmRow[],
  { by, down }: Order,
  columns: readonly CrmField[],
  owners: Owners,
): readonly CrmRow[] {
  const field = columns.find(({ name }) => name === by);
  const way = down ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: keyOf(row, by, field, owners) }));
  return keyed.toSorted((one, other) => compare(one.key, other.key, way)).map(({ row }) => row);
}

type Key = string | number | null;

const COLLATOR = new Intl.Collator('en', { numeric: true });

function compare(one: Key, other: Key, way: 1 | -1): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === 'number' && typeof other === 'number') return way * (one - other);
  return way * COLLATOR.compare(String(one), String(other));
}

function keyOf(row: CrmRow, by: string, field: CrmField | undefined, owners: Owners): Key {
  if (by === 'title') return row.title;
  if (field === undefined) return Date.parse(row.createdAt);
  const value = row.values[field.name] ?? null;
  if (value === null) return null;
  if (field.type === 'date') return Date.parse(value);
  return field.type === 'number' ? Number(value) : shownValue(field, value, owners);
}

export function pageOf(rows: readonly CrmRow[], wanted: number): Page {
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_SIZE));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  const shown = rows.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
  const from = shown.length === 0 ? 0 : page * PAGE_SIZE + 1;
  return { rows: shown, from, to: page * PAGE_SIZE + shown.length, total: rows.length, page, pages };
}
