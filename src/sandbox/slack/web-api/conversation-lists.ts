// conversations.list, conversations.members, users.conversations.
import { botIsMember } from '../world/conversations.ts';
import type { Channel, Json } from '../world/wire.ts';
import { shown } from './conversations.ts';
import { ApiError, flag, optional, requireScope } from './method.ts';
import type { Call, Methods } from './method.ts';
import { pageOf } from './pages.ts';
import { channelOf, requireRead } from './targets.ts';

export const conversationListMethods: Methods = {
  'conversations.list': { tier: 'tier2', token: 'bot', run: list },
  'conversations.members': { tier: 'tier4', token: 'bot', run: members },
  'users.conversations': { tier: 'tier3', token: 'bot', run: mine },
};

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
