// Messages and private notes as the rows of a list: days between them, who speaks on, where the unread begins. Pure.
import type { PrivateNote, SeenMessage } from '#sandbox/web/protocol.ts';
import type { Loaded } from '../live/pane.ts';
import { dayKey, instantOf } from './times.ts';

export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: Date }
  | { readonly kind: 'new'; readonly key: string }
  | { readonly kind: 'message'; readonly key: string; readonly message: SeenMessage; readonly grouped: boolean }
  | { readonly kind: 'note'; readonly key: string; readonly note: PrivateNote };

export interface RowsInput {
  readonly loaded: Loaded;
  readonly zone: string;
  /** `ts` of the first unread message; null where none is. */
  readonly newFrom: string | null;
}

/** Messages of one person within this time are drawn as one. */
const GROUP_MS = 5 * 60_000;

export function rowsOf({ loaded: { messages, notes }, zone, newFrom }: RowsInput): readonly Row[] {
  const rows: Row[] = [];
  const waiting = [...notes];
  let day = '';
  let before: SeenMessage | null = null;

  function openDay(ts: string): void {
    const at = instantOf(ts);
    const key = dayKey(at, zone);
    if (key === day) return;
    day = key;
    before = null;
    rows.push({ kind: 'day', key: `day ${key}`, at });
  }
  function putNotes(until: string | null): void {
    const due = until === null ? waiting.length : waiting.filter(({ ts }) => ts < until).length;
    for (const note of waiting.splice(0, due)) {
      openDay(note.ts);
      rows.push({ kind: 'note', key: `note ${note.ts}`, note });
      before = null;
    }
  }

  for (const message of messages) {
    putNotes(message.ts);
    openDay(message.ts);
    if (message.ts === newFrom) {
      rows.push({ kind: 'new', key: 'new' });
      before = null;
    }
    rows.push({ kind: 'message', key: message.ts, message, grouped: before !== null && continues(before, message) });
    before = message;
  }
  putNotes(null);
  return rows;
}

function continues(before: SeenMessage, message: SeenMessage): boolean {
  if (before.user !== message.user || before.bot_id !== message.bot_id || message.subtype !== undefined) return false;
  if ((before.reply_count ?? 0) > 0) return false;
  return instantOf(message.ts).getTime() - instantOf(before.ts).getTime() < GROUP_MS;
}

/** `ts` of the first of the last `unread` messages that others wrote; null where none is unread or held. */
export function firstUnread(messages: readonly SeenMessage[], self: string, unread: number): string | null {
  if (unread === 0) return null;
  const others = messages.filter(({ user }) => user !== self);
  return others.at(-Math.min(unread, others.length))?.ts ?? null;
}
