// Messages and private notes: post, edit, delete, look up. Whether the caller may is decided before.
import type { Json, PrivateNote, WireMessage } from './wire.ts';
import { announce } from './world.ts';
import type { World } from './world.ts';

export type Content = Pick<WireMessage, 'text' | 'blocks' | 'attachments' | 'metadata'>;

export interface NewMessage extends Content {
  readonly channel: string;
  readonly user: string;
  readonly threadTs?: string | undefined;
  readonly subtype?: string;
  readonly files?: readonly Json[];
}

export function postMessage(world: World, input: NewMessage): WireMessage {
  const { botUserId, botId, appId, teamId } = world.identity;
  const { threadTs, channel, user, blocks, ...rest } = input;
  const parent = threadTs === undefined ? undefined : findMessage(world, channel, threadTs);
  const message: WireMessage = {
    ...rest,
    type: 'message',
    ts: world.mintTs(),
    channel,
    team: teamId,
    user,
    ...(user === botUserId ? { bot_id: botId, app_id: appId } : {}),
    ...(blocks === undefined ? {} : { blocks: withBlockIds(world, blocks) }),
    ...(parent === undefined ? {} : { thread_ts: parent.thread_ts ?? parent.ts, parent_user_id: parent.user }),
  };
  const log = world.messages.get(channel) ?? [];
  log.push(message);
  world.messages.set(channel, log);
  announce(world, { kind: 'message_posted', message });
  return message;
}

export function findMessage(world: World, channel: string, ts: string): WireMessage | undefined {
  return world.messages.get(channel)?.findLast((message) => message.ts === ts);
}

/** Puts the changed message in the place of the old one. */
export function replaceMessage(world: World, message: WireMessage): WireMessage {
  const log = world.messages.get(message.channel) ?? [];
  const place = log.findIndex((each) => each.ts === message.ts);
  if (place >= 0) log[place] = message;
  announce(world, { kind: 'message_updated', message });
  return message;
}

export function editMessage(world: World, message: WireMessage, content: Partial<Content>): WireMessage {
  const edited = { user: world.identity.botUserId, ts: world.mintTs() };
  const blocks = content.blocks === undefined ? {} : { blocks: withBlockIds(world, content.blocks) };
  return replaceMessage(world, { ...message, ...content, ...blocks, edited });
}

export function deleteMessage(world: World, message: WireMessage): void {
  const log = world.messages.get(message.channel) ?? [];
  log.splice(log.indexOf(message), 1);
  announce(world, { kind: 'message_deleted', message });
}

export function showNote(world: World, input: Omit<PrivateNote, 'ts'>): PrivateNote {
  const blocks = input.blocks === undefined ? {} : { blocks: withBlockIds(world, input.blocks) };
  const note: PrivateNote = { ...input, ...blocks, ts: world.mintTs() };
  world.notes.set(note.ts, note);
  announce(world, { kind: 'note_shown', note });
  return note;
}

export function replaceNote(world: World, note: PrivateNote, content: Pick<PrivateNote, 'text' | 'blocks'>): void {
  const { blocks: _old, ...kept } = note;
  const blocks = content.blocks === undefined ? {} : { blocks: withBlockIds(world, content.blocks) };
  const next: PrivateNote = { ...kept, text: content.text, ...blocks };
  world.notes.set(note.ts, next);
  announce(world, { kind: 'note_replaced', note: next });
}

export function removeNote(world: World, note: PrivateNote): void {
  world.notes.delete(note.ts);
  announce(world, { kind: 'note_removed', note });
}

/** Slack gives every block an id when the app gave none. */
export function withBlockIds(world: World, blocks: readonly Json[]): readonly Json[] {
  return blocks.map((block) => (block['block_id'] ? block : { ...block, block_id: world.mintId('b') }));
}

/** The message as history and payloads show it: without its channel, with its thread's figures. */
export function shownMessage(world: World, message: WireMessage, withMetadata: boolean): Json {
  const { channel: _channel, metadata, ...rest } = message;
  const replies = repliesTo(world, message);
  const last = replies.at(-1);
  return {
    ...rest,
    ...(withMetadata && metadata ? { metadata } : {}),
    ...(last === undefined
      ? {}
      : {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map((reply) => reply.user))],
          latest_reply: last.ts,
        }),
  };
}

export function repliesTo(world: World, parent: WireMessage): readonly WireMessage[] {
  if (parent.thread_ts !== undefined) return [];
  return (world.messages.get(parent.channel) ?? []).filter((message) => message.thread_ts === parent.ts);
}
