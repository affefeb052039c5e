import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { botScopes } from '#adapters/slack/methods.ts';
import { section } from '#blockkit/blocks.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import { Fault } from '#kernel/errors.ts';
import { ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { Message, Posting } from '#ports/messenger.ts';
import { connected } from './connected.ts';
import type { Connected } from './connected.ts';

let slack: Connected;
let leads: ChannelId;
let ana: SlackUserId;
let keys = 0;

beforeAll(async () => {
  slack = await connected({
    users: [
      { name: 'ana', realName: 'Ana Ruiz', email: 'ana@acme.test', timezone: 'Europe/Madrid' },
      { name: 'old', email: 'old@acme.test', deleted: true },
    ],
    channels: [
      { name: 'leads' },
      { name: 'secret', private: true },
      { name: 'elsewhere', botIsMember: false },
      { name: 'old-news', archived: true },
    ],
  });
  leads = ChannelId.parse(slack.sandbox.workspace.channel('leads').id);
  ana = SlackUserId.parse(slack.sandbox.workspace.users().find(({ name }) => name === 'ana')?.id);
});
afterAll(() => slack.sandbox.close());
beforeEach(() => slack.sandbox.faults.clear());

function aMessage(text = 'A lead'): Message {
  return { text, blocks: [section(escape(text))] };
}

function aPosting(posting: Partial<Posting> = {}): Posting {
  keys += 1;
  return { channel: leads, message: aMessage(), key: `card:${keys}`, repeat: false, ...posting };
}

function messagesIn(channel: string) {
  return slack.sandbox.workspace.messages(channel);
}

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(
    () => new Error('it worked'),
    (error: unknown) => error,
  );
  if (error instanceof Fault) return error;
  throw error;
}

describe('posting', () => {
  it('posts a message with its key, and pings nobody that foreign text names', async () => {
    const hostile = '<!channel> & *you* =HYPERLINK("x")';
    const outcome = await slack.messenger.post(aPosting({ message: aMessage(hostile), key: 'card:hostile' }));
    if (outcome.kind !== 'posted') throw new Error(outcome.because);
    expect(outcome.channel).toBe(leads);
    expect(slack.sandbox.workspace.pings('leads', outcome.ts)).toEqual([]);
    expect(messagesIn('leads').at(-1)).toMatchObject({
      text: '&lt;!channel&gt; &amp; ∗you∗ =HYPERLINK("x")',
      metadata: { event_type: 'signalbox', event_payload: { key: 'card:hostile' } },
    });
  });

  it('replies in a thread', async () => {
    const first = await slack.messenger.post(aPosting());
    if (first.kind !== 'posted') throw new Error(first.because);
    await slack.messenger.post(aPosting({ thread: first.ts, message: aMessage('History') }));
    expect(slack.sandbox.workspace.thread('leads', first.ts).at(-1)?.text).toBe('History');
  });

  it.each([
    { when: 'the answer got lost', fault: { kind: 'drop_after_commit' }, code: 'unavailable', ambiguous: true },
    { when: 'Slack answers 500', fault: { kind: 'status', status: 500 }, code: 'unavailable', ambiguous: true },
    { when: 'the connection breaks', fault: { kind: 'reset' }, code: 'unavailable', ambiguous: true },
    { when: 'Slack hangs', fault: { kind: 'hang' }, code: 'timeout', ambiguous: true },
    {
      when: 'Slack has an internal error',
      fault: { kind: 'error', error: 'fatal_error' },
      code: 'unavailable',
      ambiguous: true,
    },
    { when: 'it is too fast', fault: { kind: 'rate_limited', retryAfter: 7 }, code: 'rate_limited', ambiguous: false },
  ] as const)('sends once and says so when $when', async ({ fault, code, ambiguous }) => {
    slack.calls.length = 0;
    slack.sandbox.faults.next({ method: 'chat.postMessage', ...fault });
    const fails = await faultOf(slack.messenger.post(aPosting()));
    expect({ code: fails.code, ambiguous: fails.ambiguous }).toEqual({ code, ambiguous });
    // After a time-out the message may come late, so nobody looks for it at once.
    const waits: Partial<Record<string, number>> = { rate_limited: 7000, timeout: 3000 };
    expect(fails.retryAfterMs).toBe(waits[code]);
    expect(slack.calls).toEqual([`chat.postMessage ${code}`]);
  });

  it.each([
    { when: 'it was posted and the answer got lost', kind: 'drop_after_commit' },
    { when: 'it was never posted', kind: 'status' },
  ] as const)('stands in the channel once after a repeat when $when', async ({ kind }) => {
    slack.sandbox.faults.next({ method: 'chat.postMessage', kind });
    const posting = aPosting({ message: aMessage(`Once, ${kind}`), since: new Date() });
    await faultOf(slack.messenger.post(posting));
    const again = await slack.messenger.post({ ...posting, repeat: true });
    const found = messagesIn('leads').filter(({ text }) => text === `Once, ${kind}`);
    expect(found).toHaveLength(1);
    expect(again).toMatchObject({ kind: 'posted', channel: leads, ts: found[0]?.ts });
  });

  it('finds an earlier reply in its thread', async () => {
    const first = await slack.messenger.post(aPosting());
    if (first.kind !== 'posted') throw new Error(first.because);
    const reply = aPosting({ thread: first.ts });
    slack.sandbox.faults.next({ method: 'chat.postMessage', kind: 'drop_after_commit' });
    await faultOf(slack.messenger.post(reply));
    await slack.messenger.post({ ...reply, repeat: true });
    expect(slack.sandbox.workspace.thread('leads', first.ts).filter(({ ts }) => ts !== first.ts)).toHaveLength(1);
  });

  it('does not mistake another key for its own', async () => {
    const before = messagesIn('leads').length;
    await slack.messenger.post(aPosting());
    await slack.messenger.post(aPosting({ repeat: true }));
    expect(messagesIn('leads')).toHaveLength(before + 2);
  });

  it.each([
    { when: 'the channel does not exist', channel: () => 'C0NOWHERE', because: 'channel_not_found' },
    {
      when: 'the app was never invited',
      channel: () => slack.sandbox.workspace.channel('elsewhere').id,
      because: 'not_in_channel',
    },
    {
      when: 'the channel is archived',
      channel: () => slack.sandbox.workspace.channel('old-news').id,
      because: 'is_archived',
    },
  ])('is undeliverable when $when', async ({ channel, because }) => {
    slack.sandbox.workspace.setScopes(slack.sandbox.botToken, [...botScopes()]);
    expect(await slack.messenger.post(aPosting({ channel: ChannelId.parse(channel()) }))).toEqual({
      kind: 'undeliverable',
      because,
    });
  });

  it('is undeliverable when only admins may post', async () => {
    slack.sandbox.faults.next({
      method: 'chat.postMessage',
      kind: 'error',
      error: 'restricted_action_read_only_channel',
    });
    expect(await slack.messenger.post(aPosting())).toEqual({ kind: 'undeliverable', because: 'restricted' });
  });

  it('calls blocks that Slack refuses a defect, in Slack’s words', async () => {
    const blocks = Array.from({ length: 51 }, () => section(escape('x')));
    const fault = await faultOf(slack.messenger.post(aPosting({ message: { text: 'too long', blocks } })));
    expect(fault.code).toBe('internal');
    expect(fault.message).toContain('no more than 50 items allowed [json-pointer:/blocks]');
  });
});

