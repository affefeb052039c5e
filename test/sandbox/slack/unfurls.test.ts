import type { App } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { refusal } from './acme-workspace.ts';
import { card } from './blocks.ts';
import { startBoltWorkspace } from './bolt-workspace.ts';
import type { BoltWorkspace } from './bolt-workspace.ts';

const LINK = 'https://app.hubspot.com/contacts/1';
let workspace: BoltWorkspace;
let slack: SlackSandbox;
const ana = () => slack.workspace.as('ana');
const unfurl = (args: Record<string, unknown>) => workspace.app.client.apiCall('chat.unfurl', args);

beforeAll(async () => {
  workspace = await startBoltWorkspace(listen, {
    channels: [{ name: 'general' }, { name: 'elsewhere', botIsMember: false }],
  });
  slack = workspace.slack;
});
afterAll(() => workspace.close());

function listen(bolt: App): void {
  bolt.event('link_shared', async () => {});
  bolt.action('claim', async ({ ack }) => ack());
}

describe('a shared link', () => {
  it('is told of wherever it is shared, once each, and not for other domains', async () => {
    ana().say('elsewhere', `<${LINK}|this> and ${LINK} and https://example.org/1`);
    await slack.idle();
    expect(workspace.heard.at(-1)).toMatchObject({
      event: { type: 'link_shared', is_bot_user_member: false, links: [{ url: LINK, domain: 'app.hubspot.com' }] },
    });
  });

  it('unfolds into an attachment whose buttons work', async () => {
    const { channel, ts } = ana().say('general', `see ${LINK}`);
    await unfurl({ unfurl_id: `${channel}.${ts}`, unfurls: { [LINK]: { blocks: card('A lead', 'claim') } } });
    const { messages } = await workspace.app.client.conversations.history({ channel, limit: 1 });
    expect(messages?.[0]).toMatchObject({
      attachments: [{ id: 1, from_url: LINK, is_app_unfurl: true, blocks: [{ type: 'section' }, { type: 'actions' }] }],
    });
    expect(await ana().click(channel, ts, 'claim')).toMatchObject({ kind: 'acknowledged' });
    await unfurl({ channel, ts, unfurls: { [LINK]: { title: 'Again' } } });
    expect(slack.workspace.messages(channel).at(-1)?.attachments).toMatchObject([{ id: 1, title: 'Again' }]);
  });

  it.each([
    { when: 'there is nothing to show', args: {}, error: 'missing_unfurls' },
    { when: 'it is not JSON', args: { unfurls: '{' }, error: 'invalid_unfurls_format' },
    { when: 'an entry is empty', args: { unfurls: { [LINK]: {} } }, error: 'invalid_unfurls_format' },
    {
      when: 'blocks are invalid',
      args: { unfurls: { [LINK]: { blocks: [{ type: 'foo' }] } } },
      error: 'invalid_unfurls_format',
    },
    {
      when: 'the message has another link',
      args: { unfurls: { 'https://app.hubspot.com/contacts/2': { title: 'x' } } },
      error: 'cannot_unfurl_url',
    },
    { when: 'the message is gone', args: { ts: '1.000000', unfurls: { [LINK]: {} } }, error: 'cannot_find_message' },
  ])('is not unfolded when $when', async ({ args, error }) => {
    const { channel, ts } = ana().say('general', `see ${LINK}`);
    expect(await refusal(unfurl({ channel, ts, ...args }))).toMatchObject({ error });
  });
});
