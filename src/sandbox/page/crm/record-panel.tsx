// One record: who changed it last, what it is tied to, its fields to edit by hand, its history.
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { CrmObject, CrmOverview, CrmRow } from '#sandbox/web/protocol.ts';
import type { OutsideWorld } from '../live/world.ts';
import { Icon } from '../chat/icons.tsx';
import { agoText } from './ago.ts';
import { groupHistory } from './group-history.ts';
import { useLoaded, useNow } from './hooks.ts';
import type { Placing } from './hooks.ts';
import { RecordForm } from './record-form.tsx';
import { RecordHistory } from './record-history.tsx';
import { PlaceLink } from './record-link.tsx';
import { Nothing, Waiting } from './states.tsx';
import { inSentence } from './values.ts';
import './record.css';

export interface RecordPanelProps {
  readonly overview: CrmOverview;
  readonly object: CrmObject;
  readonly id: string;
  readonly world: OutsideWorld;
  readonly placing: Placing;
  readonly onClose: () => void;
}

export function RecordPanel(props: RecordPanelProps): VNode {
  const { overview, object, id, world, onClose } = props;
  const rows = world.records(overview.crm, object.name).value;
  const row = rows?.find((each) => each.id === id);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    <aside
      ref={panel}
      class="crm-record"
      tabIndex={-1}
      aria-label={row?.title ?? 'Record'}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <button type="button" class="crm-close" aria-label="Close record" onClick={onClose}>
        <Icon name="close" size={18} />
      </button>
      {row !== undefined ? (
        <Details {...props} row={row} />
      ) : rows === null ? (
        <Waiting>Opening the record …</Waiting>
      ) : (
        <Nothing title="This record is not here any more">It was deleted, or merged into another one.</Nothing>
      )}
    </aside>
  );
}

const TICK_MS = 1_000;

function Details({ overview, object, row, world, placing }: RecordPanelProps & { readonly row: CrmRow }): VNode {
  const now = useNow(world, TICK_MS);
  const { crm } = overview;
  const key = `${row.id} ${row.modifiedAt} ${world.changes.value[0]?.at ?? ''}`;
  const history = useLoaded(() => world.history(crm, object.name, row.id), key);
  const links = useLoaded(() => world.links(crm, object.name, row.id), key);
  const entries = history.value === null ? null : groupHistory(history.value, object.fields);
  const last = entries?.[0];
  return (
    <>
      <header class="crm-record-head">
        <span class="crm-kind">{object.label}</span>
        <h3>{row.title}</h3>
        <p class="crm-last" role="status">
          {last === undefined ? (
            `Changed ${agoText(Date.parse(row.modifiedAt), now)}`
          ) : (
            <>
              {last.made ? 'Created' : 'Changed'} by{' '}
              <b data-by={last.by === 'Signalbox' ? 'app' : 'other'}>{inSentence(last.by)}</b>{' '}
              {agoText(Date.parse(last.at), now)}
            </>
          )}
        </p>
      </header>
      {links.error === '' ? null : <p class="crm-error">{links.error}</p>}
      {links.value === null || links.value.length === 0 ? null : (
        <ul class="crm-links" aria-label="Tied to">
          {links.value.map((link) => (
            <li key={`${link.object} ${link.id}`}>
              <PlaceLink placing={placing} to={{ object: link.object, id: link.id }}>
                <span>{link.label}</span> {link.title}
              </PlaceLink>
            </li>
          ))}
        </ul>
      )}
      <RecordForm overview={overview} object={object} row={row} world={world} />
      <RecordHistory entries={entries} error={history.error} owners={overview.owners} now={now} />
    </>
  );
}
