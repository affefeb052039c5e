// Who is in the workspace as everybody sees them, and what each may look into.
import type { Channel, User } from '#sandbox/slack/world/wire.ts';
import type { Workspace } from '#sandbox/slack/workspace.ts';
import { PEOPLE } from '#sandbox/world/acme.ts';
import type { SeenPerson } from '../protocol.ts';

const ROLES: ReadonlyMap<string, string> = new Map(PEOPLE.map(({ name, role }) => [name, role]));

export function seenPerson({ id, name, realName, isBot, deleted, timezone }: User): SeenPerson {
  return { id, name, realName, role: ROLES.get(name) ?? '', isBot, deleted, timezone };
}

export function seenPeople(workspace: Workspace): readonly SeenPerson[] {
  return workspace.users().map(seenPerson);
}

/** Public channels are open to the workspace's members; a guest sees only those that they are in. */
export function maySee(viewer: User, channel: Channel): boolean {
  return channel.members.has(viewer.id) || (channel.kind === 'public' && !viewer.isGuest);
}
