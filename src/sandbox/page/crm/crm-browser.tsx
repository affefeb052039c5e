// A CRM as a simple record browser: kinds of records, a list that flashes what changes, a record to edit by hand.
import type { VNode } from 'preact';
import type { CrmName } from '#sandbox/web/protocol.ts';
import type { OutsideWorld } from '../live/world.ts';

export interface CrmBrowserProps {
  readonly crm: CrmName;
  readonly world: OutsideWorld;
}

export function CrmBrowser({ crm }: CrmBrowserProps): VNode {
  return <section>{crm}</section>;
}
