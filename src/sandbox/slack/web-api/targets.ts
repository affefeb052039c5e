// Which conversation a call means and whether the bot may read it or write there.
import { botIsMember, findChannel, openDirectMessage } from '../world/conversations.ts';
import type { Channel } from '../world/wire.ts';
import { ApiError, required, requireScope } from './method.ts';
import type { Call } from './method.ts';

const READ = { public: 'channels:read', private: 'groups:read', im: 'im:read' } as const;
const HISTORY = { public: 'channels:history', private: 'groups:history', im: 'im:history' } as const;

/** The conversation named by `channel`; private ones without the bot do not exist for it. Throws `channel_not_found`. */
export function channelOf(call: Call, name = 'channel'): Channel {
  const channel = call.world.channels.get(required(call, name));
  if (!channel || (channel.kind !== 'public' && !botIsMember(call.world, channel))) {
    throw new ApiError('channel_not_found');
  }
  return channel;
}

/** Where chat.postMessage goes: an id, a `#name`, or a user id, which opens the direct conversation. */
export function writableChannel(call: Call): Channel {
  const target = required(call, 'channel');
  const user = call.world.users.get(target);
  if (user?.deleted) throw new ApiError('user_disabled');
  if (user) return openDirectMessage(call.world, user.id);
  const channel = findChannel(call.world, target);
  if (!channel) throw new ApiError('channel_not_found');
  if (!botIsMember(call.world, channel)) {
    if (channel.kind === 'private') throw new ApiError('channel_not_found');
    if (!call.token.scopes.has('chat:write.public')) throw new ApiError('not_in_channel');
  }
  if (channel.archived) throw new ApiError('is_archived');
  return channel;
}

export function requireRead(call: Call, channel: Channel): void {
  requireScope(call, READ[channel.kind]);
}

export function requireHistory(call: Call, channel: Channel): void {
  requireScope(call, HISTORY[channel.kind]);
  if (!botIsMember(call.world, channel)) throw new ApiError('not_in_channel');
}
