import type { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { clientFor, refusal, startAcme } from './acme-workspace.ts';
import { eventually } from './eventually.ts';

let slack: SlackSandbox;
let client: WebClient;
const general = () => slack.workspace.channel('#general').id;
const ana = () => slack.workspace.as('ana').user.id;

beforeAll(async () => {
  slack = await startAcme();
  client = clientFor(slack);
});
afterAll(() => slack.close());

describe('reading', () => {
  it('goes through history in pages, newest first, with metadata on request', async () => {
    const channel = slack.workspace.channel('history').id;
    const metadata = { event_type: 'card', event_payload: { lead: 'l-1' } };
    for (let n = 1; n <= 5; n += 1) await client.chat.postMessage({ channel, text: `m${n}`, metadata });
    const first = await client.conversations.history({ channel, limit: 3, include_all_metadata: true });
    expect(first.messages?.map(({ text }) => text)).toEqual(['m5', 'm4', 'm3']);
    expect(first.messages?.[0]?.metadata).toEqual(metadata);
    const cursor = first.response_metadata?.next_cursor ?? '';
    const rest = await client.conversations.history({ channel, limit: 3, cursor });
    expect(rest.messages?.map(({ text }) => text)).toEqual(['m2', 'm1']);
    expect(rest.messages?.[0]?.metadata).toBeUndefined();
    expect(rest.has_more).toBe(false);
    const oldest = rest.messages?.[0]?.ts ?? '';
    const since = await client.conversations.history({ channel, oldest });
    expect(since.messages?.map(({ text }) => text)).toEqual(['m5', 'm4', 'm3']);
    expect(await refusal(client.conversations.history({ channel, cursor: 'nonsense' }))).toMatchObject({
      error: 'invalid_cursor',
    });
  });

  it('finds the replies in a thread and not among the messages', async () => {
    const channel = general();
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'parent' });
    await client.chat.postMessage({ channel, text: 'reply', thread_ts: ts });
    const { messages } = await client.conversations.replies({ channel, ts });
    expect(messages?.map(({ text }) => text)).toEqual(['parent', 'reply']);
    const history = await client.conversations.history({ channel, limit: 1 });
    expect(history.messages?.[0]).toMatchObject({ text: 'parent', reply_count: 1 });
  });

  it('lists channels by kind, and only what the bot may see', async () => {
    const { channels } = await client.conversations.list({
      types: 'public_channel,private_channel',
      exclude_archived: true,
    });
    expect(channels?.map(({ name }) => name)).toEqual(['general', 'quiet', 'board', 'history']);
    const { members } = await client.conversations.members({ channel: general() });
    expect(members).toHaveLength(3);
    expect(await refusal(client.conversations.history({ channel: slack.workspace.channel('quiet').id }))).toMatchObject(
      { error: 'not_in_channel' },
    );
  });

  it('finds people by e-mail, but not those who left', async () => {
    const { user } = await client.users.lookupByEmail({ email: 'ANA@acme.test' });
    expect(user).toMatchObject({
      name: 'ana',
      tz: 'America/New_York',
      tz_offset: -18_000,
      profile: { email: 'ana@acme.test' },
    });
    expect(await refusal(client.users.lookupByEmail({ email: 'gone@acme.test' }))).toMatchObject({
      error: 'users_not_found',
    });
    const { members } = await client.users.list({});
    expect(members?.filter(({ deleted }) => deleted).map(({ name }) => name)).toEqual(['gone']);
  });

  it('knows groups, the team and the bot', async () => {
    const { usergroups } = await client.usergroups.list({ include_users: true });
    expect(usergroups?.[0]).toMatchObject({ handle: 'sales', user_count: 2 });
    expect((await client.usergroups.users.list({ usergroup: usergroups?.[0]?.id ?? '' })).users).toEqual([ana()]);
    expect((await client.team.info()).team?.domain).toBe('sandbox');
    expect((await client.bots.info({ bot: 'B0SANDBOX1' })).bot?.name).toBe('signalbox');
  });
});

describe('files', () => {
  it('can be shown only after Slack has looked at them', async () => {
    const uploaded = await client.filesUploadV2({
      filename: 'chart.png',
      file: Buffer.from('not really a png'),
      alt_text: 'A chart',
    });
    const id = (uploaded.files[0] as { files?: { id?: string }[] } | undefined)?.files?.[0]?.id ?? '';
    const blocks = [{ type: 'image' as const, alt_text: 'A chart', slack_file: { id } }];
    expect(await refusal(client.chat.postMessage({ channel: '#general', text: 'chart', blocks }))).toMatchObject({
      error: 'invalid_blocks',
      errors: ['invalid slack file [json-pointer:/blocks/0/slack_file]'],
    });
    await eventually(async () => expect((await client.files.info({ file: id })).file?.mimetype).toBe('image/png'));
    await client.chat.postMessage({ channel: '#general', text: 'chart', blocks });
  });
});
