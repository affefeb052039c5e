// Who clicked: from our own directory, else from Slack, and then remembered.
import type { SlackUserId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import { Fault } from '#kernel/errors.ts';
import type { Messenger, SlackPerson } from '#ports/messenger.ts';
import type { DirectoryStore } from './store.ts';

export interface IdentifyDeps {
  readonly directory: DirectoryStore;
  readonly messenger: Messenger;
  readonly clock: Clock;
}

/** Throws Fault `not_found` when Slack does not know the id. */
export async function identifyPerson(deps: IdentifyDeps, id: SlackUserId): Promise<SlackPerson> {
  const known = await deps.directory.person(id);
  if (known) return known;
  const person = await deps.messenger.person(id);
  if (!person) throw new Fault('not_found', `Slack does not know the user ${id}`);
  await deps.directory.putPerson(person, deps.clock.now());
  return person;
}
