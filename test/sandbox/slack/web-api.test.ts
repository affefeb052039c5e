/* oxlint-disable unicorn/require-post-message-target-origin -- Slack's chat.postMessage is not a window's. */
import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { startSlackSandbox } from '#sandbox/slack/start-slack-sandbox.ts';
import { card } from './blocks.ts';
import { eventually } from './eventually.ts';
import { quiet } from './quiet.ts';

let slack: SlackSandbox;
let client: WebClient;
let now = new Date('2026-11-22T09:00:00Z');

const clientFor = (token: string) =>
  new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    logger: quiet,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
const refusal = async (call: Promise<unknown>): Promise<Record<string, unknown>> => {
  try {
    await call;
  } catch (error) {
    return (error as { data: Record<string, unknown> }).data;
  }
  throw new Error('Slack took it');
};
const general = () => slack.workspace.channel('#general').id;
const ana = () => slack.workspace.as('ana').user.id;

beforeAll(async () => {
  slack = await startSlackSandbox({
    rateLimits: 'off',
    fileProcessingMs: 500,
    users: [
      { name: 'ana', realName: 'Ana Ruiz', email: 'ana@acme.test', timezone: 'America/New_York' },
      { name: 'bo', email: 'bo@acme.test' },
      { name: 'gone', email: 'gone@acme.test', deleted: true },
    ],
    channels: [
      { name: 'general' },
      { name: 'quiet', botIsMember: false },
      { name: 'board', private: true },
      { name: 'secret', private: true, botIsMember: false },
      { name: 'old', archived: true },
      { name: 'history' },
    ],
    userGroups: [{ handle: 'sales', members: ['ana', 'gone'] }],
    clock: { now: () => now },
  });
  client = clientFor(slack.botToken);
});
afterAll(() => slack.close());

describe('tokens and scopes', () => {
  it('tell who the bot is and what it may do', async () => {
    const { user_id, team_id, response_metadata } = await client.auth.test();
    expect(user_id).toMatch(/^U/u);
    expect(team_id).toMatch(/^T/u);
    expect(response_metadata?.scopes).toContain('chat:write');
  });

  it.each([
    { when: 'there is no token', token: '', error: 'not_authed' },
    { when: 'the token is unknown', token: 'xoxb-nobody', error: 'invalid_auth' },
    { when: 'it is the wrong kind of token', token: 'xapp-sandbox', error: 'not_allowed_token_type' },
  ])('refuse when $when', async ({ token, error }) => {
    expect(await refusal(clientFor(token).auth.test())).toMatchObject({ ok: false, error });
  });

  it('name the scope that is missing, and those there are', async () => {
    slack.workspace.setScopes(slack.botToken, ['users:read', 'commands']);
    const answer = await refusal(client.chat.postMessage({ channel: general(), text: 'hi' }));
    slack.workspace.setScopes(slack.botToken, [
      'chat:write',
      'chat:write.public',
      'channels:read',
      'channels:history',
      'groups:read',
      'im:write',
      'users:read',
      'users:read.email',
      'usergroups:read',
      'team:read',
      'files:read',
      'files:write',
      'channels:join',
      'reactions:write',
      'links:write',
      'im:history',
    ]);
    expect(answer).toMatchObject({ error: 'missing_scope', needed: 'chat:write', provided: 'users:read,commands' });
  });

  it('stop working when revoked', async () => {
    slack.workspace.setTokenRevoked(slack.botToken, true);
    expect(await refusal(client.auth.test())).toMatchObject({ error: 'token_revoked' });
    slack.workspace.setTokenRevoked(slack.botToken, false);
  });

  it('are given for a code', async () => {
    const answer = await client.oauth.v2.access({
      client_id: '1.1',
      client_secret: 'sandbox-client-secret',
      code: 'x',
    });
    expect(answer).toMatchObject({ access_token: slack.botToken, token_type: 'bot' });
    const wrong = client.oauth.v2.access({ client_id: '1.1', client_secret: 'no', code: 'x' });
    expect(await refusal(wrong)).toMatchObject({ error: 'bad_client_secret' });
  });

  it('do not help with a method that Slack does not have', async () => {
    expect(await refusal(client.apiCall('chat.shout'))).toMatchObject({ error: 'unknown_method' });
  });
});

