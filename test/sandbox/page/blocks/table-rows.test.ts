import { describe, expect, it } from 'vitest';
import type { Json } from '#sandbox/web/protocol.ts';
import { alignOf, nextOrder, rowsIn, sortedRows } from '#sandbox/page/blocks/table-rows.ts';

const words = (text: string): Json => ({ type: 'raw_text', text });
const figure = (value: number): Json => ({ type: 'raw_number', value, text: String(value) });
const rows = [
  [words('Bo'), figure(9)],
  [words('ana'), figure(100)],
  [words('Cy'), figure(20)],
];

function firsts(column: number, direction: 'ascending' | 'descending'): readonly unknown[] {
  return sortedRows(rows, { column, direction }).map((row) => row[0]?.['text']);
}

describe('A data table', () => {
  it('sorts words as people do and numbers by size', () => {
    expect(firsts(0, 'ascending')).toEqual(['ana', 'Bo', 'Cy']);
    expect(firsts(1, 'ascending')).toEqual(['Bo', 'Cy', 'ana']);
    expect(firsts(1, 'descending')).toEqual(['ana', 'Cy', 'Bo']);
  });

  it('stays as it came without an order', () => {
    expect(sortedRows(rows, null)).toBe(rows);
  });

  it('goes up, down and back with clicks on a column', () => {
    const up = nextOrder(null, 1);
    const down = nextOrder(up, 1);
    expect([up, down, nextOrder(down, 1)]).toEqual([
      { column: 1, direction: 'ascending' },
      { column: 1, direction: 'descending' },
      null,
    ]);
    expect(nextOrder(down, 0)).toEqual({ column: 0, direction: 'ascending' });
  });

  it('puts numbers to the right', () => {
    expect([alignOf(rows, 0), alignOf(rows, 1), alignOf([], 1)]).toEqual(['left', 'right', 'left']);
  });

  it('has no rows where the block has something else', () => {
    expect(rowsIn({ rows: 'many' })).toEqual([]);
  });
});
