// What a browser holds of a conversation or thread, change by change.
import { describe, expect, it } from 'vitest';
import { loadedThread, withChange, withOlder } from '#sandbox/page/live/loaded.ts';
import type { PaneMessage, PrivateNote } from '#sandbox/web/protocol.ts';
import { aLoaded, aMessage, LEADS, tsAt } from '../support/a-workspace.ts';

const CHANNEL = { channel: LEADS.id, thread: null };
const THREAD = { channel: LEADS.id, thread: tsAt(1) };
const FIRST = aMessage(1);
const SECOND = aMessage(2);
const REPLY = aMessage(3, { thread_ts: tsAt(1) });
const HELD = aLoaded({ messages: [FIRST, SECOND] });

function posted(message: typeof FIRST): PaneMessage {
  return { kind: 'message_posted', message, notification: null };
}

function aNote(at: number, note: Partial<PrivateNote> = {}): PrivateNote {
  return { ts: tsAt(at), channel: LEADS.id, user: 'U1', from: 'app', text: 'psst', ...note };
}

describe('A conversation that is held', () => {
  it('takes a message to its place by time', () => {
    const late = aMessage(1.5);
    expect(withChange(HELD, CHANNEL, posted(late)).messages).toEqual([FIRST, late, SECOND]);
  });

  it('takes the same message once', () => {
    const again = withChange(withChange(HELD, CHANNEL, posted(aMessage(4))), CHANNEL, posted(aMessage(4)));
    expect(again.messages).toHaveLength(3);
  });

  it.each([
    { when: 'it is of another channel', change: posted(aMessage(4, { channel: 'C9' })) },
    { when: 'it is a reply in a thread', change: posted(REPLY) },
    {
      when: 'a message is edited that is not held',
      change: { kind: 'message_updated', message: aMessage(0) } as const,
    },
    {
      when: 'a message is deleted that is not held',
      change: { kind: 'message_deleted', channel: LEADS.id, ts: tsAt(7) } as const,
    },
    {
      when: 'a note belongs to a thread',
      change: { kind: 'note_shown', note: aNote(4, { thread_ts: tsAt(1) }) } as const,
    },
    { when: 'a modal opens', change: { kind: 'modals', modals: [] } as const },
  ])('stays the same object when $when', ({ change }) => {
    expect(withChange(HELD, CHANNEL, change)).toBe(HELD);
  });

  it('shows a reply that was sent to the channel as well', () => {
    const broadcast = { ...REPLY, subtype: 'thread_broadcast' };
    expect(withChange(HELD, CHANNEL, posted(broadcast)).messages.at(-1)).toBe(broadcast);
  });

  it('keeps the identity of messages that did not change, so that they are not drawn again', () => {
    const edited = { ...SECOND, text: 'better' };
    const next = withChange(HELD, CHANNEL, { kind: 'message_updated', message: edited });
    expect(next.messages[0]).toBe(FIRST);
    expect(next.messages[1]).toBe(edited);
  });

  it('forgets what was deleted', () => {
    const next = withChange(HELD, CHANNEL, { kind: 'message_deleted', channel: LEADS.id, ts: FIRST.ts });
    expect(next.messages).toEqual([SECOND]);
  });

  it('shows, replaces and takes away a private note', () => {
    const shown = withChange(HELD, CHANNEL, { kind: 'note_shown', note: aNote(5) });
    const replaced = withChange(shown, CHANNEL, { kind: 'note_replaced', note: aNote(5, { text: 'other' }) });
    const removed = withChange(replaced, CHANNEL, { kind: 'note_removed', channel: LEADS.id, ts: tsAt(5) });
    expect([shown, replaced, removed].map(({ notes }) => notes.map(({ text }) => text))).toEqual([
      ['psst'],
      ['other'],
      [],
    ]);
  });

  it('puts an older page before what it has, without what it has already', () => {
    const older = aMessage(0);
    const next = withOlder(aLoaded({ ...HELD, more: true }), {
      messages: [older, FIRST],
      notes: [aNote(0.5)],
      more: true,
    });
    expect(next.messages).toEqual([older, FIRST, SECOND]);
    expect(next.notes).toHaveLength(1);
    expect(next.more).toBe(true);
  });
});

describe('A thread that is held', () => {
  const held = loadedThread({ parent: FIRST, replies: [], notes: [] });

  it('takes its own replies, in the order of their time', () => {
    expect(withChange(held, THREAD, posted(REPLY)).messages).toEqual([FIRST, REPLY]);
  });

  it('leaves the channel’s messages and other threads’ replies alone', () => {
    expect(withChange(held, THREAD, posted(SECOND))).toBe(held);
    expect(withChange(held, THREAD, posted(aMessage(8, { thread_ts: tsAt(2) })))).toBe(held);
  });

  it('follows its parent', () => {
    const parent = { ...FIRST, reply_count: 1 };
    expect(withChange(held, THREAD, { kind: 'message_updated', message: parent }).messages).toEqual([parent]);
  });
});
