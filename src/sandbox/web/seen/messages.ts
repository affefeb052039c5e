// Messages and private notes as they are shown: with what a thread adds up to, and where a note without a place stands.
import type { PrivateNote, User, WireMessage } from '#sandbox/slack/world/wire.ts';
import type { Workspace } from '#sandbox/slack/workspace.ts';
import type { SeenMessage } from '../protocol.ts';

/** Whether it stands in the conversation itself; a reply does so only where it was sent there as well. */
export function isTopLevel({ thread_ts: thread, ts, subtype }: WireMessage): boolean {
  return thread === undefined || thread === ts || subtype === 'thread_broadcast';
}

/** The messages, each with the figures of its thread. */
export function seenMessages(all: readonly WireMessage[], wanted: readonly WireMessage[]): readonly SeenMessage[] {
  const threads = new Map<string, WireMessage[]>();
  for (const message of all) {
    const { thread_ts: thread, ts } = message;
    if (thread === undefined || thread === ts) continue;
    const replies = threads.get(thread);
    if (replies === undefined) threads.set(thread, [message]);
    else replies.push(message);
  }
  return wanted.map((message) => withFigures(message, threads.get(message.ts) ?? []));
}

/** One message as it is now. */
export function seenMessage(workspace: Workspace, message: WireMessage): SeenMessage {
  if (message.thread_ts !== undefined && message.thread_ts !== message.ts) return message;
  const replies = workspace
    .messages(message.channel)
    .filter(({ thread_ts: thread, ts }) => thread === message.ts && ts !== message.ts);
  return withFigures(message, replies);
}

function withFigures(message: WireMessage, replies: readonly WireMessage[]): SeenMessage {
  const last = replies.at(-1);
  if (last === undefined) return message;
  const reply_users = [...new Set(replies.map(({ user }) => user))];
  return { ...message, reply_count: replies.length, reply_users, latest_reply: last.ts };
}

/** A word about something that happened in no conversation, such as a shortcut, stands where one talks to the app. */
export function seenNote(workspace: Workspace, viewer: User, note: PrivateNote): PrivateNote {
  return note.channel === viewer.id ? { ...note, channel: workspace.as(viewer.id).directMessages().id } : note;
}
