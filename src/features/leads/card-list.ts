// What a list of leads is: one message with many leads, for when they come faster than a channel takes cards. Pure.
import type { ChannelId } from '#kernel/ids.ts';

/** Of a change that waits to be shown: a click, a new row, a detail. */
export type ListUrgency = 0 | 5 | 9;

export interface CardList {
  readonly id: string;
  readonly channel: ChannelId;
  /** Why these leads are not where the playbook wants them; null: they are. Plain text. */
  readonly note: string | null;
  readonly begunAt: Date;
  /** Where it was posted; null until then. */
  readonly posted: { readonly ts: string; readonly hash: string } | null;
  /** Number of the newest change that was asked to be shown. */
  readonly asked: number;
  readonly urgency: ListUrgency;
}

/**
 * A row takes two of a message's fifty blocks and up to 600 of its 13,200 characters, so 20 leave room for what stands
 * above and below them, and a screen or two show them all.
 */
export const LIST_ROWS = 20;

/** A list that is older is not gone on with: new rows in a message further up are news to nobody. */
export const LIST_OPEN_MS = 60_000;

/** A card that would wait longer than this for its turn becomes a row of a list. */
export const PATIENCE_MS = 4_000;

/** Details of a list's leads arrive one by one; one edit shows those of so many milliseconds. */
export const LIST_DETAILS_MS = 5_000;
