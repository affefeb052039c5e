// What Slack tells of people: who goes on holiday, comes back, leaves or moves, and who is in which group, is known at
// once, not at the next look.
import { z } from 'zod';
import { SlackUserId } from '#kernel/ids.ts';
import type { Listeners } from '#ports/listeners.ts';
import { refreshGroups } from './refresh-groups.ts';
import type { GroupDeps } from './refresh-groups.ts';
import type { DirectoryStore, GroupStore } from './store.ts';

export interface PeopleDesk extends Omit<GroupDeps, 'directory' | 'groups'> {
  readonly stores: { readonly directory: DirectoryStore; readonly groups: GroupStore };
}

/** Slack tells of everybody in the workspace; those that nothing here is about are left alone. */
const UserChange = z.object({ user: z.object({ id: SlackUserId }) });

/** Each event is a hint: it may come late or twice, so Slack is asked how things are. */
export function registerPeopleListeners(listeners: Listeners, { stores, ...deps }: PeopleDesk): void {
  const { messenger, clock } = deps;
  listeners.event('user_change', async ({ event }) => {
    const { id } = UserChange.parse(event).user;
    if ((await stores.directory.person(id)) === null) return;
    const person = await messenger.person(id);
    if (person) await stores.directory.putPerson(person, clock.now());
  });

  const refresh = oneAtATime(() => refreshGroups({ ...deps, ...stores }));
  listeners.event('subteam_created', refresh);
  listeners.event('subteam_updated', refresh);
  listeners.event('subteam_members_changed', refresh);
}

/** A hundred groups that change together are two looks at them all, not a hundred. */
function oneAtATime(look: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const run = (): Promise<void> => {
    next = null;
    running = look().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (running === null) return run();
    // However the one that runs ends: what happened since it began is looked at after it.
    next ??= running.then(run, run);
    return next;
  };
}
