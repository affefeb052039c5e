// Which fields changed a moment ago, so that they can flash. Pure.
import type { RecordChange } from '../live/world.ts';

/** As long as the animation in crm.css. */
export const FRESH_MS = 4_000;

export interface Fresh {
  /** The whole record is new. */
  readonly isNew: boolean;
  /** Names of fields, with when they changed last: another number, another flash. */
  readonly fields: ReadonlyMap<string, number>;
}

/** By record id. `changes` newest first and `now` by the browser's `performance.now()`. */
export function freshIn(
  changes: readonly RecordChange[],
  kind: { readonly crm: string; readonly object: string },
  now: number,
): ReadonlyMap<string, Fresh> {
  const fresh = new Map<string, { isNew: boolean; fields: Map<string, number> }>();
  for (const { row, what, changed, at } of changes) {
    if (now - at >= FRESH_MS) break;
    if (row.crm !== kind.crm || row.object !== kind.object) continue;
    const known = fresh.get(row.id) ?? { isNew: false, fields: new Map<string, number>() };
    if (what === 'created') known.isNew = true;
    else for (const name of changed) if (!known.fields.has(name)) known.fields.set(name, at);
    fresh.set(row.id, known);
  }
  return fresh;
}

/** Milliseconds until the first of the fresh ones is no longer so; null where nothing is fresh. */
export function freshFor(changes: readonly RecordChange[], now: number): number | null {
  const oldest = changes.findLast(({ at }) => now - at < FRESH_MS);
  return oldest === undefined ? null : Math.max(0, oldest.at + FRESH_MS - now);
}
