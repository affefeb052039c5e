// Messages as the rows of a list.
import { describe, expect, it } from 'vitest';
import { firstUnread, rowsOf } from '#sandbox/page/chat/rows.ts';
import { countTo, tailOf } from '#sandbox/page/chat/tail.ts';
import type { PrivateNote } from '#sandbox/web/protocol.ts';
import { aLoaded, aMessage, ANA, BO, LEADS, tsAt } from '../support/a-workspace.ts';

const ZONE = 'Europe/Berlin';
const DAY = 86_400;

function kinds(input: { messages?: ReturnType<typeof aMessage>[]; notes?: PrivateNote[]; newFrom?: string }): string[] {
  const { messages = [], notes = [], newFrom = null } = input;
  return rowsOf({ loaded: aLoaded({ messages, notes }), zone: ZONE, newFrom }).map((row) =>
    row.kind === 'message' && row.grouped ? 'goes on' : row.kind,
  );
}

function aNote(at: number): PrivateNote {
  return { ts: tsAt(at), channel: LEADS.id, user: ANA.id, from: 'app', text: 'psst' };
}

describe('The rows of a list', () => {
  it('go on without a name while one person writes', () => {
    expect(kinds({ messages: [aMessage(0), aMessage(60), aMessage(90)] })).toEqual([
      'day',
      'message',
      'goes on',
      'goes on',
    ]);
  });

  it.each([
    { when: 'somebody else writes', messages: [aMessage(0), aMessage(1, { user: ANA.id })] },
    { when: 'five minutes have passed', messages: [aMessage(0), aMessage(300)] },
    { when: 'the message before has replies', messages: [aMessage(0, { reply_count: 1 }), aMessage(1)] },
  ])('begin again when $when', ({ messages }) => {
    expect(kinds({ messages })).toEqual(['day', 'message', 'message']);
  });

  it('have a line for each day, in the zone of whoever looks', () => {
    expect(kinds({ messages: [aMessage(0), aMessage(DAY)] })).toEqual(['day', 'message', 'day', 'message']);
  });

  it('have private notes at their time', () => {
    expect(kinds({ messages: [aMessage(0), aMessage(2)], notes: [aNote(1), aNote(3)] })).toEqual([
      'day',
      'message',
      'note',
      'message',
      'note',
    ]);
  });

  it('have the line where the unread begins', () => {
    expect(kinds({ messages: [aMessage(0), aMessage(1)], newFrom: tsAt(1) })).toEqual([
      'day',
      'message',
      'new',
      'message',
    ]);
  });

  it('are none of nothing', () => {
    expect(kinds({})).toEqual([]);
  });
});

describe('The first unread message', () => {
  const messages = [aMessage(0), aMessage(1, { user: ANA.id }), aMessage(2), aMessage(3, { user: ANA.id })];

  it('is counted back over what others wrote', () => {
    expect(firstUnread(messages, ANA.id, 1)).toBe(tsAt(2));
    expect(firstUnread(messages, ANA.id, 2)).toBe(tsAt(0));
  });

  it('is the oldest that is held where more are unread', () => {
    expect(firstUnread(messages, ANA.id, 50)).toBe(tsAt(0));
  });

  it('is none where nothing is unread, or nobody else wrote', () => {
    expect(firstUnread(messages, ANA.id, 0)).toBeNull();
    expect(firstUnread([aMessage(0, { user: BO.id })], BO.id, 1)).toBeNull();
  });
});

describe('The tail of a conversation', () => {
  const loaded = aLoaded({ messages: [0, 10, 20].map((at) => aMessage(at)), notes: [aNote(5), aNote(15)] });

  it('has the last messages, the notes among them, and says that there is more', () => {
    const tail = tailOf(loaded, 2);
    expect(tail.messages.map(({ ts }) => ts)).toEqual([tsAt(10), tsAt(20)]);
    expect(tail.notes.map(({ ts }) => ts)).toEqual([tsAt(15)]);
    expect(tail.more).toBe(true);
  });

  it('is the conversation itself where all of it is shown', () => {
    expect(tailOf(loaded, 3)).toBe(loaded);
  });

  it('reaches to a message that a link points to', () => {
    expect(countTo(loaded, tsAt(10))).toBe(2);
    expect(countTo(loaded, tsAt(99))).toBe(0);
  });
});
