import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SeenConversation } from '#sandbox/web/protocol.ts';
import { eventually } from '../slack/eventually.ts';
import { aPane, appPosts, aWeb, post } from './a-web.ts';
import type { AWeb, PaneSocket } from './a-web.ts';

let web: AWeb;
const open: PaneSocket[] = [];

beforeAll(async () => {
  web = await aWeb();
});
afterAll(() => web.close());
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function paneOf(as: string): Promise<PaneSocket> {
  const opened = await aPane(web, as);
  open.push(opened);
  return opened;
}

function namesOf(conversations: readonly SeenConversation[]): readonly string[] {
  return conversations.map(({ name }) => name);
}

/** The conversation as the pane was last told of it. */
async function told(pane: PaneSocket, name: string): Promise<SeenConversation | undefined> {
  const last = pane.all().findLast((message) => message.kind === 'conversations');
  const { conversations } = last?.kind === 'conversations' ? last : await pane.snapshot();
  return conversations.find((each) => each.name === name);
}

describe('A pane', () => {
  it('begins with everything that its person sees', async () => {
    const { as, team, conversations, others, commands, bot, people } = await (await paneOf('ana')).snapshot();
    expect(as).toMatchObject({ name: 'ana', role: 'enterprise rep', timezone: 'America/New_York' });
    expect(team).toBe('Acme');
    expect(people.find(({ id }) => id === bot)).toMatchObject({ realName: 'Signalbox', isBot: true });
    expect(namesOf(conversations)).toEqual(['enterprise-leads', 'general', 'inbound-leads']);
    expect(namesOf(others)).toEqual(['approvals', 'campaigns', 'revops', 'smb-leads']);
    expect(commands.map(({ command }) => command)).toContain('/lead');
  });

  it('shows a guest the channels that they are in, and no others', async () => {
    const gus = await paneOf('gus');
    const { conversations, others } = await gus.snapshot();
    expect(namesOf(conversations)).toEqual(['general']);
    expect(others).toEqual([]);
    web.sandbox.slack.workspace.as('mia').say('revops', 'nothing for guests');
    const { ts } = web.sandbox.slack.workspace.as('mia').say('general', 'for everyone');
    await gus.heard('message_posted');
    const seen = gus.all().flatMap((each) => (each.kind === 'message_posted' ? [each.message.ts] : []));
    expect(seen).toEqual([ts]);
  });

  it('follows a public channel that its person has not joined', async () => {
    const ana = await paneOf('ana');
    const { ts } = web.sandbox.slack.workspace.as('mia').say('revops', 'anybody may look');
    const [posted] = await ana.heard('message_posted');
    expect(posted).toMatchObject({ message: { ts, text: 'anybody may look' }, notification: null });
  });

  it('is told of joining, with what there is to see', async () => {
    const ana = await paneOf('ana');
    await post(`${web.url}/_sandbox/slack/join`, { as: 'ana', channel: 'revops' });
    const [change] = await ana.heard('conversations');
    expect(namesOf(change?.conversations ?? [])).toContain('revops');
    await post(`${web.url}/_sandbox/slack/leave`, { as: 'ana', channel: 'revops' });
    await eventually(async () => expect(await told(ana, 'revops')).toBeUndefined());
  });

  it('shows a private note to one person alone', async () => {
    const [ana, bo] = [await paneOf('ana'), await paneOf('bo')];
    // No app runs, and Slackbot says so to whoever asked.
    await post(`${web.url}/_sandbox/slack/command`, { as: 'ana', command: '/lead', channel: 'general' });
    const [shown] = await ana.heard('note_shown');
    expect(shown?.note).toMatchObject({ from: 'slackbot', text: expect.stringContaining('/lead failed') });
    web.sandbox.slack.workspace.as('bo').say('general', 'so that something comes');
    await bo.heard('message_posted');
    expect(bo.all().some(({ kind }) => kind === 'note_shown')).toBe(false);
  });

  it('puts a word about a shortcut, which belongs to no channel, where one talks to the app', async () => {
    const ana = await paneOf('ana');
    await post(`${web.url}/_sandbox/slack/shortcut`, { as: 'ana', callback_id: 'none' });
    const [shown] = await ana.heard('note_shown');
    await eventually(async () => expect(await told(ana, 'Signalbox')).toMatchObject({ id: shown?.note.channel }));
  });

  it('keeps the figures of a thread on its first message', async () => {
    const ana = await paneOf('ana');
    const { ts } = web.sandbox.slack.workspace.as('bo').say('general', 'who was it?');
    const reply = web.sandbox.slack.workspace.as('cy').say('general', 'me', ts);
    const [updated] = await ana.heard('message_updated');
    expect(updated?.message).toMatchObject({ ts, reply_count: 1, reply_users: [reply.user], latest_reply: reply.ts });
  });

  it('gets a burst in one frame', async () => {
    const ana = await paneOf('ana');
    const before = ana.frames.length;
    const bo = web.sandbox.slack.workspace.as('bo');
    for (let number = 0; number < 50; number += 1) bo.say('general', `line ${number}`);
    await ana.heard('message_posted', 50);
    expect(ana.frames.length - before).toBe(1);
  });

  it('is refused to a stranger, and ends when its person is deactivated', async () => {
    await expect(aPane(web, 'zoe')).rejects.toThrow('404');
    const carl = await paneOf('carl');
    const closed = new Promise((resolve) => carl.line.once('close', resolve));
    await post(`${web.url}/_sandbox/slack/set-deactivated`, { user: 'carl', deactivated: true });
    expect(await closed).toBe(1008);
    await expect(aPane(web, 'carl')).rejects.toThrow('403');
    await post(`${web.url}/_sandbox/slack/set-deactivated`, { user: 'carl', deactivated: false });
  });

  it('that comes back is told everything anew', async () => {
    const ana = await paneOf('ana');
    await ana.close();
    const { ts } = web.sandbox.slack.workspace.as('bo').say('enterprise-leads', 'meanwhile');
    const again = await paneOf('ana');
    const { conversations } = await again.snapshot();
    expect(conversations.find(({ name }) => name === 'enterprise-leads')).toMatchObject({ unread: 1 });
    await post(`${web.url}/_sandbox/slack/read`, { as: 'ana', channel: 'enterprise-leads', ts });
  });

  it('is told everything anew when the company begins anew', async () => {
    const ana = await paneOf('ana');
    web.sandbox.startOver();
    const [, anew] = await ana.heard('snapshot', 2);
    expect(anew?.snapshot.conversations.every(({ unread }) => unread === 0)).toBe(true);
  });
});

