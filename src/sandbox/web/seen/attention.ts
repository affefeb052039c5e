// Whether a message asks for one person's attention: it is said to them directly, or it pings them.
import { pingsOf } from '#sandbox/slack/world/pings.ts';
import type { Channel, User, WireMessage } from '#sandbox/slack/world/wire.ts';
import type { Workspace } from '#sandbox/slack/workspace.ts';

const EVERYONE = new Set(['here', 'channel', 'everyone']);

/** Messages are replaced when they change, so what one pings is worked out once. */
const pinged = new WeakMap<WireMessage, readonly string[]>();

/** Never true for one's own messages, nor in a channel that one is not in. */
export function asksFor(workspace: Workspace, viewer: User, channel: Channel, message: WireMessage): boolean {
  if (message.user === viewer.id || !channel.members.has(viewer.id)) return false;
  if (channel.kind === 'im') return true;
  const pings = pinged.get(message) ?? pingsOf(message);
  pinged.set(message, pings);
  return pings.some((id) => id === viewer.id || EVERYONE.has(id) || inGroup(workspace, viewer, id));
}

function inGroup(workspace: Workspace, viewer: User, id: string): boolean {
  return (
    id.startsWith('S') && workspace.userGroups().some((group) => group.id === id && group.users.includes(viewer.id))
  );
}
