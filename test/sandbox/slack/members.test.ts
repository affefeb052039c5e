// Who is in which channel, what a guest sees, what a visitor of a public channel may do.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '@slack/bolt';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { card } from './blocks.ts';
import { startBoltWorkspace } from './bolt-workspace.ts';
import type { BoltWorkspace } from './bolt-workspace.ts';

let workspace: BoltWorkspace;
let slack: SlackSandbox;
const as = (name: string) => slack.workspace.as(name);
const post = async (channel: string) => {
  const message = { channel: `#${channel}`, text: 'Lead', blocks: card('Lead', 'claim') };
  return (await workspace.app.client.chat.postMessage(message)).ts ?? '';
};

beforeAll(async () => {
  workspace = await startBoltWorkspace(listen, {
    users: [{ name: 'ana' }, { name: 'bo' }, { name: 'gus', isGuest: true }],
    channels: [
      { name: 'general' },
      { name: 'leads', members: ['ana'] },
      { name: 'board', private: true, members: ['ana'] },
      { name: 'old', archived: true },
    ],
    subscriptions: ['member_joined_channel', 'member_left_channel'],
  });
  slack = workspace.slack;
});
afterAll(() => workspace.close());

function listen(bolt: App): void {
  bolt.action('claim', async ({ ack }) => ack());
  bolt.command('/lead', async ({ ack }) => ack());
}

describe('a member of the workspace', () => {
  it('presses and runs commands in a public channel without having joined it, as in a preview', async () => {
    const ts = await post('leads');
    expect(await as('bo').click('leads', ts, 'claim')).toMatchObject({ kind: 'acknowledged' });
    expect(await as('bo').command('/lead', '', 'leads')).toMatchObject({ kind: 'acknowledged' });
    expect(() => as('bo').say('leads', 'hello')).toThrow('bo is not in #leads');
  });

  it('joins and leaves, which the app hears of', async () => {
    workspace.heard.length = 0;
    as('bo').join('leads');
    await slack.idle();
    as('bo').say('leads', 'hello');
    as('bo').leave('leads');
    await slack.idle();
    expect(workspace.heard.map(({ event }) => event)).toMatchObject([
      { type: 'member_joined_channel', user: as('bo').user.id, channel_type: 'C' },
      { type: 'member_left_channel', user: as('bo').user.id },
    ]);
    expect(() => as('bo').leave('leads')).toThrow('bo is not in #leads');
  });

  it.each([
    { when: 'it is private', channel: 'board', says: 'bo sees no channel board' },
    { when: 'it is archived', channel: 'old', says: '#old is archived' },
  ])('cannot join a channel when $when', ({ channel, says }) => {
    expect(() => as('bo').join(channel)).toThrow(says);
  });
});

describe('a guest', () => {
  it('acts where they were put', async () => {
    expect(await as('gus').click('general', await post('general'), 'claim')).toMatchObject({ kind: 'acknowledged' });
  });

  it('sees no other channel, public or not', async () => {
    const ts = await post('leads');
    await expect(as('gus').click('leads', ts, 'claim')).rejects.toThrow('gus sees no channel leads');
    await expect(as('gus').command('/lead', '', 'leads')).rejects.toThrow('gus sees no channel leads');
    await expect(as('gus').messageShortcut('x', 'leads', ts)).rejects.toThrow('gus sees no channel leads');
    expect(() => as('gus').join('leads')).toThrow('gus sees no channel leads');
    expect(() => as('gus').read('leads', ts)).toThrow('gus sees no channel leads');
  });

  it('is told apart in the directory', async () => {
    const { user } = await workspace.app.client.users.info({ user: as('gus').user.id });
    expect(user?.is_restricted).toBe(true);
  });
});
