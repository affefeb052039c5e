// conversations.*: find, list, open, join, read.
import { botIsMember, joinChannel, leaveChannel, openDirectMessage } from '../world/conversations.ts';
import { findMessage, repliesTo, shownMessage } from '../world/messages.ts';
import type { Channel, Json, WireMessage } from '../world/wire.ts';
import { ApiError, flag, optional, required, requireScope } from './method.ts';
import type { Call, Methods } from './method.ts';
import { pageBefore, pageOf } from './pages.ts';
import { channelOf, requireHistory, requireRead } from './targets.ts';

export const conversationMethods: Methods = {
  'conversations.open': { tier: 'tier3', token: 'bot', scope: 'im:write', run: open },
  'conversations.info': { tier: 'tier3', token: 'bot', run: info },
  'conversations.list': { tier: 'tier2', token: 'bot', run: list },
  'conversations.members': { tier: 'tier4', token: 'bot', run: members },
  'conversations.join': { tier: 'tier3', token: 'bot', scope: 'channels:join', run: join },
  'conversations.leave': { tier: 'tier3', token: 'bot', run: leave },
  'users.conversations': { tier: 'tier3', token: 'bot', run: mine },
  'conversations.history': { tier: 'tier3', token: 'bot', run: history },
  'conversations.replies': { tier: 'tier3', token: 'bot', run: replies },
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

const KIND = { public_channel: 'public', private_channel: 'private', im: 'im' } as const;
const SCOPE = { public_channel: 'channels:read', private_channel: 'groups:read', im: 'im:read' } as const;

function list(call: Call): Json {
  const visible = listed(call).filter((channel) => channel.kind === 'public' || botIsMember(call.world, channel));
  return pageOfChannels(call, visible);
}

/** The bot's conversations, or those of a person that the bot can see too. */
function mine(call: Call): Json {
  const { botUserId } = call.world.identity;
  const user = optional(call, 'user') ?? botUserId;
  if (!call.world.users.has(user)) throw new ApiError('user_not_found');
  const visible = listed(call).filter(
    (channel) => channel.members.has(user) && (channel.kind === 'public' || channel.members.has(botUserId)),
  );
  return pageOfChannels(call, visible);
}

function pageOfChannels(call: Call, visible: readonly Channel[]): Json {
  const { items, response_metadata } = pageOf(call, visible, { usual: 100, max: 1_000 });
  return { channels: items.map((channel) => shown(call, channel)), response_metadata };
}

/** Conversations of the kinds that are asked for. Throws `missing_scope`, `invalid_types`. */
function listed(call: Call): readonly Channel[] {
  const asked = (optional(call, 'types') ?? 'public_channel').split(',').map((type) => type.trim());
  if (asked.includes('mpim')) requireScope(call, 'mpim:read');
  const types = asked.filter((type): type is keyof typeof KIND => Object.hasOwn(KIND, type));
  if (asked.some((type) => type !== 'mpim' && !Object.hasOwn(KIND, type))) throw new ApiError('invalid_types');
  for (const type of types) requireScope(call, SCOPE[type]);
  const kinds = new Set<string>(types.map((type) => KIND[type]));
  return [...call.world.channels.values()].filter(
    (channel) => kinds.has(channel.kind) && !(flag(call, 'exclude_archived') && channel.archived),
  );
}

function members(call: Call): Json {
  const channel = channelOf(call);
  requireRead(call, channel);
  const { items, response_metadata } = pageOf(call, [...channel.members], { usual: 100, max: 1_000 });
  return { members: items, response_metadata };
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

function history(call: Call): Json {
  const channel = channelOf(call);
  requireHistory(call, channel);
  const all = (call.world.messages.get(channel.id) ?? []).filter((message) => message.thread_ts === undefined);
  const { items, response_metadata } = pageBefore(call, between(call, all).toReversed(), { usual: 100, max: 999 });
  return {
    messages: items.map((message) => shownMessage(call.world, message, flag(call, 'include_all_metadata'))),
    has_more: response_metadata['next_cursor'] !== '',
    pin_count: 0,
    response_metadata,
  };
}

function replies(call: Call): Json {
  const channel = channelOf(call);
  requireHistory(call, channel);
  const found = findMessage(call.world, channel.id, required(call, 'ts'));
  const parent = found?.thread_ts === undefined ? found : findMessage(call.world, channel.id, found.thread_ts);
  if (!parent) throw new ApiError('thread_not_found');
  const thread = [parent, ...between(call, repliesTo(call.world, parent))];
  const { items, response_metadata } = pageOf(call, thread, { usual: 1_000, max: 1_000 });
  return {
    messages: items.map((message) => shownMessage(call.world, message, flag(call, 'include_all_metadata'))),
    has_more: response_metadata['next_cursor'] !== '',
    response_metadata,
  };
}

function between(call: Call, messages: readonly WireMessage[]): readonly WireMessage[] {
  const oldest = Number(optional(call, 'oldest') ?? 0);
  const latest = Number(optional(call, 'latest') ?? Infinity);
  const inclusive = flag(call, 'inclusive');
  return messages.filter(({ ts }) => {
    const at = Number(ts);
    return (at > oldest && at < latest) || (inclusive && (at === oldest || at === latest));
  });
}

function shown({ world }: Call, channel: Channel): Json {
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
