// The records of one kind: a search, a table of at most a hundred rows, and the way to the others.
import type { RefObject, VNode } from 'preact';
import { useId, useMemo, useState } from 'preact/hooks';
import type { CrmObject, CrmOverview } from '#sandbox/web/protocol.ts';
import type { OutsideWorld } from '../live/world.ts';
import { Icon } from '../chat/icons.tsx';
import { NEWEST_FIRST, findRows, inOrder, pageOf } from './find-rows.ts';
import type { Page } from './find-rows.ts';
import { useFresh, useNow } from './hooks.ts';
import type { Placing } from './hooks.ts';
import { RecordTable } from './record-table.tsx';
import { Nothing, Skeleton } from './states.tsx';
import { columnsOf, searchedOf } from './values.ts';

export interface RecordListProps {
  readonly overview: CrmOverview;
  readonly object: CrmObject;
  readonly world: OutsideWorld;
  readonly placing: Placing;
  /** The list itself, to be given the focus. */
  readonly frame: RefObject<HTMLDivElement | null>;
}

const SKELETON_ROWS = 12;
const TICK_MS = 5_000;
const COUNT = new Intl.NumberFormat('en');

export function RecordList({ overview, object, world, placing, frame }: RecordListProps): VNode {
  const [typed, setTyped] = useState('');
  const [order, setOrder] = useState(NEWEST_FIRST);
  const [wanted, setWanted] = useState(0);
  const { crm, owners } = overview;
  const rows = world.records(crm, object.name).value;
  const columns = useMemo(() => columnsOf(object), [object]);
  const searched = useMemo(() => searchedOf(object), [object]);
  // Ordered before it is searched: a letter more in the search then costs no ordering.
  const ordered = useMemo(() => inOrder(rows ?? [], order, columns, owners), [rows, order, columns, owners]);
  const found = useMemo(() => findRows(ordered, typed, searched, owners), [ordered, typed, searched, owners]);
  const page = pageOf(found, wanted);
  const fresh = useFresh(world, crm, object.name);
  const now = useNow(world, TICK_MS);

  return (
    <div class="crm-list">
      <div class="crm-tools">
        <SearchField
          label={`Search ${object.label.toLowerCase()}`}
          typed={typed}
          onType={(text) => {
            setTyped(text);
            setWanted(0);
          }}
        />
        {rows === null ? null : <Pager page={page} onGo={setWanted} />}
      </div>
      <div class="crm-frame" ref={frame} tabIndex={0} role="region" aria-label={object.label}>
        {rows === null ? (
          <Skeleton rows={SKELETON_ROWS} />
        ) : page.rows.length > 0 ? (
          <RecordTable
            object={object}
            columns={columns}
            owners={owners}
            rows={page.rows}
            order={order}
            onOrder={setOrder}
            fresh={fresh}
            now={now}
            placing={placing}
          />
        ) : typed.trim() === '' ? (
          <Nothing title={`No ${object.label.toLowerCase()} yet`}>What comes in appears here by itself.</Nothing>
        ) : (
          <Nothing title="Nothing found">
            No {object.label.toLowerCase()} match “{typed.trim()}”.
          </Nothing>
        )}
      </div>
    </div>
  );
}

interface SearchFieldProps {
  readonly label: string;
  readonly typed: string;
  readonly onType: (text: string) => void;
}

function SearchField({ label, typed, onType }: SearchFieldProps): VNode {
  const id = useId();
  return (
    <div class="crm-search">
      <label class="crm-hidden" for={id}>
        {label}
      </label>
      <Icon name="search" size={16} />
      <input
        id={id}
        type="search"
        placeholder={label}
        value={typed}
        autocomplete="off"
        spellcheck={false}
        onInput={({ currentTarget }) => onType(currentTarget.value)}
      />
    </div>
  );
}

function Pager({ page, onGo }: { readonly page: Page; readonly onGo: (page: number) => void }): VNode {
  const { from, to, total, page: at, pages } = page;
  return (
    <div class="crm-pager">
      <span aria-live="polite">
        {total === 0 ? 'None' : `${COUNT.format(from)}–${COUNT.format(to)} of ${COUNT.format(total)}`}
      </span>
      {pages < 2 ? null : (
        <>
          <button
            type="button"
            class="crm-step"
            aria-label="Page before"
            disabled={at === 0}
            onClick={() => onGo(at - 1)}
          >
            ‹
          </button>
          <button
            type="button"
            class="crm-step"
            aria-label="Next page"
            disabled={at === pages - 1}
            onClick={() => onGo(at + 1)}
          >
            ›
          </button>
        </>
      )}
    </div>
  );
}
