// What the browser holds of one conversation or thread, and how a change alters it. Pure; what did not change keeps its identity.
import type { ConversationPage, PaneMessage, PrivateNote, SeenMessage, ThreadPage } from '#sandbox/web/protocol.ts';
import type { Loaded } from './pane.ts';

/** Which messages belong: a conversation's own, or one thread's with its parent. */
export interface Place {
  readonly channel: string;
  /** Null for the conversation itself. */
  readonly thread: string | null;
}

export function loadedThread({ parent, replies, notes }: ThreadPage): Loaded {
  return { messages: [parent, ...replies], notes, more: false };
}

/** Puts an older page before what is held. */
export function withOlder(held: Loaded, page: ConversationPage): Loaded {
  const known = new Set(held.messages.map(({ ts }) => ts));
  const knownNotes = new Set(held.notes.map(({ ts }) => ts));
  return {
    messages: [...page.messages.filter(({ ts }) => !known.has(ts)), ...held.messages],
    notes: [...page.notes.filter(({ ts }) => !knownNotes.has(ts)), ...held.notes],
    more: page.more,
  };
}

/** The same object where the change is none of this place's. */
export function withChange(held: Loaded, place: Place, change: PaneMessage): Loaded {
  switch (change.kind) {
    case 'message_posted':
      return belongs(place, change.message) ? { ...held, messages: put(held.messages, change.message) } : held;
    case 'message_updated':
      return replaceIn(held, place, change.message);
    case 'message_deleted':
      return change.channel === place.channel ? withoutMessage(held, change.ts) : held;
    case 'note_shown':
    case 'note_replaced':
      return noteBelongs(place, change.note) ? { ...held, notes: put(held.notes, change.note) } : held;
    case 'note_removed':
      return change.channel === place.channel ? withoutNote(held, change.ts) : held;
    case 'snapshot':
    case 'modals':
    case 'home':
    case 'conversations':
    case 'people':
      return held;
  }
}

function belongs({ channel, thread }: Place, message: SeenMessage): boolean {
  if (message.channel !== channel) return false;
  if (thread !== null) return message.ts === thread || message.thread_ts === thread;
  return message.thread_ts === undefined || message.thread_ts === message.ts || message.subtype === 'thread_broadcast';
}

function noteBelongs({ channel, thread }: Place, note: PrivateNote): boolean {
  return note.channel === channel && (note.thread_ts ?? null) === thread;
}

/** A message that is not held is older than what is held, and comes with its page. */
function replaceIn(held: Loaded, { channel }: Place, message: SeenMessage): Loaded {
  if (message.channel !== channel) return held;
  const at = held.messages.findIndex(({ ts }) => ts === message.ts);
  return at === -1 ? held : { ...held, messages: held.messages.with(at, message) };
}

function withoutMessage(held: Loaded, ts: string): Loaded {
  const messages = held.messages.filter((message) => message.ts !== ts);
  return messages.length === held.messages.length ? held : { ...held, messages };
}

function withoutNote(held: Loaded, ts: string): Loaded {
  const notes = held.notes.filter((note) => note.ts !== ts);
  return notes.length === held.notes.length ? held : { ...held, notes };
}

/** In its place by `ts`, instead of one with the same. */
function put<T extends { readonly ts: string }>(held: readonly T[], added: T): readonly T[] {
  const before = held.findLastIndex(({ ts }) => ts <= added.ts);
  if (held[before]?.ts === added.ts) return held.with(before, added);
  return held.toSpliced(before + 1, 0, added);
}
