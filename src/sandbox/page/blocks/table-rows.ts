// The rows of table blocks: reading, sorting, aligning. Pure.
import type { Json } from '#sandbox/web/protocol.ts';
import { richWords } from './elements/rich-value.ts';
import { isJson, numberIn, textIn } from './json.ts';

export type Rows = readonly (readonly Json[])[];

export interface Order {
  readonly column: number;
  readonly direction: 'ascending' | 'descending';
}

/** The cells of a block's rows; the first row is the head. */
export function rowsIn(block: Json): Rows {
  const rows = block['rows'];
  return Array.isArray(rows) ? rows.filter((row) => Array.isArray(row)).map((row) => row.filter(isJson)) : [];
}

/** What a click on a column's head makes of the order: up, down, as it came. */
export function nextOrder(order: Order | null, column: number): Order | null {
  if (order?.column !== column) return { column, direction: 'ascending' };
  return order.direction === 'ascending' ? { column, direction: 'descending' } : null;
}

/** Numbers by size, all else by its words; cells that compare alike stay in their order. */
export function sortedRows(rows: Rows, order: Order | null): Rows {
  if (order === null) return rows;
  const sign = order.direction === 'ascending' ? 1 : -1;
  return rows.toSorted((a, b) => sign * compare(a[order.column], b[order.column]));
}

function compare(a: Json | undefined, b: Json | undefined): number {
  const [first, second] = [numberIn(a, 'value'), numberIn(b, 'value')];
  if (first !== undefined && second !== undefined) return first - second;
  return cellWords(a).localeCompare(cellWords(b), 'en', { numeric: true });
}

function cellWords(cell: Json | undefined): string {
  return cell?.['type'] === 'rich_text' ? richWords(cell) : textIn(cell, 'text');
}

/** Columns of numbers stand to the right. */
export function alignOf(rows: Rows, column: number): 'left' | 'right' {
  return rows.length > 0 && rows.every((row) => row[column]?.['type'] === 'raw_number') ? 'right' : 'left';
}
