// The newest part of what is held of a conversation: what a list draws at first. Pure.
import type { Loaded } from '../live/pane.ts';

/** The last `count` messages with the notes among and after them; `more` where some are left out. */
export function tailOf(loaded: Loaded, count: number): Loaded {
  if (loaded.messages.length <= count) return loaded;
  const messages = loaded.messages.slice(-count);
  const first = messages[0]?.ts ?? '';
  return { messages, notes: loaded.notes.filter(({ ts }) => ts >= first), more: true };
}

/** How many messages a tail must have to show this one; 0 where it is not held. */
export function countTo(loaded: Loaded, ts: string): number {
  const at = loaded.messages.findIndex((message) => message.ts === ts);
  return at === -1 ? 0 : loaded.messages.length - at;
}