describe('messages', () => {
  it('are posted, changed with an edit mark, linked to and deleted', async () => {
    const posted = await client.chat.postMessage({ channel: '#general', text: 'Lead', blocks: card('Lead', 'claim') });
    const at = { channel: general(), ts: posted.ts ?? '' };
    expect(posted.ts).toMatch(/^1795338000\.\d{6}$/u);
    expect(posted.message).toMatchObject({ text: 'Lead', bot_id: 'B0SANDBOX1' });
    await client.chat.update({ ...at, text: 'Claimed', blocks: card('Claimed') });
    expect(slack.workspace.messages('general').at(-1)).toMatchObject({ ...at, text: 'Claimed', edited: {} });
    const { permalink } = await client.chat.getPermalink({ channel: at.channel, message_ts: at.ts });
    expect(permalink).toBe(`https://sandbox.slack.com/archives/${at.channel}/p${at.ts.replace('.', '')}`);
    await client.reactions.add({ channel: at.channel, timestamp: at.ts, name: 'eyes' });
    await client.chat.delete(at);
    expect(await refusal(client.chat.update({ ...at, text: 'x' }))).toMatchObject({ error: 'message_not_found' });
  });

  it('have timestamps that never repeat and only grow, even when the clock stands still', async () => {
    const posts = Array.from({ length: 30 }, (_, n) => client.chat.postMessage({ channel: general(), text: `${n}` }));
    const stamps = (await Promise.all(posts)).map(({ ts }) => Number(ts)).sort((a, b) => a - b);
    expect(new Set(stamps).size).toBe(30);
  });

  it.each([
    {
      when: 'the channel is unknown',
      call: () => client.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' }),
      error: 'channel_not_found',
    },
    {
      when: 'a private channel is hidden from the bot',
      call: () => client.chat.postMessage({ channel: '#secret', text: 'x' }),
      error: 'channel_not_found',
    },
    {
      when: 'the channel is archived',
      call: () => client.chat.postMessage({ channel: '#old', text: 'x' }),
      error: 'is_archived',
    },
    {
      when: 'there is nothing to say',
      call: () => client.chat.postMessage({ channel: '#general', text: '' }),
      error: 'no_text',
    },
    {
      when: 'blocks are not JSON',
      call: () => client.apiCall('chat.postMessage', { channel: '#general', blocks: '[{' }),
      error: 'invalid_blocks_format',
    },
    {
      when: 'an argument is missing',
      call: () => client.apiCall('chat.postMessage', { text: 'x' }),
      error: 'invalid_arguments',
    },
    {
      when: 'all blocks together are too long',
      call: () =>
        client.chat.postMessage({
          channel: '#general',
          text: 'x',
          blocks: Array.from({ length: 5 }, () => card('x'.repeat(2_900))).flat(),
        }),
      error: 'msg_blocks_too_long',
    },
    {
      when: 'a private note is for somebody elsewhere',
      call: () => client.chat.postEphemeral({ channel: general(), user: 'U0STRANGER', text: 'x' }),
      error: 'user_not_in_channel',
    },
    {
      when: 'the bot is not there for a private note',
      call: () => client.chat.postEphemeral({ channel: slack.workspace.channel('quiet').id, user: ana(), text: 'x' }),
      error: 'not_in_channel',
    },
    {
      when: 'a schedule lies in the past',
      call: () => client.chat.scheduleMessage({ channel: '#general', text: 'x', post_at: 1 }),
      error: 'time_in_past',
    },
  ])('are refused when $when', async ({ call, error }) => {
    expect(await refusal(call())).toMatchObject({ ok: false, error });
  });

  it('are refused with every reason when blocks are invalid', async () => {
    const blocks = [...Array.from({ length: 51 }, () => ({ type: 'divider' as const })), ...card('x'.repeat(3_001))];
    const reasons = [
      'no more than 50 items allowed [json-pointer:/blocks]',
      'must be less than 3001 characters [json-pointer:/blocks/51/text/text]',
    ];
    expect(await refusal(client.chat.postMessage({ channel: '#general', text: 'x', blocks }))).toMatchObject({
      error: 'invalid_blocks',
      errors: reasons,
      response_metadata: { messages: reasons.map((reason) => `[ERROR] ${reason}`) },
    });
  });

  it('may be long when posted and not when changed', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: general(), text: 'x'.repeat(5_000) });
    const answer = await refusal(client.chat.update({ channel: general(), ts, text: 'x'.repeat(4_001) }));
    expect(answer).toMatchObject({ error: 'msg_too_long' });
  });

  it('of other people cannot be changed', async () => {
    const { ts, channel } = slack.workspace.as('ana').say('general', 'mine');
    expect(await refusal(client.chat.update({ channel, ts, text: 'yours' }))).toMatchObject({
      error: 'cant_update_message',
    });
  });

  it('need an invitation where the app may not write to all public channels', async () => {
    const all = await client.auth.test();
    slack.workspace.setScopes(slack.botToken, ['chat:write']);
    expect(await refusal(client.chat.postMessage({ channel: '#quiet', text: 'x' }))).toMatchObject({
      error: 'not_in_channel',
    });
    slack.workspace.setScopes(slack.botToken, all.response_metadata?.scopes ?? []);
    await client.chat.postMessage({ channel: '#quiet', text: 'x' });
  });

  it('reach a person directly, unless they are deactivated', async () => {
    const { channel } = await client.chat.postMessage({ channel: ana(), text: 'psst' });
    expect(channel).toBe(slack.workspace.as('ana').directMessages().id);
    expect((await client.conversations.open({ users: ana() })).channel?.id).toBe(channel);
    const gone = slack.workspace.users().find(({ name }) => name === 'gone')?.id ?? '';
    expect(await refusal(client.conversations.open({ users: gone }))).toMatchObject({ error: 'user_disabled' });
  });

  it('keep their blocks when only the text changes, and lose their metadata for an empty one', async () => {
    const metadata = { event_type: 'card', event_payload: { lead: 'l-1' } };
    const { ts = '' } = await client.chat.postMessage({ channel: general(), text: 'a', blocks: card('a'), metadata });
    await client.chat.update({ channel: general(), ts, text: 'b', metadata: {} as typeof metadata });
    const message = slack.workspace.messages('general').find((each) => each.ts === ts);
    expect(message).toMatchObject({ text: 'b', blocks: [{ type: 'section' }] });
    expect(message?.metadata).toBeUndefined();
  });

  it('wait for their hour, which the clock may be moved to', async () => {
    const postAt = Math.floor(now.getTime() / 1000) + 3_600;
    await client.chat.scheduleMessage({ channel: '#general', text: 'later', post_at: postAt });
    expect(slack.workspace.messages('general').at(-1)?.text).not.toBe('later');
    now = new Date(now.getTime() + 3_600_000);
    await eventually(() => expect(slack.workspace.messages('general').at(-1)?.text).toBe('later'));
  });

  it('for one person alone are in their inbox and not in the history', async () => {
    await client.chat.postEphemeral({ channel: general(), user: ana(), text: 'only you' });
    expect(slack.workspace.as('ana').inbox().at(-1)).toMatchObject({ text: 'only you', from: 'app' });
    expect(slack.workspace.as('bo').inbox()).toEqual([]);
    const { messages } = await client.conversations.history({ channel: general() });
    expect(messages?.map(({ text }) => text)).not.toContain('only you');
  });
});

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
