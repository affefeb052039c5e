// Messages for later: chat.scheduleMessage, chat.deleteScheduledMessage, chat.scheduledMessages.list.
import type { Json } from '../world/wire.ts';
import { contentOf } from './content.ts';
import { ApiError, invalid, optional, required } from './method.ts';
import type { Call, Methods } from './method.ts';
import { pageOf } from './pages.ts';
import { channelOf, writableChannel } from './targets.ts';

const AHEAD_S = 120 * 24 * 3_600;
/** What is about to be posted cannot be taken back. */
const TOO_LATE_S = 60;
/** Most messages for one channel within one five-minute window. */
const WINDOW_S = 300;
const MOST_IN_WINDOW = 30;

export const scheduledMessageMethods: Methods = {
  'chat.scheduleMessage': { tier: 'tier3', token: 'bot', scope: 'chat:write', run: schedule },
  'chat.deleteScheduledMessage': { tier: 'tier3', token: 'bot', scope: 'chat:write', run: remove },
  'chat.scheduledMessages.list': { tier: 'tier3', token: 'bot', run: list },
};

function schedule(call: Call): Json {
  const channel = writableChannel(call);
  const content = contentOf(call, 'cut');
  const postAt = Number(required(call, 'post_at'));
  const now = nowIn(call);
  if (!Number.isInteger(postAt)) throw invalid('invalid_arguments', ['invalid `post_at`'], false);
  if (postAt <= now) throw new ApiError('time_in_past');
  if (postAt > now + AHEAD_S) throw new ApiError('time_too_far');
  const near = [...call.world.scheduled.values()].filter(
    (other) => other.message.channel === channel.id && sameWindow(other.postAt, postAt),
  );
  if (near.length >= MOST_IN_WINDOW) throw new ApiError('restricted_too_many');
  const id = call.world.mintId('Q');
  const threadTs = optional(call, 'thread_ts');
  const user = call.world.identity.botUserId;
  const message = { ...content, channel: channel.id, user, threadTs };
  call.world.scheduled.set(id, { postAt, createdAt: Math.floor(now), message });
  const { text, blocks } = content;
  return {
    channel: channel.id,
    scheduled_message_id: id,
    post_at: postAt,
    message: { type: 'delayed_message', user, bot_id: call.world.identity.botId, text, ...(blocks ? { blocks } : {}) },
  };
}

function remove(call: Call): Json {
  const channel = channelOf(call);
  const id = required(call, 'scheduled_message_id');
  const found = call.world.scheduled.get(id);
  if (found?.message.channel !== channel.id || found.postAt <= nowIn(call) + TOO_LATE_S) {
    throw new ApiError('invalid_scheduled_message_id');
  }
  call.world.scheduled.delete(id);
  return {};
}

function list(call: Call): Json {
  const channel = optional(call, 'channel');
  if (channel !== undefined && !call.world.channels.has(channel)) throw new ApiError('invalid_channel');
  const oldest = Number(optional(call, 'oldest') ?? 0);
  const latest = Number(optional(call, 'latest') ?? Infinity);
  const waiting = [...call.world.scheduled]
    .filter(
      ([, { postAt, message }]) =>
        postAt >= oldest && postAt <= latest && (channel ?? message.channel) === message.channel,
    )
    .map(([id, { postAt, createdAt, message }]) => ({
      id,
      channel_id: message.channel,
      post_at: postAt,
      date_created: createdAt,
      text: message.text,
    }));
  const { items, response_metadata } = pageOf(call, waiting, { usual: 100, max: 100 });
  return { scheduled_messages: items, response_metadata };
}

function sameWindow(one: number, other: number): boolean {
  return Math.floor(one / WINDOW_S) === Math.floor(other / WINDOW_S);
}

function nowIn({ world }: Call): number {
  return world.clock.now().getTime() / 1000;
}
