// The head of a CRM: whose it is, and its kinds of records with how many there are.
import type { VNode } from 'preact';
import type { CrmObject, CrmOverview } from '#sandbox/web/protocol.ts';
import type { OutsideWorld } from '../live/world.ts';
import type { Placing } from './hooks.ts';
import { PlaceLink } from './record-link.tsx';

export interface CrmHeadProps {
  readonly overview: CrmOverview;
  readonly world: OutsideWorld;
  readonly placing: Placing;
}

const COUNT = new Intl.NumberFormat('en');

export function CrmHead({ overview: { crm, label, objects }, world, placing }: CrmHeadProps): VNode {
  return (
    <header class="crm-head">
      <div class="crm-brand">
        <span class="crm-mark" aria-hidden="true">
          {label.slice(0, 1)}
        </span>
        <span>
          <h2>{label}</h2>
          <span class="crm-account">Acme’s account, made up</span>
        </span>
      </div>
      <nav aria-label={`Records of ${label}`}>
        <ul>
          {objects.map((object) => (
            <li key={object.name}>
              <PlaceLink
                placing={placing}
                to={{ object: object.name, id: null }}
                class="crm-tab"
                current={object.name === placing.place.object}
              >
                {object.label} <Count crm={crm} object={object} world={world} />
              </PlaceLink>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}

interface CountProps {
  readonly crm: CrmOverview['crm'];
  readonly object: CrmObject;
  readonly world: OutsideWorld;
}

function Count({ crm, object, world }: CountProps): VNode {
  const rows = world.records(crm, object.name).value;
  return <span class="crm-count">{rows === null ? '…' : COUNT.format(rows.length)}</span>;
}
