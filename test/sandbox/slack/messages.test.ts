import type { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { START, clientFor, refusal, startAcme } from './acme-workspace.ts';
import { card } from './blocks.ts';
import { eventually } from './eventually.ts';

let slack: SlackSandbox;
let client: WebClient;
let now = START;
const general = () => slack.workspace.channel('#general').id;
const ana = () => slack.workspace.as('ana').user.id;

beforeAll(async () => {
  slack = await startAcme(() => now);
  client = clientFor(slack);
});
afterAll(() => slack.close());

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
      when: 'blocks of an attachment are invalid',
      call: () =>
        client.apiCall('chat.postMessage', { channel: '#general', attachments: [{ blocks: [{ type: 'foo' }] }] }),
      error: 'invalid_blocks',
    },
    {
      when: 'there are too many attachments',
      call: () =>
        client.apiCall('chat.postMessage', {
          channel: '#general',
          attachments: Array.from({ length: 101 }, () => ({ text: 'x' })),
        }),
      error: 'too_many_attachments',
    },
    {
      when: 'the metadata is too large',
      call: () =>
        client.chat.postMessage({
          channel: '#general',
          text: 'x',
          metadata: { event_type: 'card', event_payload: { note: 'x'.repeat(17_000) } },
        }),
      error: 'metadata_too_large',
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
