import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from '@slack/bolt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import type { Change } from '#sandbox/slack/world/changes.ts';
import { card } from './blocks.ts';
import { startBoltWorkspace } from './bolt-workspace.ts';
import type { BoltWorkspace } from './bolt-workspace.ts';
import { eventually } from './eventually.ts';

let workspace: BoltWorkspace;
let slack: SlackSandbox;
let app: App;
let heard: Record<string, unknown>[];
const ana = () => slack.workspace.as('ana');
const general = () => slack.workspace.channel('general').id;
const post = async (text: string, ...actionIds: string[]) => {
  const { ts = '' } = await app.client.chat.postMessage({ channel: general(), text, blocks: card(text, ...actionIds) });
  return ts;
};

beforeAll(async () => {
  workspace = await startBoltWorkspace(listen);
  ({ slack, app, heard } = workspace);
});
afterAll(() => workspace.close());
beforeEach(() => {
  heard.length = 0;
});

function listen(bolt: App): void {
  bolt.error(async () => {});
  bolt.action('claim', async ({ ack }) => ack());
  bolt.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: card(`Hello`, 'claim') } });
  });
  bolt.event('app_mention', async ({ event, say }) => {
    await say({ text: 'Yes?', thread_ts: event.ts });
  });
  bolt.event('link_shared', async ({ event, client }) => {
    const unfurls = Object.fromEntries(event.links.map(({ url }) => [url, { blocks: card('A lead') }]));
    await client.chat.unfurl({ channel: event.channel, ts: event.message_ts, unfurls });
  });
}

describe('events', () => {
  it('bring the Home tab to life, whose buttons work', async () => {
    await ana().openHome();
    await eventually(() => expect(ana().home()?.blocks).toHaveLength(2));
    heard.length = 0;
    await ana().clickInView(ana().home()?.id ?? '', 'claim');
    expect(heard[0]).toMatchObject({ container: { type: 'view' }, view: { type: 'home' } });
  });

  it('tell of user groups: made, renamed, with other members, switched off', async () => {
    const [ana, bo] = ['ana', 'bo'].map((name) => slack.workspace.users().find((user) => user.name === name)?.id);
    const told = () => heard.map(({ event }) => event as Record<string, unknown>);
    slack.workspace.setGroup('managers', { members: ['ana'] });
    await eventually(() => expect(told()).toMatchObject([{ type: 'subteam_created', subteam: { users: [ana] } }]));
    const [group] = slack.workspace.userGroups();
    expect(told()[0]).toMatchObject({ subteam: { id: group?.id, date_delete: 0 } });
    slack.workspace.setGroup('managers', { members: ['bo'] });
    await eventually(() =>
      expect(told()[1]).toMatchObject({
        type: 'subteam_members_changed',
        subteam_id: group?.id,
        added_users: [bo],
        removed_users: [ana],
        removed_users_count: '1',
      }),
    );
    slack.workspace.setGroup('managers', { name: 'Managers', disabled: true });
    await eventually(() =>
      expect(told()[2]).toMatchObject({
        type: 'subteam_updated',
        subteam: { name: 'Managers', date_delete: expect.any(Number), users: [bo] },
      }),
    );
    slack.workspace.setGroup('managers', {});
    await slack.idle();
    expect(told()).toHaveLength(3);
  });

  it('tell of mentions, joins and links', async () => {
    const bot = slack.workspace.users().find(({ isBot }) => isBot)?.id ?? '';
    const said = ana().say('general', `<@${bot}> are you there?`);
    await eventually(() => expect(slack.workspace.thread('general', said.ts)[0]?.text).toBe('Yes?'));
    const shared = ana().say('general', 'see <https://app.hubspot.com/contacts/1|this>');
    await eventually(() => {
      const message = slack.workspace.messages('general').find(({ ts }) => ts === shared.ts);
      expect(message?.attachments).toMatchObject([
        { from_url: 'https://app.hubspot.com/contacts/1', is_app_unfurl: true, blocks: [{ type: 'section' }] },
      ]);
    });
    await slack.idle();
    expect(heard.map((body) => (body['event'] as { type: string }).type)).toEqual(['app_mention', 'link_shared']);
  });

  it('are sent again with the same id when the app fails', async () => {
    const retries: unknown[] = [];
    const failing = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { event_id } = JSON.parse(Buffer.concat(chunks).toString()) as { event_id: string };
        retries.push([event_id, request.headers['x-slack-retry-num'], request.headers['x-slack-retry-reason']]);
        response.writeHead(500).end();
      });
    });
    await new Promise<void>((resolve) => failing.listen(0, '127.0.0.1', resolve));
    slack.setRequestUrl(`http://127.0.0.1:${(failing.address() as AddressInfo).port}/`);
    await ana().openHome();
    slack.setRequestUrl(workspace.requestUrl);
    failing.closeAllConnections();
    await new Promise((resolve) => failing.close(resolve));
    const [id] = retries[0] as [string];
    expect(retries).toEqual([
      [id, undefined, undefined],
      [id, '1', 'http_error'],
      [id, '2', 'http_error'],
    ]);
  });

  it('are told to whoever watches the workspace', async () => {
    const changes: Change[] = [];
    const stop = slack.workspace.onChange((change) => changes.push(change));
    await post('watched');
    stop();
    await post('unwatched');
    expect(changes).toMatchObject([{ kind: 'message_posted', message: { text: 'watched' } }]);
  });

  it('come only to an address that answers the challenge', async () => {
    expect(await slack.verifyRequestUrl()).toBe(true);
  });

  it('say when the app is removed', async () => {
    await slack.workspace.uninstall();
    expect(heard.map((body) => (body['event'] as { type: string }).type)).toEqual([
      'tokens_revoked',
      'app_uninstalled',
    ]);
    heard.length = 0;
    expect(await ana().command('/lead', '', 'general')).toMatchObject({ kind: 'failed', error: 'dispatch_failed' });
    expect(heard).toEqual([]);
    slack.workspace.setTokenRevoked(slack.botToken, false);
  });
});
