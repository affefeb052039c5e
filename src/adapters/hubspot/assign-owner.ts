// Moves a record to its owner. HubSpot has no compare-and-set: look, write, read back with history, and never fight.
import { z } from 'zod';
import type { CrmCall } from '#adapters/http/policy.ts';
import { Fault } from '#kernel/errors.ts';
import type { Assignment, AssignOutcome } from '#ports/crm.ts';
import { isGone, wordsOfRefusal } from './answers.ts';
import type { HubspotApi } from './client.ts';
import { hubspotObject, type HubspotObject } from './objects.ts';

const OWNER = 'hubspot_owner_id';

const OwnedRecord = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.string().nullish()),
  propertiesWithHistory: z.record(z.string(), z.array(z.object({ value: z.string().nullish() }))).optional(),
});

interface Ownership {
  /** The id asked for, or the one that it was merged into. */
  readonly id: string;
  readonly owner: string | null;
  /** Owners so far, newest first. */
  readonly history: readonly (string | null)[];
}

const Written = z.object({ id: z.string() });

/** See ports/crm.ts. Throws an ambiguous Fault when the write was not answered and cannot be seen to have happened. */
export async function assignOwner(api: HubspotApi, { ref, to, expected }: Assignment): Promise<AssignOutcome> {
  const object = hubspotObject(ref.object);
  const before = await ownership(api, object, ref.id);
  if (before === null) return { kind: 'gone' };
  if (before.owner === to) return { kind: 'unchanged' };
  if (before.owner !== null && before.owner !== expected) return { kind: 'conflict', ownerId: before.owner };
  const refused = await writeOwner(api, object, before.id, to).catch((error: unknown) => unclear(error));
  if (refused !== null && refused.kind !== 'unclear') return refused;
  const now = await ownership(api, object, before.id);
  if (now === null) return { kind: 'gone' };
  if (refused !== null && now.owner === before.owner) throw refused.fault;
  if (now.owner !== to) return { kind: 'conflict', ownerId: now.owner };
  const replaced = now.history[1] ?? null;
  if (replaced === before.owner || replaced === to) return { kind: 'assigned' };
  // Someone chose this owner between our look and our write: their choice is put back.
  await writeOwner(api, object, before.id, replaced);
  return { kind: 'conflict', ownerId: replaced };
}

async function ownership(api: HubspotApi, object: HubspotObject, id: string): Promise<Ownership | null> {
  const call: CrmCall = { kind: 'assign', effect: 'read', urgency: 'claim' };
  try {
    const record = await api.call(call, OwnedRecord, (client, options) =>
      client.crm.objects.basicApi.getById(object, id, [OWNER], [OWNER], undefined, false, undefined, options),
    );
    const versions = record.propertiesWithHistory?.[OWNER] ?? [];
    return {
      id: record.id,
      owner: record.properties[OWNER] || null,
      history: versions.map(({ value }) => value || null),
    };
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** Null once it is written. Not repeated by itself: in between, someone else may have taken the record. */
async function writeOwner(
  api: HubspotApi,
  object: HubspotObject,
  id: string,
  owner: string | null,
): Promise<AssignOutcome | null> {
  const call: CrmCall = { kind: 'assign', effect: 'once', urgency: 'claim' };
  try {
    await api.call(call, Written, (client, options) =>
      client.crm.objects.basicApi.update(object, id, { properties: { [OWNER]: owner ?? '' } }, undefined, options),
    );
    return null;
  } catch (error) {
    if (isGone(error)) return { kind: 'gone' };
    const message = wordsOfRefusal(error);
    if (message === null) throw error;
    return { kind: 'refused', message };
  }
}

/** The write may have happened: the reading back decides. */
function unclear(error: unknown): { readonly kind: 'unclear'; readonly fault: Fault } {
  if (error instanceof Fault && error.ambiguous) return { kind: 'unclear', fault: error };
  throw error;
}
