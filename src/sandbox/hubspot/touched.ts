// What a change of the account left behind, so that a process that is killed before it saves again loses nothing.
import type { Account } from './account.ts';
import { HUBSPOT_OBJECTS, type HubspotChange, type HubspotObject } from './model.ts';
import type { Stored } from './shelf.ts';
import type { LinkChange } from './webhook-events.ts';

export interface HubspotPut {
  readonly object: HubspotObject;
  readonly id: string;
  /** Undefined: only its ties changed. */
  readonly stored: Stored | undefined;
  /** Ids that lead to it from now on. */
  readonly mergedIds: readonly string[];
  /** Its ties by the other object: ids and the types of the tie. */
  readonly links: Readonly<Record<string, ReadonlyMap<string, ReadonlySet<number>>>>;
}

export function touchedByChange(account: Account, { object, id, mergedIds }: HubspotChange): HubspotPut {
  const stored = account.store.kept.shelves.get(object)?.get(id);
  return { object, id, stored, mergedIds, links: linksOf(account, object, id) };
}

export function touchedByLink(account: Account, { from, to }: LinkChange): readonly HubspotPut[] {
  return [from, to].map(({ object, id }) => ({
    object,
    id,
    stored: undefined,
    mergedIds: [],
    links: linksOf(account, object, id),
  }));
}

/** Puts it into an account that was saved before. Tells nobody. */
export function putBack(account: Account, puts: readonly HubspotPut[]): void {
  const { shelves, forwards } = account.store.kept;
  for (const { object, id, stored, mergedIds, links } of puts) {
    const shelf = shelves.get(object) ?? new Map<string, Stored>();
    shelves.set(object, shelf);
    if (stored !== undefined) shelf.set(id, stored);
    for (const merged of mergedIds) {
      shelf.delete(merged);
      forwards.set(`${object}:${merged}`, id);
    }
    for (const [other, ties] of Object.entries(links)) {
      const own = new Map([...ties].map(([toId, types]) => [toId, new Set(types)]));
      account.associations.links.set(`${object}:${id}>${other}`, own);
    }
  }
  account.store.forget();
  account.index.rebuild();
}

function linksOf({ associations }: Account, object: HubspotObject, id: string): HubspotPut['links'] {
  const kept = HUBSPOT_OBJECTS.flatMap((other) => {
    const ties = associations.links.get(`${object}:${id}>${other}`);
    return ties === undefined ? [] : [[other, ties] as const];
  });
  return Object.fromEntries(kept);
}
