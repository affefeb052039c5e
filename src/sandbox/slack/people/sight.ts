// What a person can see and therefore act on: conversations, messages and private notes, the view in front of them.
import { Fault } from '#kernel/errors.ts';
import { channelNamed, isOpenTo } from '../world/conversations.ts';
import { findMessage, shownMessage } from '../world/messages.ts';
import type { Channel, Json, PrivateNote, User, WireMessage, WireView } from '../world/wire.ts';
import type { World } from '../world/world.ts';

/** The conversation if this person may look into it. Throws `not_found`. */
export function channelSeenBy(world: World, user: User, name: string): Channel {
  const channel = channelNamed(world, name);
  if (!isOpenTo(channel, user)) throw new Fault('not_found', `${user.name} sees no channel ${name}.`);
  return channel;
}

/** The view if it is this person's top modal or Home tab. Throws `not_found`. */
export function viewSeenBy(world: World, user: User, viewId: string): WireView {
  const view = world.views.get(viewId);
  const seen = world.modals.get(user.id)?.at(-1) === viewId || world.homes.get(user.id) === viewId;
  if (!view || !seen) throw new Fault('not_found', `${user.name} is not looking at a view ${viewId}.`);
  return view;
}

/** Where a person presses in a conversation: the blocks there, and how payloads name the place. */
export interface SeenPlace {
  readonly channel: Channel;
  readonly blocks: readonly Json[];
  readonly container: Json;
  /** `message` as payloads carry it; nothing for a private note, which is no message to the app. */
  readonly message: { readonly message?: Json };
}

/** The message or private note at `ts`, unfurled links included. Throws `not_found` for what this person cannot see. */
export function placeSeenBy(world: World, user: User, at: { channel: string; ts: string }): SeenPlace {
  const channel = channelSeenBy(world, user, at.channel);
  const note = world.notes.get(at.ts);
  if (note && note.user === user.id && note.channel === channel.id) {
    return { channel, blocks: note.blocks ?? [], container: containerOf(note, true), message: {} };
  }
  const message = findMessage(world, channel.id, at.ts);
  if (!message) throw new Fault('not_found', `${user.name} sees no message ${at.ts} in ${at.channel}.`);
  return {
    channel,
    blocks: [...(message.blocks ?? []), ...attachedBlocks(message)],
    container: containerOf(message, false),
    message: { message: shownMessage(world, message, false) },
  };
}

function attachedBlocks({ attachments = [] }: WireMessage): readonly Json[] {
  return attachments.flatMap(({ blocks }) => (Array.isArray(blocks) ? (blocks as readonly Json[]) : []));
}

function containerOf(place: WireMessage | PrivateNote, isEphemeral: boolean): Json {
  return {
    type: 'message',
    message_ts: place.ts,
    channel_id: place.channel,
    is_ephemeral: isEphemeral,
    ...(place.thread_ts === undefined ? {} : { thread_ts: place.thread_ts }),
  };
}
