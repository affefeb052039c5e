// Ties that were there before anybody looked, kept small: by object and id, the ids at the other end. The first company of
// a contact or deal is its primary one, the first contact of a deal its main one.
import type { HubspotObject } from './model.ts';

export interface PlantedLinks {
  plant(from: HubspotObject, to: HubspotObject, pairs: Iterable<readonly [fromId: string, toId: string]>): void;
  of(from: HubspotObject, id: string, to: HubspotObject): readonly string[];
  clear(): void;
}

type Ends = Map<number, number | number[]>;

export function createPlantedLinks(): PlantedLinks {
  const ends = new Map<string, Ends>();

  function side(from: HubspotObject, to: HubspotObject): Ends {
    const key = `${from}>${to}`;
    const existing = ends.get(key);
    if (existing !== undefined) return existing;
    const empty: Ends = new Map();
    ends.set(key, empty);
    return empty;
  }

  return {
    plant(from, to, pairs) {
      const [there, back] = [side(from, to), side(to, from)];
      for (const [fromId, toId] of pairs) {
        add(there, Number(fromId), Number(toId));
        add(back, Number(toId), Number(fromId));
      }
    },
    of(from, id, to) {
      const kept = ends.get(`${from}>${to}`)?.get(Number(id));
      if (kept === undefined) return [];
      return (typeof kept === 'number' ? [kept] : kept).map(String);
    },
    clear: () => ends.clear(),
  };
}

/** Once, however often it is planted. */
function add(side: Ends, id: number, other: number): void {
  const kept = side.get(id);
  if (kept === undefined) side.set(id, other);
  else if (typeof kept !== 'number') {
    if (!kept.includes(other)) kept.push(other);
  } else if (kept !== other) side.set(id, [kept, other]);
}
