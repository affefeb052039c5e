// What each method says to a call that it cannot carry out.
import type { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { clientFor, refusal, startAcme } from './acme-workspace.ts';

let slack: SlackSandbox;
let client: WebClient;
const general = () => slack.workspace.channel('general').id;
const ana = () => slack.workspace.as('ana').user.id;
const call = async (method: string, args: Record<string, unknown> = {}) => refusal(client.apiCall(method, args));
const inChannel = (channel: string) => ({ channel: slack.workspace.channel(channel).id });

beforeAll(async () => {
  slack = await startAcme();
  client = clientFor(slack);
});
afterAll(() => slack.close());

describe('a call', () => {
  it.each([
    { method: 'chat.postMessage', missing: 'channel' },
    { method: 'chat.postEphemeral', missing: 'channel' },
    { method: 'chat.getPermalink', missing: 'channel' },
    { method: 'chat.scheduleMessage', missing: 'channel' },
    { method: 'conversations.info', missing: 'channel' },
    { method: 'conversations.history', missing: 'channel' },
    { method: 'users.info', missing: 'user' },
    { method: 'users.lookupByEmail', missing: 'email' },
    { method: 'usergroups.users.list', missing: 'usergroup' },
    { method: 'views.open', missing: 'view' },
    { method: 'views.publish', missing: 'view' },
    { method: 'files.getUploadURLExternal', missing: 'filename' },
    { method: 'files.completeUploadExternal', missing: 'files' },
    { method: 'files.info', missing: 'file' },
  ])('of $method needs $missing', async ({ method, missing }) => {
    expect(await call(method)).toMatchObject({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: { messages: [`[ERROR] missing required field: ${missing}`] },
    });
  });

  it.each([
    { method: 'conversations.list', args: { limit: 0 }, error: 'invalid_limit' },
    { method: 'users.list', args: { cursor: 'eA==' }, error: 'invalid_cursor' },
    { method: 'users.info', args: { user: 'U0NOBODY' }, error: 'user_not_found' },
    { method: 'usergroups.users.list', args: { usergroup: 'S0NONE' }, error: 'no_such_subteam' },
    { method: 'bots.info', args: { bot: 'B0NONE' }, error: 'bot_not_found' },
    { method: 'conversations.info', args: { channel: 'C0NONE' }, error: 'channel_not_found' },
    { method: 'conversations.open', args: {}, error: 'users_list_not_supplied' },
    { method: 'conversations.open', args: { users: 'U0NOBODY' }, error: 'user_not_found' },
    { method: 'files.info', args: { file: 'F0NONE' }, error: 'file_not_found' },
    { method: 'files.completeUploadExternal', args: { files: [{ id: 'F0NONE' }] }, error: 'file_not_found' },
    { method: 'views.update', args: { view_id: 'V0NONE', view: {} }, error: 'not_found' },
    { method: 'views.open', args: { trigger_id: 'x', view: {} }, error: 'invalid_trigger_id' },
    {
      method: 'chat.postMessage',
      args: { channel: '#general', text: 'x', metadata: '{' },
      error: 'invalid_metadata_format',
    },
    {
      method: 'chat.postMessage',
      args: { channel: '#general', text: 'x', metadata: { a: 1 } },
      error: 'invalid_metadata_schema',
    },
    {
      method: 'chat.postMessage',
      args: { channel: '#general', text: 'x', attachments: {} },
      error: 'invalid_attachments',
    },
    { method: 'chat.scheduledMessages.list', args: { channel: 'C0NONE' }, error: 'invalid_channel' },
  ])('of $method with $args is refused: $error', async ({ method, args, error }) => {
    expect(await call(method, args)).toMatchObject({ ok: false, error });
  });

  it.each([
    { method: 'conversations.history', args: { oldest: 'yesterday' }, error: 'invalid_ts_oldest' },
    { method: 'conversations.history', args: { latest: 'tomorrow' }, error: 'invalid_ts_latest' },
    { method: 'conversations.replies', args: { ts: '1.000000' }, error: 'thread_not_found' },
    { method: 'chat.delete', args: { ts: '1.000000' }, error: 'message_not_found' },
    { method: 'chat.getPermalink', args: { message_ts: '1.000000' }, error: 'message_not_found' },
    { method: 'reactions.add', args: { timestamp: '1.000000', name: 'eyes' }, error: 'message_not_found' },
    { method: 'conversations.leave', args: {}, error: 'missing_scope' },
  ])('of $method in a channel with $args is refused: $error', async ({ method, args, error }) => {
    expect(await call(method, { channel: general(), ...args })).toMatchObject({ ok: false, error });
  });

  it.each([
    { method: 'conversations.join', channel: 'board', error: 'method_not_supported_for_channel_type' },
    { method: 'conversations.join', channel: 'old', error: 'is_archived' },
    { method: 'conversations.members', channel: 'secret', error: 'channel_not_found' },
  ])('of $method for #$channel is refused: $error', async ({ method, channel, error }) => {
    expect(await call(method, inChannel(channel))).toMatchObject({ ok: false, error });
  });

  it('cannot take away what somebody else said, nor react twice', async () => {
    const { ts } = slack.workspace.as('ana').say('general', 'mine');
    expect(await call('chat.delete', { channel: general(), ts })).toMatchObject({ error: 'cant_delete_message' });
    const reaction = { channel: general(), timestamp: ts, name: 'eyes' };
    await client.reactions.add(reaction);
    expect(await call('reactions.add', reaction)).toMatchObject({ error: 'already_reacted' });
    expect(await call('reactions.add', { ...reaction, name: 'two eyes' })).toMatchObject({ error: 'invalid_name' });
  });

  it.each([
    { scopes: [], method: 'conversations.history', needed: 'channels:history' },
    { scopes: [], method: 'conversations.info', needed: 'channels:read' },
    { scopes: [], method: 'conversations.join', needed: 'channels:join' },
    { scopes: [], method: 'conversations.open', needed: 'im:write' },
    { scopes: [], method: 'users.list', needed: 'users:read' },
    { scopes: ['users:read'], method: 'users.lookupByEmail', needed: 'users:read.email' },
    { scopes: [], method: 'usergroups.list', needed: 'usergroups:read' },
    { scopes: [], method: 'team.info', needed: 'team:read' },
    { scopes: [], method: 'files.info', needed: 'files:read' },
    { scopes: [], method: 'files.getUploadURLExternal', needed: 'files:write' },
    { scopes: [], method: 'reactions.add', needed: 'reactions:write' },
    { scopes: ['chat:write'], method: 'chat.unfurl', needed: 'links:write' },
  ])('of $method with $scopes lacks $needed', async ({ scopes, method, needed }) => {
    const all = slack.workspace.inside().tokens.get(slack.botToken)?.scopes ?? new Set();
    slack.workspace.setScopes(slack.botToken, scopes);
    const answer = await call(method, { channel: general(), user: ana() });
    slack.workspace.setScopes(slack.botToken, [...all]);
    expect(answer).toMatchObject({ ok: false, error: 'missing_scope', needed, provided: scopes.join(',') });
  });
});
