// When something may be said in Slack: about one message a second a channel, and so many edits a minute in all. All
// processes on one database share it.
import type { ChannelId } from '#kernel/ids.ts';

/** Somebody's place among those who wait; it is kept under its id until the turn has come. */
export interface Ticket {
  readonly id: string;
  /** As an intent's: lower goes first. */
  readonly urgency: 0 | 5 | 9;
}

export type Turn =
  /** The turn has come, and is used up by this answer. */
  | { readonly kind: 'now' }
  | { readonly kind: 'wait'; readonly ms: number }
  /** It would take longer than the patience given, or the channel is crowded. No place is kept. */
  | { readonly kind: 'crowded' };

/** All calls throw Fault `unavailable` without a database. */
export interface Pace {
  /** A message or a reply in a thread. Without `patienceMs` never `crowded`. */
  post(channel: ChannelId, ticket: Ticket, patienceMs?: number): Promise<Turn>;
  /**
   * An edit. What follows a click does not wait behind details. In a crowded channel, and of a list, which changes for
   * many leads at once, it takes its turn with the messages.
   */
  edit(channel: ChannelId, ticket: Ticket, of: 'card' | 'list'): Promise<Exclude<Turn, { kind: 'crowded' }>>;
  /** Many wait in this channel: for a few seconds everything there, edits too, takes its turn with the messages. */
  crowd(channel: ChannelId): Promise<void>;
}
