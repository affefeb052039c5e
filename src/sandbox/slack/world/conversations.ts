// Channels and direct messages: who is in them, who may post.
import { Fault } from '#kernel/errors.ts';
import type { Channel, User } from './wire.ts';
import { announce } from './world.ts';
import type { World } from './world.ts';

/** A channel by id, `#name` or name. Throws `not_found`. */
export function channelNamed(world: World, nameOrId: string): Channel {
  const channel = findChannel(world, nameOrId);
  if (!channel) throw new Fault('not_found', `There is no channel ${nameOrId} in the sandbox workspace.`);
  return channel;
}

export function findChannel(world: World, nameOrId: string): Channel | undefined {
  const name = nameOrId.replace(/^#/u, '');
  return world.channels.get(nameOrId) ?? [...world.channels.values()].find((channel) => channel.name === name);
}

/** Every way to call a channel: id, name, `#name`. */
export function namesOf(channel: Channel | undefined): readonly string[] {
  return channel === undefined ? [] : [channel.id, channel.name, `#${channel.name}`];
}

/** The direct conversation between this person and the app's bot, opened if there is none. */
export function openDirectMessage(world: World, userId: string): Channel {
  const found = [...world.channels.values()].find((channel) => channel.kind === 'im' && channel.members.has(userId));
  if (found) return found;
  const id = world.mintId('D');
  const members = new Set([userId, world.identity.botUserId]);
  const channel: Channel = { id, name: id, kind: 'im', topic: '', archived: false, members };
  world.channels.set(id, channel);
  announce(world, { kind: 'conversation_changed', channel: id });
  return channel;
}

/** Adds a member; false if they were one already. */
export function joinChannel(world: World, channelId: string, userId: string): boolean {
  const channel = channelNamed(world, channelId);
  if (channel.members.has(userId)) return false;
  world.channels.set(channel.id, { ...channel, members: new Set([...channel.members, userId]) });
  announce(world, { kind: 'member_joined', user: userId, channel: channel.id });
  return true;
}

/** Takes a member out; false if they were none. */
export function leaveChannel(world: World, channelId: string, userId: string): boolean {
  const channel = channelNamed(world, channelId);
  if (!channel.members.has(userId)) return false;
  const members = new Set([...channel.members].filter((id) => id !== userId));
  world.channels.set(channel.id, { ...channel, members });
  announce(world, { kind: 'member_left', user: userId, channel: channel.id });
  return true;
}

/** Whether a person may look into this conversation: public channels are open to all but guests. */
export function isOpenTo(channel: Channel, user: User): boolean {
  return channel.members.has(user.id) || (channel.kind === 'public' && !user.isGuest);
}

export function botIsMember(world: World, channel: Channel): boolean {
  return channel.members.has(world.identity.botUserId);
}

/** `directmessage` and `privategroup` are what interaction payloads call them. */
export function payloadChannelName(channel: Channel): string {
  if (channel.kind === 'im') return 'directmessage';
  return channel.kind === 'private' ? 'privategroup' : channel.name;
}
