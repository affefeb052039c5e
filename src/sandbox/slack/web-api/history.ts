// conversations.history and conversations.replies.
import { findMessage, repliesTo, shownMessage } from '../world/messages.ts';
import type { Json, WireMessage } from '../world/wire.ts';
import { ApiError, flag, optional, required } from './method.ts';
import type { Call, Methods } from './method.ts';
import { pageBefore, pageOf } from './pages.ts';
import { channelOf, requireHistory } from './targets.ts';

export const historyMethods: Methods = {
  'conversations.history': { tier: 'tier3', token: 'bot', run: history },
  'conversations.replies': { tier: 'tier3', token: 'bot', run: replies },
};

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
  const oldest = instant(call, 'oldest') ?? 0;
  const latest = instant(call, 'latest') ?? Infinity;
  const inclusive = flag(call, 'inclusive');
  return messages.filter(({ ts }) => {
    const at = Number(ts);
    return (at > oldest && at < latest) || (inclusive && (at === oldest || at === latest));
  });
}

function instant(call: Call, name: 'oldest' | 'latest'): number | undefined {
  const given = optional(call, name);
  if (given !== undefined && !/^\d+(\.\d+)?$/u.test(given)) throw new ApiError(`invalid_ts_${name}`);
  return given === undefined ? undefined : Number(given);
}
