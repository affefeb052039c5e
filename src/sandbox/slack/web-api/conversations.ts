// conversations.open, info, join, leave.
import { joinChannel, leaveChannel, openDirectMessage } from '../world/conversations.ts';
import type { Channel, Json } from '../world/wire.ts';
import { ApiError, flag, optional, requireScope } from './method.ts';
import type { Call, Methods } from './method.ts';
import { channelOf, requireRead } from './targets.ts';

export const conversationMethods: Methods = {
  'conversations.open': { tier: 'tier3', token: 'bot', scope: 'im:write', run: open },
  'conversations.info': { tier: 'tier3', token: 'bot', run: info },
  'conversations.join': { tier: 'tier3', token: 'bot', scope: 'channels:join', run: join },
  'conversations.leave': { tier: 'tier3', token: 'bot', run: leave },
};

function open(call: Call): Json {
  const users = (optional(call, 'users') ?? '').split(',').filter((id) => id !== '');
  if (optional(call, 'channel') !== undefined) return opened(call, channelOf(call), true);
  const [first] = users;
  if (first === undefined) throw new ApiError('users_list_not_supplied');
  // Group conversations are not part of this workspace: the app talks to people one by one.
  if (users.length > 1) {
    requireScope(call, 'mpim:write');
    throw new ApiError('method_not_supported_for_channel_type');
  }
  const user = call.world.users.get(first);
  if (!user) throw new ApiError('user_not_found');
  if (user.isBot) throw new ApiError('cannot_dm_bot');
  if (user.deleted) throw new ApiError('user_disabled');
  const before = call.world.channels.size;
  const channel = openDirectMessage(call.world, user.id);
  return opened(call, channel, call.world.channels.size === before);
}

function opened(call: Call, channel: Channel, already: boolean): Json {
  return {
    ...(already ? { already_open: true, no_op: true } : {}),
    channel: flag(call, 'return_im') ? shown(call, channel) : { id: channel.id },
  };
}

function info(call: Call): Json {
  const channel = channelOf(call);
  requireRead(call, channel);
  const count = flag(call, 'include_num_members') ? { num_members: channel.members.size } : {};
  return { channel: { ...shown(call, channel), ...count } };
}

function join(call: Call): Json {
  const channel = channelOf(call);
  if (channel.kind !== 'public') throw new ApiError('method_not_supported_for_channel_type');
  if (channel.archived) throw new ApiError('is_archived');
  const joined = joinChannel(call.world, channel.id, call.world.identity.botUserId);
  return { channel: shown(call, channelOf(call)), ...(joined ? {} : { warning: 'already_in_channel' }) };
}

function leave(call: Call): Json {
  const channel = channelOf(call);
  requireScope(call, channel.kind === 'private' ? 'groups:write' : 'channels:manage');
  if (channel.kind === 'im') throw new ApiError('method_not_supported_for_channel_type');
  if (channel.archived) throw new ApiError('is_archived');
  return leaveChannel(call.world, channel.id, call.world.identity.botUserId) ? {} : { not_in_channel: true };
}

/** A conversation as the Web API shows it to the bot. */
export function shown({ world }: Call, channel: Channel): Json {
  const isIm = channel.kind === 'im';
  return {
    id: channel.id,
    ...(isIm ? { user: [...channel.members].find((id) => id !== world.identity.botUserId) } : { name: channel.name }),
    is_channel: channel.kind === 'public',
    is_group: false,
    is_im: isIm,
    is_mpim: false,
    is_private: channel.kind !== 'public',
    is_archived: channel.archived,
    is_member: channel.members.has(world.identity.botUserId),
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}
