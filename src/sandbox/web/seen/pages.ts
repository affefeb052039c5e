// What one person reads of a conversation or thread, in portions. Nothing that they may not see is said to be there.
import { Fault } from '#kernel/errors.ts';
import type { Channel, PrivateNote, User } from '#sandbox/slack/world/wire.ts';
import type { Workspace } from '#sandbox/slack/workspace.ts';
import type { ConversationPage, ThreadPage } from '../protocol.ts';
import { isTopLevel, seenMessage, seenMessages, seenNote } from './messages.ts';
import { maySee } from './people.ts';

export interface Portion {
  /** Only what is older than this `ts`. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The newest messages, or those before one. Throws Fault `not_found` for what this person cannot see. */
export function conversationPage(workspace: Workspace, viewer: User, id: string, portion: Portion): ConversationPage {
  const channel = channelSeen(workspace, viewer, id);
  const before = portion.before === undefined ? Infinity : Number(portion.before);
  const all = workspace.messages(channel.id);
  const older = all.filter((message) => isTopLevel(message) && Number(message.ts) < before);
  const shown = older.slice(-portion.limit);
  const more = shown.length < older.length;
  const from = more ? Number(shown[0]?.ts) : 0;
  const notes = notesIn(workspace, viewer, channel).filter(
    ({ ts, thread_ts: thread }) => thread === undefined && Number(ts) >= from && Number(ts) < before,
  );
  return { messages: seenMessages(all, shown), notes, more };
}

/** A message with its replies. Throws Fault `not_found` for what this person cannot see. */
export function threadPage(workspace: Workspace, viewer: User, id: string, ts: string): ThreadPage {
  const channel = channelSeen(workspace, viewer, id);
  const all = workspace.messages(channel.id);
  const parent = all.find((message) => message.ts === ts);
  if (parent === undefined) throw new Fault('not_found', `${viewer.name} sees no message ${ts} in ${id}.`);
  const replies = all.filter(({ thread_ts: thread, ts: own }) => thread === ts && own !== ts);
  const notes = notesIn(workspace, viewer, channel).filter(({ thread_ts: thread }) => thread === ts);
  return { parent: seenMessage(workspace, parent), replies, notes };
}

function channelSeen(workspace: Workspace, viewer: User, id: string): Channel {
  const channel = workspace.channel(id);
  if (!maySee(viewer, channel)) throw new Fault('not_found', `${viewer.name} sees no conversation ${id}.`);
  return channel;
}

function notesIn(workspace: Workspace, viewer: User, channel: Channel): readonly PrivateNote[] {
  const mine = workspace.notes().filter((note) => note.user === viewer.id);
  return mine.map((note) => seenNote(workspace, viewer, note)).filter((note) => note.channel === channel.id);
}
