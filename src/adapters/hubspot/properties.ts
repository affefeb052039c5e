// The account's own property lists: types, options, uniqueness. Kept for a while, since every reading needs them.
import { z } from 'zod';
import leven from 'leven';
import { MINUTE_MS } from '#kernel/time.ts';
import type { FieldMap, MissingProperty } from '#ports/crm.ts';
import type { HubspotApi } from './client.ts';
import { fieldsOf, qualified } from './fields.ts';
import { HUBSPOT_OBJECTS, type HubspotObject } from './objects.ts';

export interface PropertyDefinition {
  readonly name: string;
  readonly type: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly unique: boolean;
}

interface KeptList {
  readonly loading: Promise<ReadonlyMap<string, PropertyDefinition>>;
  readonly since: number;
}

const PropertyList = z.object({
  results: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      options: z.array(z.object({ value: z.string(), label: z.string() })).default([]),
      hasUniqueValue: z.boolean().default(false),
    }),
  ),
});

/** An administrator's new option or property is known after this long at the latest. */
const KEPT_MS = 10 * MINUTE_MS;

export interface PropertyLists {
  of(object: HubspotObject): Promise<ReadonlyMap<string, PropertyDefinition>>;
  /** The next reading asks HubSpot again. */
  forget(): void;
}

export function createPropertyLists(api: HubspotApi): PropertyLists {
  const lists = new Map<HubspotObject, KeptList>();

  async function load(object: HubspotObject): Promise<ReadonlyMap<string, PropertyDefinition>> {
    const { results } = await api.call(
      { kind: 'properties', effect: 'read', urgency: 'normal' },
      PropertyList,
      (client, options) => client.crm.properties.coreApi.getAll(object, false, undefined, options),
    );
    return new Map(results.map(({ hasUniqueValue, ...rest }) => [rest.name, { ...rest, unique: hasUniqueValue }]));
  }

  return {
    of(object) {
      const known = lists.get(object);
      if (known !== undefined && performance.now() - known.since < KEPT_MS) return known.loading;
      const loading = load(object);
      lists.set(object, { loading, since: performance.now() });
      // A failed reading is told to whoever asked, and not kept.
      loading.catch(() => lists.delete(object));
      return loading;
    },
    forget: () => lists.clear(),
  };
}

/** Mapped properties that the account lacks, each with the nearest that it has. */
export async function missingProperties(lists: PropertyLists, map: FieldMap): Promise<readonly MissingProperty[]> {
  lists.forget();
  const missing: MissingProperty[] = [];
  for (const object of HUBSPOT_OBJECTS) {
    const fields = fieldsOf(map, object).filter(({ path }) => path in map);
    if (fields.length === 0) continue;
    const existing = await lists.of(object);
    for (const { path, property } of fields.filter((field) => !existing.has(field.property))) {
      const near = nearest(property, existing.keys());
      missing.push({
        path,
        property: qualified(object, property),
        suggestion: near === null ? null : qualified(object, near),
      });
    }
  }
  return missing;
}

/** The closest name, if a third of its letters at most differ. */
function nearest(word: string, names: Iterable<string>): string | null {
  const allowed = Math.max(2, Math.floor(word.length / 3));
  const [closest] = [...names]
    .map((name) => ({ name, distance: leven(word, name, { maxDistance: allowed + 1 }) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance);
  return closest?.name ?? null;
}
