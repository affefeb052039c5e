// Leaves out of a tick's messages what a later one of the same tick overtakes.
import type { PaneFrame, WorldFrame } from '../protocol.ts';

/** Of edits of one message, and of modals, Home and people, the last one counts; the order of the rest stays. */
export function compactPane(messages: PaneFrame): PaneFrame {
  return lastOfEach(messages, (message) => {
    switch (message.kind) {
      case 'message_updated':
        return `${message.kind} ${message.message.channel} ${message.message.ts}`;
      case 'note_replaced':
        return `${message.kind} ${message.note.ts}`;
      case 'modals':
      case 'home':
      case 'people':
      case 'conversations':
        return message.kind;
      case 'snapshot':
      case 'message_posted':
      case 'message_deleted':
      case 'note_shown':
      case 'note_removed':
        return null;
    }
  });
}

/** The state of the world is told once; every change of a record is told, for what changed in each differs. */
export function compactWorld(messages: WorldFrame): WorldFrame {
  return lastOfEach(messages, ({ kind }) => (kind === 'record' ? null : kind));
}

/** Null: never overtaken. */
function lastOfEach<M>(messages: readonly M[], keyOf: (message: M) => string | null): readonly M[] {
  const last = new Map<string, M>();
  for (const message of messages) {
    const key = keyOf(message);
    if (key !== null) last.set(key, message);
  }
  return messages.filter((message) => {
    const key = keyOf(message);
    return key === null || last.get(key) === message;
  });
}
