// The workspace as plain data and back, for a sandbox that goes on after a restart. Interactions under way are not kept:
// trigger_ids and response_urls die, as they would within minutes anyway.
import type { StateValues } from './wire.ts';
import type { World } from './world.ts';

/** Whatever the world keeps, under the world's own names. */
export interface SavedSlack {
  readonly world: Readonly<Record<string, ReadonlyMap<string, unknown>>>;
  readonly minted: World['minted'];
  /** So that changes go on being counted. */
  readonly lastChange: World['history'];
  readonly chosen: ReadonlyMap<string, StateValues>;
}

/** Ids that a killed process may have handed out after it was saved: they are never handed out again. */
const IDS_LEFT_OUT = 100_000;

/** Shares its parts with the world: whoever keeps it copies it. */
export function saveSlack(world: World, chosen: ReadonlyMap<string, StateValues>): SavedSlack {
  return {
    world: Object.fromEntries(keptIn(world)),
    minted: { ...world.minted },
    lastChange: world.history.slice(-1),
    chosen,
  };
}

/** Puts everything in the place of what is there. Announces nothing. */
export function restoreSlack(world: World, chosen: Map<string, StateValues>, saved: SavedSlack): void {
  for (const [name, kept] of keptIn(world)) refill(kept, saved.world[name] ?? new Map());
  refill(chosen, saved.chosen);
  world.minted.lastMicros = saved.minted.lastMicros;
  world.minted.ids = saved.minted.ids + IDS_LEFT_OUT;
  world.history.splice(0, world.history.length, ...saved.lastChange);
}

/** Every map of the world, so that what is added to it is kept without a word here. */
function keptIn(world: World): readonly (readonly [string, Map<string, unknown>])[] {
  return Object.entries(world).flatMap(([name, part]) => (part instanceof Map ? [[name, part] as const] : []));
}

function refill(kept: Map<string, unknown>, saved: ReadonlyMap<string, unknown>): void {
  kept.clear();
  for (const [key, value] of saved) kept.set(key, value);
}
