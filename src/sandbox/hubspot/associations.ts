// Which records belong together. Both directions exist at once; the first company of a contact or deal is its primary.
import { HUBSPOT_OBJECTS, singular, type HubspotObject } from './model.ts';
import { createPlantedLinks, type PlantedLinks } from './planted-links.ts';

export interface Association {
  readonly toId: string;
  readonly typeIds: readonly number[];
}

interface Node {
  readonly object: HubspotObject;
  readonly id: string;
}

/** HubSpot's numbers for the unlabelled association of a pair, read from the first object to the second. */
const TYPE_IDS: Readonly<Record<string, number>> = {
  'contacts>companies': 279,
  'companies>contacts': 280,
  'deals>contacts': 3,
  'contacts>deals': 4,
  'deals>companies': 341,
  'companies>deals': 342,
  'tasks>contacts': 204,
  'contacts>tasks': 203,
  'tasks>companies': 192,
  'companies>tasks': 191,
  'tasks>deals': 216,
  'deals>tasks': 215,
  'calls>contacts': 194,
  'contacts>calls': 193,
  'calls>companies': 182,
  'companies>calls': 181,
  'calls>deals': 206,
  'deals>calls': 205,
  'emails>contacts': 198,
  'contacts>emails': 197,
  'emails>companies': 186,
  'companies>emails': 185,
  'emails>deals': 210,
  'deals>emails': 209,
  'meetings>contacts': 200,
  'contacts>meetings': 199,
  'meetings>companies': 188,
  'companies>meetings': 187,
  'meetings>deals': 212,
  'deals>meetings': 211,
};

const PRIMARY: Readonly<Record<string, number>> = {
  'contacts>companies': 1,
  'companies>contacts': 2,
  'deals>companies': 5,
  'companies>deals': 6,
};

/** The object that an association type leads to from `from`; null for a type that does not exist. */
export function targetOf(from: HubspotObject, typeId: number): HubspotObject | null {
  const pair = [...Object.entries(TYPE_IDS), ...Object.entries(PRIMARY)].find(
    ([key, id]) => id === typeId && key.startsWith(`${from}>`),
  );
  return pair === undefined ? null : (pair[0].split('>')[1] as HubspotObject);
}

/** The unlabelled type of a pair; null where HubSpot does not associate the two. */
export function defaultTypeId(from: HubspotObject, to: HubspotObject): number | null {
  return TYPE_IDS[`${from}>${to}`] ?? null;
}

/** By `contacts:123>companies`, then by the other's id: the types of the tie. */
export type Links = Map<string, Map<string, Set<number>>>;

export interface Associations {
  /** Ties of every record whose ties somebody changed. */
  readonly links: Links;
  readonly planted: PlantedLinks;
  /** False where the two objects cannot be associated. */
  link(from: Node, to: Node): boolean;
  unlink(from: Node, to: Node): void;
  of(from: Node, to: HubspotObject): readonly Association[];
  /** Moves all associations of one record to another, as a merge does. */
  move(from: Node, to: Node): void;
}

export function createAssociations(): Associations {
  const links: Links = new Map();
  const planted = createPlantedLinks();

  /** For writing: the planted ties of a record become its own. */
  function side(from: Node, to: HubspotObject): Map<string, Set<number>> {
    const key = `${from.object}:${from.id}>${to}`;
    const existing = links.get(key);
    if (existing !== undefined) return existing;
    const own = new Map(plantedOf(from, to).map(({ toId, typeIds }) => [toId, new Set(typeIds)]));
    links.set(key, own);
    return own;
  }

  function plantedOf(from: Node, to: HubspotObject): readonly Association[] {
    const typeId = TYPE_IDS[`${from.object}>${to}`];
    if (typeId === undefined) return [];
    const primary = PRIMARY[`${from.object}>${to}`];
    return planted.of(from.object, from.id, to).map((toId, at) => {
      const first = to === 'companies' ? at === 0 : planted.of(to, toId, from.object)[0] === from.id;
      return { toId, typeIds: primary !== undefined && first ? [primary, typeId] : [typeId] };
    });
  }

  function put(from: Node, to: Node, typeId: number | undefined): void {
    if (typeId === undefined) return;
    const far = side(from, to.object);
    far.set(to.id, (far.get(to.id) ?? new Set()).add(typeId));
  }

  function link(from: Node, to: Node): boolean {
    const there = `${from.object}>${to.object}`;
    const back = `${to.object}>${from.object}`;
    if (TYPE_IDS[there] === undefined) return false;
    const first = from.object === 'companies' ? side(to, 'companies').size === 0 : side(from, 'companies').size === 0;
    put(from, to, TYPE_IDS[there]);
    put(to, from, TYPE_IDS[back]);
    if (first) {
      put(from, to, PRIMARY[there]);
      put(to, from, PRIMARY[back]);
    }
    return true;
  }

  function unlink(from: Node, to: Node): void {
    side(from, to.object).delete(to.id);
    side(to, from.object).delete(from.id);
  }

  function of(from: Node, to: HubspotObject): readonly Association[] {
    const own = links.get(`${from.object}:${from.id}>${to}`);
    if (own === undefined) return plantedOf(from, to);
    return [...own].map(([toId, typeIds]) => ({ toId, typeIds: [...typeIds].sort((a, b) => a - b) }));
  }

  function move(from: Node, to: Node): void {
    for (const object of HUBSPOT_OBJECTS) {
      for (const { toId } of of(from, object)) {
        unlink(from, { object, id: toId });
        link(to, { object, id: toId });
      }
    }
  }

  return { links, planted, link, unlink, of, move };
}

/** `Primary` for the types that mark it. */
export function labelOf(typeId: number): string | null {
  return Object.values(PRIMARY).includes(typeId) ? 'Primary' : null;
}

/** `contact_to_company` for the primary one, as lists show ties inline; `…_unlabeled` beside it where there is a primary. */
export function typeName(from: HubspotObject, to: HubspotObject, typeId: number): string {
  const name = `${singular(from)}_to_${singular(to)}`;
  return PRIMARY[`${from}>${to}`] !== undefined && labelOf(typeId) === null ? `${name}_unlabeled` : name;
}