describe('editing', () => {
  it('changes the message in place', async () => {
    const posted = await slack.messenger.post(aPosting());
    if (posted.kind !== 'posted') throw new Error(posted.because);
    expect(await slack.messenger.edit(leads, posted.ts, aMessage('Claimed'))).toEqual({ kind: 'edited' });
    expect(messagesIn('leads').find(({ ts }) => ts === posted.ts)?.text).toBe('Claimed');
  });

  it('says so when the message is gone, and when its channel is', async () => {
    expect(await slack.messenger.edit(leads, '1.000001', aMessage())).toEqual({ kind: 'message_gone' });
    const elsewhere = ChannelId.parse('C0NOWHERE');
    const because = 'channel_not_found';
    expect(await slack.messenger.edit(elsewhere, '1.000001', aMessage())).toEqual({ kind: 'undeliverable', because });
  });
});

describe('one person', () => {
  it('gets a note that only they see', async () => {
    const before = messagesIn('leads').length;
    await slack.messenger.whisper(leads, ana, aMessage('Bo was faster'));
    expect(slack.sandbox.workspace.as('ana').inbox().at(-1)?.text).toBe('Bo was faster');
    expect(messagesIn('leads')).toHaveLength(before);
  });

  it('gets a direct message, once even when repeated', async () => {
    const posting = { message: aMessage('For you'), key: 'note:1', repeat: false };
    const first = await slack.messenger.direct(ana, posting);
    expect(await slack.messenger.direct(ana, { ...posting, repeat: true })).toMatchObject(first);
    expect(first).toMatchObject({ kind: 'posted', channel: expect.stringMatching(/^D/u) });
  });

  it('cannot be written to when there is no such person', async () => {
    const outcome = await slack.messenger.direct(SlackUserId.parse('U0NOBODY'), {
      message: aMessage(),
      key: 'n',
      repeat: false,
    });
    expect(outcome).toEqual({ kind: 'undeliverable', because: 'channel_not_found' });
  });

  it('is found by e-mail and by id, with zone and whether they are still there', async () => {
    const person = {
      id: ana,
      name: 'Ana Ruiz',
      email: 'ana@acme.test',
      timeZone: 'Europe/Madrid',
      active: true,
      away: false,
    };
    expect(await slack.messenger.personByEmail('ana@acme.test')).toEqual(person);
    expect(await slack.messenger.person(ana)).toEqual(person);
    const old = slack.sandbox.workspace.users().find(({ name }) => name === 'old');
    expect(await slack.messenger.person(SlackUserId.parse(old?.id))).toMatchObject({ active: false });
  });

  it.each([
    { status: { text: 'Vacationing', emoji: ':palm_tree:' }, away: true },
    { status: { text: 'Out sick', emoji: ':face_with_thermometer:' }, away: true },
    { status: { text: 'In a meeting', emoji: ':spiral_calendar_pad:' }, away: false },
    { status: null, away: false },
  ])('is away by the status $status.text: $away', async ({ status, away }) => {
    slack.sandbox.workspace.setStatus('ana', status);
    expect(await slack.messenger.person(ana)).toMatchObject({ away });
  });

  it('is null when Slack knows nobody by that e-mail or id', async () => {
    expect(await slack.messenger.personByEmail('nobody@acme.test')).toBeNull();
    expect(await slack.messenger.person(SlackUserId.parse('U0NOBODY'))).toBeNull();
  });
});

