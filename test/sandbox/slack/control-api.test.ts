import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { startSlackSandbox } from '#sandbox/slack/start-slack-sandbox.ts';

let slack: SlackSandbox;
const get = async (path: string) => (await fetch(`${slack.url}/_sandbox/${path}`)).json();
const send = async (path: string, body: unknown) => {
  const response = await fetch(`${slack.url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
};

beforeAll(async () => {
  slack = await startSlackSandbox();
});
afterAll(() => slack.close());

it('lists what it can do', async () => {
  expect(await get('')).toHaveProperty(['POST /_sandbox/click'], expect.stringContaining('channel, ts, action_id'));
});

it('lets another process act and look', async () => {
  const { body } = await send('say', { as: 'ana', channel: 'general', text: 'hello' });
  expect(body).toMatchObject({ result: { text: 'hello' } });
  expect(await get('state')).toMatchObject({ channels: [{ name: 'general', messages: [{ text: 'hello' }] }] });
  expect(await get('changes?after=0')).toMatchObject({
    changes: [
      { seq: 1, kind: 'message_posted' },
      { seq: 2, kind: 'conversation_read' },
    ],
  });
});

it('reports a command that no app takes', async () => {
  const { body } = await send('command', { as: 'ana', command: '/lead', channel: 'general' });
  expect(body).toMatchObject({ result: { kind: 'failed', error: 'dispatch_failed' } });
});

it('arms and disarms faults', async () => {
  await send('faults', { method: 'chat.postMessage', kind: 'reset', times: 2 });
  expect(await get('state')).toMatchObject({ faults: [{ kind: 'reset', times: 2 }] });
  await send('clear-faults', {});
  expect(await get('state')).toMatchObject({ faults: [] });
});

it.each([
  { when: 'arguments are missing', path: 'click', body: { as: 'ana' }, status: 400 },
  { when: 'the person is unknown', path: 'say', body: { as: 'nobody', channel: 'general', text: 'x' }, status: 404 },
  { when: 'the channel is unknown', path: 'say', body: { as: 'ana', channel: 'nowhere', text: 'x' }, status: 404 },
  { when: 'there is no such action', path: 'dance', body: {}, status: 404 },
  { when: 'the person was deactivated', path: 'say', body: { as: 'ana', channel: 'general', text: 'x' }, status: 403 },
])('answers $status when $when', async ({ path, body, status }) => {
  if (status === 403) await send('set-deactivated', { user: 'ana', deactivated: true });
  expect(await send(path, body)).toMatchObject({ status, body: { error: expect.any(String) } });
});

it('answers 400 to what is not JSON', async () => {
  const response = await fetch(`${slack.url}/_sandbox/say`, { method: 'POST', body: '{' });
  expect(response.status).toBe(400);
});
