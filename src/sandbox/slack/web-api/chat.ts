// chat.*: post, change, delete, show to one person, link to.
import { editMessage, deleteMessage, findMessage, postMessage, showNote, shownMessage } from '../world/messages.ts';
import type { Json, WireMessage } from '../world/wire.ts';
import { contentOf } from './content.ts';
import { ApiError, optional, required } from './method.ts';
import type { Call, Methods } from './method.ts';
import { channelOf, writableChannel } from './targets.ts';

export const chatMethods: Methods = {
  'chat.postMessage': { tier: 'post', token: 'bot', scope: 'chat:write', run: post },
  'chat.update': { tier: 'tier3', token: 'bot', scope: 'chat:write', run: update },
  'chat.delete': { tier: 'tier3', token: 'bot', scope: 'chat:write', run: remove },
  'chat.postEphemeral': { tier: 'tier4', token: 'bot', scope: 'chat:write', run: postEphemeral },
  'chat.getPermalink': { tier: 'special', token: 'bot', run: permalink },
};

function post(call: Call): Json {
  const channel = writableChannel(call);
  const content = contentOf(call, 'cut');
  const threadTs = optional(call, 'thread_ts');
  const user = call.world.identity.botUserId;
  const message = postMessage(call.world, { ...content, channel: channel.id, user, threadTs });
  return { channel: channel.id, ts: message.ts, message: shownMessage(call.world, message, true) };
}

function update(call: Call): Json {
  const message = ownMessage(call, 'cant_update_message');
  const { text, ...rest } = contentOf(call, 'refuse');
  // An empty list of blocks takes the old ones away; text alone leaves them.
  const next = editMessage(call.world, message, { ...rest, ...(optional(call, 'text') === undefined ? {} : { text }) });
  return { channel: message.channel, ts: message.ts, text: next.text, message: shownMessage(call.world, next, true) };
}

function remove(call: Call): Json {
  const message = ownMessage(call, 'cant_delete_message');
  deleteMessage(call.world, message);
  return { channel: message.channel, ts: message.ts };
}

function ownMessage(call: Call, denied: string): WireMessage {
  const channel = channelOf(call);
  if (channel.archived) throw new ApiError('is_archived');
  const message = findMessage(call.world, channel.id, required(call, 'ts'));
  if (!message) throw new ApiError('message_not_found');
  if (message.user !== call.world.identity.botUserId) throw new ApiError(denied);
  return message;
}

function postEphemeral(call: Call): Json {
  const channel = channelOf(call);
  if (channel.archived) throw new ApiError('is_archived');
  const user = required(call, 'user');
  if (!channel.members.has(call.world.identity.botUserId)) throw new ApiError('not_in_channel');
  if (!channel.members.has(user)) throw new ApiError('user_not_in_channel');
  const { text, blocks } = contentOf(call, 'refuse');
  const thread = optional(call, 'thread_ts');
  const note = showNote(call.world, {
    channel: channel.id,
    user,
    from: 'app',
    text,
    ...(blocks === undefined ? {} : { blocks }),
    ...(thread === undefined ? {} : { thread_ts: thread }),
  });
  return { message_ts: note.ts };
}

function permalink(call: Call): Json {
  const channel = channelOf(call);
  const ts = required(call, 'message_ts');
  if (!findMessage(call.world, channel.id, ts)) throw new ApiError('message_not_found');
  const { teamDomain } = call.world.identity;
  return {
    channel: channel.id,
    permalink: `https://${teamDomain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}`,
  };
}
