import type { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { START, clientFor, refusal, startAcme } from './acme-workspace.ts';
import { eventually } from './eventually.ts';

const HOUR_S = 3_600;
let slack: SlackSandbox;
let client: WebClient;
let now = START;
const inHours = (hours: number) => Math.floor(START.getTime() / 1000) + hours * HOUR_S;
const channel = () => slack.workspace.channel('general').id;
const schedule = async (text: string, post_at: number) => {
  const { scheduled_message_id: id = '' } = await client.chat.scheduleMessage({ channel: channel(), text, post_at });
  return id;
};

beforeAll(async () => {
  slack = await startAcme(() => now);
  client = clientFor(slack);
});
afterAll(() => slack.close());

it('are listed until their hour, and can be taken back', async () => {
  const later = await schedule('later', inHours(2));
  await schedule('sooner', inHours(1));
  const { scheduled_messages: waiting } = await client.chat.scheduledMessages.list({ channel: channel() });
  expect(waiting).toMatchObject([
    { id: later, text: 'later', post_at: inHours(2), date_created: inHours(0) },
    { text: 'sooner' },
  ]);
  await client.chat.deleteScheduledMessage({ channel: channel(), scheduled_message_id: later });
  now = new Date(now.getTime() + 3 * HOUR_S * 1000);
  await eventually(() => expect(slack.workspace.messages('general').map(({ text }) => text)).toEqual(['sooner']));
  expect((await client.chat.scheduledMessages.list({})).scheduled_messages).toEqual([]);
});

it.each([
  { when: 'they are unknown', remove: () => ({ channel: channel(), scheduled_message_id: 'Q0' }) },
  {
    when: 'they are for another channel',
    remove: async () => ({
      channel: slack.workspace.channel('history').id,
      scheduled_message_id: await schedule('x', inHours(9)),
    }),
  },
  {
    when: 'they are about to be posted',
    remove: async () => ({ channel: channel(), scheduled_message_id: await schedule('x', inHours(3) + 30) }),
  },
])('are not taken back when $when', async ({ remove }) => {
  expect(await refusal(client.chat.deleteScheduledMessage(await remove()))).toMatchObject({
    error: 'invalid_scheduled_message_id',
  });
});

it('are at most thirty within five minutes of a channel, and at most 120 days ahead', async () => {
  await Promise.all(Array.from({ length: 30 }, (_, n) => schedule(`${n}`, inHours(20))));
  expect(await refusal(schedule('one more', inHours(20)))).toMatchObject({ error: 'restricted_too_many' });
  expect(await refusal(schedule('x', inHours(24 * 121)))).toMatchObject({ error: 'time_too_far' });
});
