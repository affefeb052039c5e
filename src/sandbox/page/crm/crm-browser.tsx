// A CRM as a simple record browser: kinds of records, a list that flashes what changes, a record to edit by hand.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { CrmName, CrmOverview } from '#sandbox/web/protocol.ts';
import type { OutsideWorld } from '../live/world.ts';
import { ChangeFeed } from './change-feed.tsx';
import { CrmHead } from './crm-head.tsx';
import { usePlace } from './hooks.ts';
import { RecordList } from './record-list.tsx';
import { RecordPanel } from './record-panel.tsx';
import { Waiting } from './states.tsx';
import './crm.css';
import './feed.css';
import './table.css';

export interface CrmBrowserProps {
  readonly crm: CrmName;
  readonly world: OutsideWorld;
}

const LABELS: Readonly<Record<CrmName, string>> = { hubspot: 'HubSpot', salesforce: 'Salesforce' };

export function CrmBrowser({ crm, world }: CrmBrowserProps): VNode {
  const overview = world.crms.value.find((each) => each.crm === crm);
  return (
    <section class="crm" data-crm={crm} aria-label={`${LABELS[crm]}, made up`}>
      {overview === undefined ? (
        <Waiting>Waiting for {LABELS[crm]} …</Waiting>
      ) : (
        <Open overview={overview} world={world} />
      )}
    </section>
  );
}

function Open({ overview, world }: { readonly overview: CrmOverview; readonly world: OutsideWorld }): VNode {
  const { crm, objects } = overview;
  const placing = usePlace(crm, objects);
  const { place, goTo } = placing;
  const list = useRef<HTMLDivElement>(null);
  const object = objects.find(({ name }) => name === place.object);
  if (object === undefined) return <Waiting>There are no records in {overview.label}.</Waiting>;

  /** The focus goes back to where the record was opened from. */
  function close(): void {
    const { id } = place;
    goTo({ ...place, id: null });
    const links = [...(list.current?.querySelectorAll<HTMLElement>('[data-record]') ?? [])];
    (links.find(({ dataset }) => dataset['record'] === id) ?? list.current)?.focus();
  }

  return (
    <>
      <CrmHead overview={overview} world={world} placing={placing} />
      <div class="crm-body" data-open={place.id !== null}>
        <RecordList
          key={object.name}
          overview={overview}
          object={object}
          world={world}
          placing={placing}
          frame={list}
        />
        {place.id === null ? (
          <ChangeFeed overview={overview} world={world} placing={placing} />
        ) : (
          <RecordPanel
            key={`${object.name} ${place.id}`}
            overview={overview}
            object={object}
            id={place.id}
            world={world}
            placing={placing}
            onClose={close}
          />
        )}
      </div>
    </>
  );
}
