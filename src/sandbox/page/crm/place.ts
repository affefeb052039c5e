// Where in a CRM somebody is, as the page's address says it. Pure.
import type { CrmName, CrmObject } from '#sandbox/web/protocol.ts';

export interface Place {
  readonly object: string;
  /** The open record; null: the list alone. */
  readonly id: string | null;
}

/** The first kind of record where the address names none that this CRM has. */
export function placeIn(search: string, crm: CrmName, objects: readonly CrmObject[]): Place {
  const params = new URLSearchParams(search);
  const known = params.get('tab') === crm ? objects.find(({ name }) => name === params.get('object')) : undefined;
  if (known === undefined) return { object: objects[0]?.name ?? '', id: null };
  return { object: known.name, id: params.get('id') || null };
}

/** The address of a place; everything else that it says stays. */
export function addressOf(search: string, crm: CrmName, { object, id }: Place): string {
  const params = new URLSearchParams(search);
  params.set('tab', crm);
  params.set('object', object);
  if (id === null) params.delete('id');
  else params.set('id', id);
  return `/?${params.toString().replaceAll('%40', '@')}`;
}

/** Who edits by hand: whoever the page's first pane is for. */
export function personaIn(search: string): string {
  return new URLSearchParams(search).get('as') || 'ana';
}
