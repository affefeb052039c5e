// Which channels watches mean: the playbook names them, people's watches have their ids, and both can be the same.
import { placeNamed } from '#features/messages/places.ts';
import type { PlaceDeps } from '#features/messages/places.ts';

/**
 * What watches call a channel, with its id; one that nobody can see, and somebody's direct messages, stay as they are.
 * Throws the messenger's Fault where a name was never looked up.
 */
export async function channelIds(
  { stores: { channels }, messenger, clock }: PlaceDeps,
  names: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const name of new Set(names)) {
    const place = name.startsWith('#') ? await placeNamed({ stores: { channels }, messenger, clock }, name) : null;
    ids.set(name, place?.channel ?? name);
  }
  return ids;
}
