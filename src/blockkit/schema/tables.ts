// The table and data_table blocks.
import { LIMITS } from '../limits.ts';
import { all, boolean, integer, isRecord, list, object, oneOf, string, variants } from './checks.ts';
import type { Check } from './checks.ts';
import { rawNumber, rawText } from './elements.ts';
import { blockId } from './objects.ts';
import { richText } from './rich-text.ts';

const cell: Check = variants({ ...rawText, ...rawNumber, rich_text: richText });

export const table: Check = object(
  { type: oneOf('table'), rows: list(list(cell, { max: LIMITS.table.columns }), { max: LIMITS.table.rows }) },
  {
    block_id: blockId,
    column_settings: list(object({}, { align: oneOf('left', 'center', 'right'), is_wrapped: boolean }), {
      max: LIMITS.table.columns,
    }),
  },
);

const evenRows: Check = (value, at, report) => {
  const rows: readonly unknown[] = isRecord(value) && Array.isArray(value['rows']) ? value['rows'] : [];
  const width = Array.isArray(rows[0]) ? rows[0].length : 0;
  let characters = 0;
  rows.forEach((row, index) => {
    const cells: readonly unknown[] = Array.isArray(row) ? row : [];
    if (cells.length !== width) report('all rows must have the same number of values', `${at}/rows/${index}`);
    for (const [column, entry] of cells.entries()) {
      if (!isRecord(entry)) continue;
      if (index === 0 && entry['type'] === 'rich_text') {
        report('unsupported type: rich_text', `${at}/rows/0/${column}/type`);
      }
      characters += typeof entry['text'] === 'string' ? entry['text'].length : JSON.stringify(entry).length;
    }
  });
  if (characters > LIMITS.dataTable.characters) {
    report(`must be less than ${LIMITS.dataTable.characters + 1} characters`, `${at}/rows`);
  }
};

export const dataTable: Check = all(
  object(
    {
      type: oneOf('data_table'),
      caption: string(),
      rows: list(list(cell, { max: LIMITS.dataTable.columns }), { min: 2, max: LIMITS.dataTable.rows }),
    },
    {
      block_id: blockId,
      page_size: integer(1, LIMITS.dataTable.pageSize),
      row_header_column_index: integer(0, LIMITS.dataTable.columns - 1),
    },
  ),
  evenRows,
);