describe('user groups', () => {
  it('are read with their members, those that are switched off with none', async () => {
    slack.sandbox.workspace.setGroup('managers', { name: 'Managers', members: ['ana'] });
    slack.sandbox.workspace.setGroup('retired', { members: ['ana'], disabled: true });
    expect(await slack.messenger.groups()).toMatchObject([
      { handle: 'managers', name: 'Managers', members: [ana], active: true },
      { handle: 'retired', members: [], active: false },
    ]);
  });

  it('say which scope is missing', async () => {
    slack.sandbox.faults.clear();
    const { botToken, workspace } = slack.sandbox;
    workspace.setScopes(
      botToken,
      botScopes().filter((scope) => scope !== 'usergroups:read'),
    );
    const fault = await faultOf(slack.messenger.groups());
    workspace.setScopes(botToken, botScopes());
    expect(fault.message).toContain('usergroups:read');
  });
});

describe('channels by name', () => {
  it('are looked at anew for what is wrong with them', async () => {
    const names = ['#leads', 'Secret', leads, '#elsewhere', '#old-news', '#nowhere'];
    expect(Object.fromEntries(await slack.messenger.channelTroubles(names))).toEqual({
      '#leads': null,
      Secret: null,
      [leads]: null,
      '#elsewhere': 'not_in_channel',
      '#old-news': 'is_archived',
      '#nowhere': 'channel_not_found',
    });
  });

  it('finds public and private ones, with or without #, and passes ids through', async () => {
    const secret = slack.sandbox.workspace.channel('secret').id;
    expect(await slack.messenger.channelNamed('#secret')).toBe(secret);
    expect(await slack.messenger.channelNamed('Secret')).toBe(secret);
    expect(await slack.messenger.channelNamed('C0NOWHERE')).toBe('C0NOWHERE');
  });

  it('is null for one that does not exist, without asking for the list each time', async () => {
    slack.calls.length = 0;
    expect(await slack.messenger.channelNamed('#nowhere')).toBeNull();
    expect(await slack.messenger.channelNamed('#nowhere')).toBeNull();
    expect(slack.calls.length).toBeLessThanOrEqual(1);
  });

  it('reads a workspace of more channels than one page holds', async () => {
    const rooms = Array.from({ length: 1005 }, (_, index) => ({ name: `room-${index}` }));
    const other = await connected({ channels: rooms });
    expect(await other.messenger.channelNamed('room-1004')).toBe(other.sandbox.workspace.channel('room-1004').id);
    expect(other.calls).toEqual(['conversations.list ok', 'conversations.list ok']);
    await other.sandbox.close();
  });

  it('fails when the list cannot be read, and recovers', async () => {
    const other = await connected({ channels: [{ name: 'leads' }] });
    other.sandbox.faults.next({ method: 'conversations.list', kind: 'status', status: 502 });
    expect(await faultOf(other.messenger.channelNamed('leads'))).toMatchObject({
      code: 'unavailable',
      ambiguous: false,
    });
    expect(await other.messenger.channelNamed('leads')).toBe(other.sandbox.workspace.channel('leads').id);
    await other.sandbox.close();
  });
});

describe('credentials', () => {
  it('names the missing scope', async () => {
    slack.sandbox.workspace.setScopes(slack.sandbox.botToken, ['chat:write']);
    const fault = await faultOf(slack.messenger.personByEmail('ana@acme.test'));
    slack.sandbox.workspace.setScopes(slack.sandbox.botToken, [...botScopes()]);
    expect(fault.code).toBe('forbidden');
    expect(fault.message).toContain('missing_scope, the token lacks users:read.email');
  });

  it('says when the token was revoked', async () => {
    slack.sandbox.workspace.setTokenRevoked(slack.sandbox.botToken, true);
    const fault = await faultOf(slack.messenger.post(aPosting()));
    slack.sandbox.workspace.setTokenRevoked(slack.sandbox.botToken, false);
    expect(fault.code).toBe('unauthorized');
    expect(fault.message).toContain('token_revoked');
  });

  it('says when nobody listens at all, and that nothing was sent', async () => {
    const other = await connected();
    await other.sandbox.close();
    expect(await faultOf(other.messenger.post(aPosting()))).toMatchObject({ code: 'unavailable', ambiguous: false });
  });
});
