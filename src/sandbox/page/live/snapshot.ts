// How a change alters what a pane knows of the workspace as a whole. Pure.
import type { PaneMessage, Snapshot } from '#sandbox/web/protocol.ts';

/** The same object where the change is none of the snapshot's; a whole snapshot takes the old one's place. */
export function withNews(held: Snapshot | null, change: PaneMessage): Snapshot | null {
  if (change.kind === 'snapshot') return change.snapshot;
  if (held === null) return null;
  switch (change.kind) {
    case 'modals':
      return { ...held, modals: change.modals };
    case 'home':
      return { ...held, home: change.home };
    case 'conversations':
      return { ...held, conversations: change.conversations, others: change.others };
    case 'people':
      return { ...held, people: change.people, as: change.people.find(({ id }) => id === held.as.id) ?? held.as };
    case 'message_posted':
    case 'message_updated':
    case 'message_deleted':
    case 'note_shown':
    case 'note_replaced':
    case 'note_removed':
      return held;
  }
}
