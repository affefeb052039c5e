// The table of a list: what a column is ordered by, what flashes, and a row that opens its record.
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CrmField, CrmObject, CrmOverview, CrmRow } from '#sandbox/web/protocol.ts';
import { agoText } from './ago.ts';
import type { Order } from './find-rows.ts';
import type { Fresh } from './fresh-changes.ts';
import type { Placing } from './hooks.ts';
import { PlaceLink } from './record-link.tsx';
import { Value } from './value.tsx';

export interface RecordTableProps {
  readonly object: CrmObject;
  readonly columns: readonly CrmField[];
  readonly owners: CrmOverview['owners'];
  readonly rows: readonly CrmRow[];
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
  readonly fresh: ReadonlyMap<string, Fresh>;
  readonly now: number;
  readonly placing: Placing;
}

export function RecordTable(props: RecordTableProps): VNode {
  const { object, columns, rows, order, onOrder } = props;
  const heads = [{ name: 'title', label: 'Name' }, ...columns, { name: 'created', label: 'Created' }];
  return (
    <table class="crm-table">
      <caption class="crm-hidden">{object.label}</caption>
      <thead>
        <tr>
          {heads.map(({ name, label }) => (
            <Head key={name} name={name} label={label} order={order} onOrder={onOrder} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Line key={row.id} {...props} row={row} />
        ))}
      </tbody>
    </table>
  );
}

interface HeadProps {
  readonly name: string;
  readonly label: string;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
}

function Head({ name, label, order, onOrder }: HeadProps): VNode {
  const isBy = order.by === name;
  const sorted = order.down ? 'descending' : 'ascending';
  // Who presses for the first time wants the newest and the largest, but names from A.
  const next = isBy ? { by: name, down: !order.down } : { by: name, down: name !== 'title' };
  return (
    <th scope="col" aria-sort={isBy ? sorted : 'none'}>
      <button type="button" onClick={() => onOrder(next)}>
        {label}
        <span class="crm-arrow" aria-hidden="true">
          {isBy ? (order.down ? '↓' : '↑') : ''}
        </span>
      </button>
    </th>
  );
}

/** Drawn again only where something in it is another: a hundred rows are there at every change of any record. */
function Line(props: RecordTableProps & { readonly row: CrmRow }): VNode {
  const { row, columns, owners, fresh, now, placing, object } = props;
  const news = fresh.get(row.id);
  const isOpen = placing.place.id === row.id;
  const ago = agoText(Date.parse(row.createdAt), now);
  const flashes = news === undefined ? '' : `${news.isNew} ${[...news.fields].join(' ')}`;
  return useMemo(
    () => (
      <Cells
        row={row}
        columns={columns}
        owners={owners}
        news={news}
        isOpen={isOpen}
        ago={ago}
        placing={placing}
        object={object}
      />
    ),
    [row, columns, owners, flashes, isOpen, ago, location.search],
  );
}

interface CellsProps extends Pick<RecordTableProps, 'columns' | 'owners' | 'placing' | 'object'> {
  readonly row: CrmRow;
  readonly news: Fresh | undefined;
  readonly isOpen: boolean;
  readonly ago: string;
}

function Cells({ row, columns, owners, news, isOpen, ago, placing, object }: CellsProps): VNode {
  const to = { object: object.name, id: row.id };
  return (
    <tr
      class={news?.isNew === true ? 'crm-flash' : ''}
      data-open={isOpen}
      onClick={(event) => {
        const onLink = event.target instanceof Element && event.target.closest('a') !== null;
        // Whoever marks text to copy it does not want to go anywhere.
        if (!onLink && getSelection()?.isCollapsed !== false) placing.goTo(to);
      }}
    >
      <th scope="row">
        <PlaceLink placing={placing} to={to} class="crm-title" current={isOpen} record={row.id}>
          {row.title}
        </PlaceLink>
      </th>
      {columns.map((field) => {
        const at = news?.fields.get(field.name);
        return (
          // Another key begins the animation anew.
          <td key={`${field.name} ${at ?? ''}`} class={at === undefined ? '' : 'crm-flash'} data-label={field.label}>
            <Value field={field} value={row.values[field.name] ?? null} owners={owners} />
          </td>
        );
      })}
      <td class="crm-when" data-label="Created">
        <time dateTime={row.createdAt}>{ago}</time>
      </td>
    </tr>
  );
}
