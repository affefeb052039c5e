// What changed in this CRM, as it happens, the newest first: who changed what to what.
import type { VNode } from 'preact';
import type { CrmObject, CrmOverview } from '#sandbox/web/protocol.ts';
import type { OutsideWorld, RecordChange } from '../live/world.ts';
import { agoText } from './ago.ts';
import { useNow } from './hooks.ts';
import type { Placing } from './hooks.ts';
import { PlaceLink } from './record-link.tsx';
import { shownValue } from './values.ts';

export interface ChangeFeedProps {
  readonly overview: CrmOverview;
  readonly world: OutsideWorld;
  readonly placing: Placing;
}

const LONGEST = 60;
const MOST_FIELDS = 3;
const TICK_MS = 1_000;
const WORDS = { created: 'New', updated: 'Changed', deleted: 'Deleted', merged: 'Merged' } as const;

export function ChangeFeed({ overview, world, placing }: ChangeFeedProps): VNode {
  useNow(world, TICK_MS);
  const changes = world.changes.value.filter(({ row }) => row.crm === overview.crm).slice(0, LONGEST);
  return (
    <aside class="crm-feed" aria-label="What changed">
      <h3>What changed</h3>
      {changes.length === 0 ? (
        <p class="crm-quiet">Nothing since you came. Changes show up here as they happen.</p>
      ) : null}
      <div role="log" aria-label="Changes, newest first">
        <ol>
          {changes.map((change) => (
            <Entry
              key={`${change.row.id} ${change.at} ${change.what}`}
              change={change}
              overview={overview}
              placing={placing}
            />
          ))}
        </ol>
      </div>
    </aside>
  );
}

interface EntryProps {
  readonly change: RecordChange;
  readonly overview: CrmOverview;
  readonly placing: Placing;
}

function Entry({ change, overview, placing }: EntryProps): VNode {
  const { row, what, by, at } = change;
  const object = overview.objects.find(({ name }) => name === row.object);
  return (
    <li data-by={by === 'Signalbox' ? 'app' : 'other'}>
      <div class="crm-feed-line">
        <span class="crm-what" data-what={what}>
          {WORDS[what]}
        </span>
        {what === 'deleted' ? (
          <span class="crm-title">{row.title}</span>
        ) : (
          <PlaceLink placing={placing} to={{ object: row.object, id: row.id }} class="crm-title">
            {row.title}
          </PlaceLink>
        )}
      </div>
      {object === undefined || what !== 'updated' ? null : (
        <Fields change={change} object={object} overview={overview} />
      )}
      <div class="crm-feed-by">
        <b>{by}</b> · {object?.label} · {agoText(at, performance.now())}
      </div>
    </li>
  );
}

interface FieldsProps {
  readonly change: RecordChange;
  readonly object: CrmObject;
  readonly overview: CrmOverview;
}

function Fields({ change: { row, changed }, object, overview }: FieldsProps): VNode {
  const fields = changed.flatMap((name) => object.fields.find((field) => field.name === name) ?? []);
  return (
    <ul>
      {fields.slice(0, MOST_FIELDS).map((field) => (
        <li key={field.name}>
          {field.label} <span aria-hidden="true">→</span>
          <span class="crm-hidden"> is now </span>{' '}
          <b>{shownValue(field, row.values[field.name] ?? null, overview.owners) ?? 'none'}</b>
        </li>
      ))}
      {fields.length > MOST_FIELDS ? <li>and {fields.length - MOST_FIELDS} more</li> : null}
    </ul>
  );
}
