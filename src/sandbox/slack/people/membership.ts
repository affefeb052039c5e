// Joining and leaving channels, as far as Slack lets a person by themselves.
import { Fault } from '#kernel/errors.ts';
import { channelNamed, joinChannel, leaveChannel } from '../world/conversations.ts';
import type { User } from '../world/wire.ts';
import type { Scene } from './scene.ts';
import { channelSeenBy } from './sight.ts';

/** Joins a public channel; nothing happens for a member. Throws `not_found`, or `refused` for an archived channel. */
export function join({ world }: Scene, user: User, name: string): void {
  const channel = channelSeenBy(world, user, name);
  if (channel.archived) throw new Fault('refused', `#${channel.name} is archived.`);
  joinChannel(world, channel.id, user.id);
}

/** Leaves a channel. Throws `refused` for direct messages, and for a channel that they are not in. */
export function leave({ world }: Scene, user: User, name: string): void {
  const channel = channelNamed(world, name);
  if (channel.kind === 'im') throw new Fault('refused', 'Nobody leaves a direct conversation.');
  if (!leaveChannel(world, channel.id, user.id)) throw new Fault('refused', `${user.name} is not in #${channel.name}.`);
}
