// What Slack tells of people: who goes on holiday, comes back, leaves or moves is known at once, not at the next look.
import { z } from 'zod';
import { SlackUserId } from '#kernel/ids.ts';
import type { Listeners } from '#ports/listeners.ts';
import type { Clock } from '#ports/clock.ts';
import type { Messenger } from '#ports/messenger.ts';
import type { DirectoryStore } from './store.ts';

export interface PeopleDesk {
  readonly stores: { readonly directory: DirectoryStore };
  readonly messenger: Pick<Messenger, 'person'>;
  readonly clock: Clock;
}

/** Slack tells of everybody in the workspace; those that nothing here is about are left alone. */
const UserChange = z.object({ user: z.object({ id: SlackUserId }) });

/** The event is a hint: it may come late or twice, so Slack is asked how things are. */
export function registerPeopleListeners(listeners: Listeners, { stores, messenger, clock }: PeopleDesk): void {
  listeners.event('user_change', async ({ event }) => {
    const { id } = UserChange.parse(event).user;
    if ((await stores.directory.person(id)) === null) return;
    const person = await messenger.person(id);
    if (person) await stores.directory.putPerson(person, clock.now());
  });
}