describe('Unread marks', () => {
  it('count what others said, until the person has seen it', async () => {
    const ana = await paneOf('ana');
    const bo = web.sandbox.slack.workspace.as('bo');
    bo.say('inbound-leads', 'one');
    const { ts } = bo.say('inbound-leads', 'two');
    bo.say('inbound-leads', 'in a thread', ts);
    await eventually(async () => expect(await told(ana, 'inbound-leads')).toMatchObject({ unread: 2, pings: 0 }));
    await post(`${web.url}/_sandbox/slack/read`, { as: 'ana', channel: 'inbound-leads', ts });
    await eventually(async () => expect(await told(ana, 'inbound-leads')).toMatchObject({ unread: 0 }));
  });

  it('leave out what one says oneself, and go with it', async () => {
    const ana = await paneOf('ana');
    web.sandbox.slack.workspace.as('bo').say('inbound-leads', 'hello');
    await eventually(async () => expect(await told(ana, 'inbound-leads')).toMatchObject({ unread: 1 }));
    web.sandbox.slack.workspace.as('ana').say('inbound-leads', 'hello yourself');
    await eventually(async () => expect(await told(ana, 'inbound-leads')).toMatchObject({ unread: 0 }));
  });

  it('tell apart what pings the person', async () => {
    const ana = await paneOf('ana');
    const { id } = web.sandbox.slack.workspace.as('ana').user;
    await appPosts(web.sandbox, { channel: channelId('inbound-leads'), text: `<@${id}> look` });
    await appPosts(web.sandbox, { channel: channelId('inbound-leads'), text: 'nobody in particular' });
    await eventually(async () => expect(await told(ana, 'inbound-leads')).toMatchObject({ unread: 2, pings: 1 }));
  });

  it('are kept for each person alone, and only move forward', async () => {
    const { ts } = web.sandbox.slack.workspace.as('mia').say('general', 'news');
    await post(`${web.url}/_sandbox/slack/read`, { as: 'ana', channel: 'general', ts });
    await post(`${web.url}/_sandbox/slack/read`, { as: 'ana', channel: 'general', ts: '1.000000' });
    const unreadOf = async (as: string): Promise<number | undefined> =>
      (await told(await paneOf(as), 'general'))?.unread;
    expect(await unreadOf('ana')).toBe(0);
    expect(await unreadOf('bo')).toBeGreaterThan(0);
  });

  it.each([
    { when: 'the mark is no ts', body: { as: 'ana', channel: 'general', ts: 'now' }, status: 400 },
    { when: 'there is no such channel', body: { as: 'ana', channel: 'C404', ts: '1.000000' }, status: 404 },
  ])('are refused where $when', async ({ body, status }) => {
    expect(await post(`${web.url}/_sandbox/slack/read`, body)).toMatchObject({ status });
  });
});

describe('A notification', () => {
  it('comes with a message that pings, as a phone shows it', async () => {
    const [ana, bo] = [await paneOf('ana'), await paneOf('bo')];
    const { id } = web.sandbox.slack.workspace.as('ana').user;
    const text = `:wave: *New lead* for <@${id}>: R&amp;D &lt;3, <https://acme.test|its page>`;
    const ts = await appPosts(web.sandbox, { channel: channelId('inbound-leads'), text });
    const notified = await notificationOf(ana, ts);
    expect(notified).toBe('👋 New lead for @Ana Ruiz: R&D <3, its page');
    expect(await notificationOf(bo, ts)).toBeNull();
  });

  it('comes with what the app says to a person directly', async () => {
    const ana = await paneOf('ana');
    const direct = web.sandbox.slack.workspace.as('ana').directMessages();
    const ts = await appPosts(web.sandbox, { channel: direct.id, text: 'Your lead was answered.' });
    expect(await notificationOf(ana, ts)).toBe('Your lead was answered.');
  });

  it('does not come with one’s own words, nor where one is not a member', async () => {
    const ana = await paneOf('ana');
    const own = web.sandbox.slack.workspace.as('ana').say('general', '<!channel> it is me');
    const elsewhere = web.sandbox.slack.workspace.as('mia').say('revops', '<!channel> all of ops');
    expect(await notificationOf(ana, own.ts)).toBeNull();
    expect(await notificationOf(ana, elsewhere.ts)).toBeNull();
  });
});

function channelId(name: string): string {
  return web.sandbox.slack.workspace.channel(name).id;
}

function notificationOf(pane: PaneSocket, ts: string): Promise<string | null> {
  return eventually(() => {
    const found = pane.all().find((each) => each.kind === 'message_posted' && each.message.ts === ts);
    if (found?.kind !== 'message_posted') throw new Error('it has not come');
    return found.notification;
  });
}
