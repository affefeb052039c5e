// The table and data_table blocks. A data table has a caption, sorts by a click on a column, and goes by pages.
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Json } from '#sandbox/web/protocol.ts';
import type { BlockProps } from './block-props.ts';
import { jsonsIn, numberIn, textIn } from './json.ts';
import { RichText } from './rich-text.tsx';
import type { Surface } from './surface.ts';
import { alignOf, nextOrder, rowsIn, sortedRows } from './table-rows.ts';
import type { Order } from './table-rows.ts';
import './tables.css';

function Cell({ cell, surface }: { readonly cell: Json; readonly surface: Surface }): ComponentChildren {
  return cell['type'] === 'rich_text' ? <RichText block={cell} surface={surface} /> : textIn(cell, 'text');
}

export function Table({ block, surface }: BlockProps): VNode {
  const [head = [], ...rows] = rowsIn(block);
  const settings = jsonsIn(block, 'column_settings');
  const look = (column: number): { readonly 'data-align': string; readonly 'data-wrap': boolean } => ({
    'data-align': textIn(settings[column], 'align') || 'left',
    'data-wrap': settings[column]?.['is_wrapped'] === true,
  });
  return (
    <div class="block-table-frame" tabIndex={0} role="group" aria-label="Table">
      <table class="block-table">
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th scope="col" {...look(column)}>
                <Cell cell={cell} surface={surface} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((cell, column) => (
                <td {...look(column)}>
                  <Cell cell={cell} surface={surface} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const PAGE_SIZE = 10;
const SORTED = { ascending: '↑', descending: '↓' } as const;

export function DataTable({ block, surface }: BlockProps): VNode {
  const [order, setOrder] = useState<Order | null>(null);
  const [page, setPage] = useState(0);
  const [head = [], ...rows] = rowsIn(block);
  const size = numberIn(block, 'page_size') ?? PAGE_SIZE;
  const rowHeader = numberIn(block, 'row_header_column_index');
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const current = Math.min(page, pages - 1);
  const shown = sortedRows(rows, order).slice(current * size, (current + 1) * size);
  return (
    <figure class="block-data-table">
      <figcaption class="block-words">{textIn(block, 'caption')}</figcaption>
      <div class="block-table-frame" tabIndex={0} role="group" aria-label={textIn(block, 'caption')}>
        <table class="block-table">
          <thead>
            <tr>
              {head.map((cell, column) => {
                const direction = order?.column === column ? order.direction : undefined;
                return (
                  <th scope="col" aria-sort={direction ?? 'none'} data-align={alignOf(rows, column)}>
                    <button
                      type="button"
                      class="block-sort"
                      onClick={() => {
                        setOrder(nextOrder(order, column));
                        setPage(0);
                      }}
                    >
                      {textIn(cell, 'text')}
                      <span aria-hidden="true">{direction === undefined ? '' : ` ${SORTED[direction]}`}</span>
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr>
                {row.map((cell, column) =>
                  column === rowHeader ? (
                    <th scope="row" data-align={alignOf(rows, column)}>
                      <Cell cell={cell} surface={surface} />
                    </th>
                  ) : (
                    <td data-align={alignOf(rows, column)}>
                      <Cell cell={cell} surface={surface} />
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <div class="block-pages">
          <button type="button" class="block-button" disabled={current === 0} onClick={() => setPage(current - 1)}>
            Previous
          </button>
          <span role="status">
            {current * size + 1}–{current * size + shown.length} of {rows.length}
          </span>
          <button
            type="button"
            class="block-button"
            disabled={current === pages - 1}
            onClick={() => setPage(current + 1)}
          >
            Next
          </button>
        </div>
      )}
    </figure>
  );
}
