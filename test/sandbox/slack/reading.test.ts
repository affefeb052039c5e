import type { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { START, clientFor, refusal, startAcme } from './acme-workspace.ts';
import { eventually } from './eventually.ts';

/** A picture of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

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

  it('loses and repeats nothing when messages arrive between two pages', async () => {
    const channel = slack.workspace.channel('board').id;
    for (const text of ['1', '2', '3']) await client.chat.postMessage({ channel, text });
    const first = await client.conversations.history({ channel, limit: 2 });
    await client.chat.postMessage({ channel, text: '4' });
    const cursor = first.response_metadata?.next_cursor ?? '';
    const second = await client.conversations.history({ channel, limit: 2, cursor });
    expect([...(first.messages ?? []), ...(second.messages ?? [])].map(({ text }) => text)).toEqual(['3', '2', '1']);
  });

  it('lists the conversations of one person, as far as the bot sees them', async () => {
    const { channels } = await client.users.conversations({ user: ana(), types: 'public_channel,private_channel' });
    expect(channels?.map(({ name }) => name)).toEqual(['general', 'quiet', 'board', 'old', 'history']);
    expect(await refusal(client.users.conversations({ user: 'U0NOBODY' }))).toMatchObject({ error: 'user_not_found' });
    expect(await refusal(client.conversations.list({ types: 'mpim' }))).toMatchObject({
      error: 'missing_scope',
      needed: 'mpim:read',
    });
    expect(await refusal(client.conversations.list({ types: 'rooms' }))).toMatchObject({ error: 'invalid_types' });
  });

  it('opens a direct conversation once', async () => {
    const bo = slack.workspace.as('bo').user.id;
    expect((await client.conversations.open({ users: bo })).already_open).toBeUndefined();
    expect(await client.conversations.open({ users: bo, return_im: true })).toMatchObject({
      already_open: true,
      channel: { is_im: true, user: bo },
    });
    const bot = slack.workspace.users().find(({ isBot }) => isBot)?.id ?? '';
    expect(await refusal(client.conversations.open({ users: bot }))).toMatchObject({ error: 'cannot_dm_bot' });
    expect(await refusal(client.conversations.open({ users: `${bo},${ana()}` }))).toMatchObject({
      error: 'missing_scope',
      needed: 'mpim:write',
    });
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

describe('user groups', () => {
  const handles = async (options: object) =>
    ((await client.usergroups.list(options)).usergroups ?? []).map(({ handle }) => handle);

  it('that are switched off are listed for whoever asks for them, and have no members for others', async () => {
    const bo = slack.workspace.as('bo').user.id;
    slack.workspace.setGroup('retired', { members: ['bo'], disabled: true });
    expect(await handles({})).toEqual(['sales']);
    expect(await handles({ include_disabled: true })).toEqual(['sales', 'retired']);
    const { usergroups } = await client.usergroups.list({ include_disabled: true, include_users: true });
    const retired = usergroups?.find(({ handle }) => handle === 'retired');
    expect(retired).toMatchObject({ users: [bo], date_delete: START.getTime() / 1000 });
    const usergroup = retired?.id ?? '';
    expect(await refusal(client.usergroups.users.list({ usergroup }))).toMatchObject({ error: 'no_such_subteam' });
    expect((await client.usergroups.users.list({ usergroup, include_disabled: true })).users).toEqual([bo]);
    slack.workspace.setGroup('retired', { disabled: false });
    expect(await handles({})).toEqual(['sales', 'retired']);
  });

  it('take only members whom the workspace has', () => {
    expect(() => slack.workspace.setGroup('sales', { members: ['nobody'] })).toThrow('There is no user nobody');
  });
});

describe('files', () => {
  it('can be shown only after Slack has looked at them', async () => {
    const uploaded = await client.filesUploadV2({
      filename: 'chart.png',
      file: PIXEL,
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
    const shown = await fetch(`${slack.url}/files/${id}/chart.png`);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(PIXEL);
  });

  it('are pictures by what is in them, whatever they are called', async () => {
    const uploaded = await client.filesUploadV2({ filename: 'chart.png', file: Buffer.from('not really a png') });
    const id = (uploaded.files[0] as { files?: { id?: string }[] } | undefined)?.files?.[0]?.id ?? '';
    await eventually(async () => expect((await client.files.info({ file: id })).file?.mimetype).not.toBe(''));
    const blocks = [{ type: 'image' as const, alt_text: 'A chart', slack_file: { id } }];
    expect(await refusal(client.chat.postMessage({ channel: '#general', text: 'chart', blocks }))).toMatchObject({
      errors: ['invalid slack file [json-pointer:/blocks/0/slack_file]'],
    });
  });

  it('are shared where the bot is, with a word about them', async () => {
    const share = (channel: string) =>
      client.filesUploadV2({
        channel_id: channel,
        filename: 'leads.csv',
        file: Buffer.from('a,b'),
        initial_comment: 'Here',
      });
    await share(general());
    await eventually(() =>
      expect(slack.workspace.messages('general').at(-1)).toMatchObject({
        text: 'Here',
        subtype: 'file_share',
        files: [{ name: 'leads.csv', mimetype: 'text/csv', filetype: 'csv' }],
      }),
    );
    expect(await refusal(share(slack.workspace.channel('quiet').id))).toMatchObject({ error: 'not_in_channel' });
  });
});
