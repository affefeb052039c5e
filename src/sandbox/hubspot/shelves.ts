// Every record of the account, object by object: those of its past and those that somebody made or changed since; and
// which ids lead to which.
import type { SalesStages } from './calculated.ts';
import { HUBSPOT_OBJECTS, type HubspotObject, type HubspotRecord } from './model.ts';
import { packed, recordOf, type Planted, type Seedling } from './planted.ts';
import { createShelf, type Shelf, type Stored } from './shelf.ts';

/** Everything that somebody made or changed, for whoever keeps the account. What was planted is left out. */
export interface Kept {
  /** By object. */
  readonly shelves: Map<HubspotObject, Map<string, Stored>>;
  /** From ids that were merged away, `contacts:123`, to the winner's. */
  readonly forwards: Map<string, string>;
  lastId: number;
}

export interface ShelfOptions {
  readonly stages: SalesStages;
  /** The primary company of a contact that was planted with one. */
  readonly companyOf: (contactId: string) => string | null;
}

export interface Shelves {
  shelf(object: HubspotObject): Shelf;
  /** By id, also an id that was merged away; archived records included. */
  find(object: HubspotObject, id: string): HubspotRecord | null;
  /** Puts records there as if they had always been. Tells nobody. */
  plant(object: HubspotObject, seedlings: Iterable<Seedling>): void;
  /** Takes away what was planted and nobody touched. */
  uproot(): void;
  /** Counts up with each planting. */
  plantings(): number;
  /** As if one had been merged into the other before anybody looked. */
  plantMerge(object: HubspotObject, loserId: string, winnerId: string): void;
  /** What was planted of an object, touched since or not. */
  planted(object: HubspotObject): ReadonlyMap<string, Planted>;
  grown(object: HubspotObject, planted: Planted): HubspotRecord;
  /** Ids that were merged away, whenever. */
  mergedAway(object: HubspotObject): readonly string[];
  /** `kept` was changed from outside. */
  forget(): void;
}

/** Keeps what somebody made or changed in `kept`. */
export function createShelves(options: ShelfOptions, { shelves, forwards }: Kept): Shelves {
  const plantedForwards = new Map<string, string>();
  let plantings = 0;
  /** Ids by the winner, `contacts:5`. */
  const losers = new Map<string, string[]>();
  const around = {
    ...options,
    mergedInto: (object: HubspotObject, id: string) => losers.get(`${object}:${id}`) ?? [],
  };
  const all = new Map(HUBSPOT_OBJECTS.map((object) => [object, openShelf(object)] as const));

  function openShelf(object: HubspotObject): Shelf {
    const own = new Map<string, Stored>();
    shelves.set(object, own);
    const gone = (id: string): boolean => forwardOf(object, id) !== undefined;
    return createShelf((seed) => recordOf(object, seed, around), gone, own);
  }

  function shelf(object: HubspotObject): Shelf {
    const found = all.get(object);
    if (found === undefined) throw new Error(`the sandbox has no ${object}`);
    return found;
  }

  function forwardOf(object: HubspotObject, id: string): string | undefined {
    const key = `${object}:${id}`;
    return forwards.get(key) ?? plantedForwards.get(key);
  }

  function find(object: HubspotObject, id: string): HubspotRecord | null {
    const forwarded = forwardOf(object, id);
    return forwarded === undefined ? shelf(object).record(id) : find(object, forwarded);
  }

  return {
    shelf,
    find,
    plant(object, seedlings) {
      plantings += 1;
      for (const seedling of seedlings) shelf(object).plant(packed(seedling));
    },
    uproot() {
      plantings += 1;
      all.forEach((each) => each.uproot());
      plantedForwards.clear();
      losers.clear();
    },
    plantings: () => plantings,
    plantMerge(object, loserId, winnerId) {
      plantedForwards.set(`${object}:${loserId}`, winnerId);
      const winner = `${object}:${winnerId}`;
      losers.set(winner, [...new Set([...(losers.get(winner) ?? []), loserId])]);
    },
    planted: (object) => shelf(object).planted,
    grown: (object, planted) => recordOf(object, planted, around),
    mergedAway: (object) =>
      [...forwards.keys(), ...plantedForwards.keys()]
        .filter((key) => key.startsWith(`${object}:`))
        .map((key) => key.slice(object.length + 1)),
    forget: () => all.forEach((each) => each.forget()),
  };
}
