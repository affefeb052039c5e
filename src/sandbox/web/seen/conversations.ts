// Channels and direct messages as they stand in one person's sidebar, with what they have not seen.
import type { Channel, User } from '#sandbox/slack/world/wire.ts';
import type { Workspace } from '#sandbox/slack/workspace.ts';
import type { SeenConversation } from '../protocol.ts';
import { asksFor } from './attention.ts';
import { isTopLevel } from './messages.ts';
import { maySee } from './people.ts';

export interface Sidebar {
  readonly conversations: readonly SeenConversation[];
  readonly others: readonly SeenConversation[];
}

const BY_NAME = new Intl.Collator('en', { numeric: true });

/** Channels by name, then direct messages; beside them the public channels that the person could join. */
export function sidebarOf(workspace: Workspace, viewer: User): Sidebar {
  const visible = workspace.channels().filter((channel) => maySee(viewer, channel));
  const mine = visible.filter((channel) => channel.members.has(viewer.id));
  const open = visible.filter((channel) => !channel.members.has(viewer.id) && !channel.archived);
  const sorted = (channels: readonly Channel[]): readonly SeenConversation[] =>
    channels.map((channel) => seenConversation(workspace, viewer, channel)).toSorted(inOrder);
  return { conversations: sorted(mine), others: sorted(open) };
}

function inOrder(one: SeenConversation, other: SeenConversation): number {
  return Number(one.kind === 'im') - Number(other.kind === 'im') || BY_NAME.compare(one.name, other.name);
}

function seenConversation(workspace: Workspace, viewer: User, channel: Channel): SeenConversation {
  const { id, kind, topic, archived, members } = channel;
  const unseen = members.has(viewer.id) ? unseenIn(workspace, viewer, channel) : { unread: 0, pings: 0 };
  return { id, name: nameOf(workspace, viewer, channel), kind, topic, archived, members: [...members], ...unseen };
}

function nameOf(workspace: Workspace, viewer: User, channel: Channel): string {
  if (channel.kind !== 'im') return channel.name;
  const other = workspace.users().find(({ id }) => id !== viewer.id && channel.members.has(id));
  return other?.realName ?? viewer.realName;
}

function unseenIn(workspace: Workspace, viewer: User, channel: Channel): { unread: number; pings: number } {
  const seenTo = Number(workspace.as(viewer.id).lastRead(channel.id));
  const messages = workspace.messages(channel.id);
  let [unread, pings] = [0, 0];
  for (let at = messages.length - 1; at >= 0; at -= 1) {
    const message = messages[at];
    if (message === undefined || Number(message.ts) <= seenTo) break;
    if (message.user === viewer.id || !isTopLevel(message)) continue;
    unread += 1;
    if (asksFor(workspace, viewer, channel, message)) pings += 1;
  }
  return { unread, pings };
}
