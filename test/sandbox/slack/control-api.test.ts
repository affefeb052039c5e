import { afterAll, beforeAll, expect, it } from 'vitest';
import { ACTIONS } from '#sandbox/slack/control/actions.ts';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { startSlackSandbox } from '#sandbox/slack/start-slack-sandbox.ts';
import { clientFor } from './acme-workspace.ts';
import { card } from './blocks.ts';

let slack: SlackSandbox;
const get = async (path: string) => (await fetch(`${slack.url}/_sandbox/${path}`)).json();
const send = async (path: string, body: unknown) => {
  const response = await fetch(`${slack.url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
};

beforeAll(async () => {
  slack = await startSlackSandbox({ redeliveryDelaysMs: [] });
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

it('shows the whole workspace', async () => {
  await send('say', { as: 'ana', channel: 'general', text: 'hi <@U0SANDBOX1>' });
  const state = (await get('state')) as Record<string, unknown>;
  expect(state).toMatchObject({
    team: { id: 'T0SANDBOX1', name: 'Sandbox', domain: 'sandbox' },
    app: {
      id: 'A0SANDBOX1',
      bot_user_id: 'U0SANDBOX1',
      request_url: null,
      socket_connections: 0,
      subscriptions: { enabled: true, attempts: expect.any(Number) },
      rate_limits: 'slack',
    },
    tokens: [{ kind: 'bot', revoked: false, scopes: expect.arrayContaining(['chat:write']) }, { kind: 'app' }],
    user_groups: [],
    files: [],
    scheduled: [],
  });
  expect(state['channels']).toMatchObject([
    { name: 'general', messages: expect.arrayContaining([expect.objectContaining({ pings: ['U0SANDBOX1'] })]) },
  ]);
  expect(Object.values(state['modals'] as object)).toEqual([[]]);
});

it('presses what has no value of its own', async () => {
  const { ts } = await clientFor(slack).chat.postMessage({
    channel: '#general',
    text: 'Lead',
    blocks: card('Lead', 'claim'),
  });
  const press = { as: 'ana', channel: 'general', ts, action_id: 'claim' };
  expect((await send('click', press)).body).toMatchObject({ result: { kind: 'failed', error: 'dispatch_failed' } });
});

it('documents every act that it takes, with its arguments', async () => {
  const listed = (await get('')) as Record<string, string>;
  expect(Object.keys(listed)).toEqual([
    'GET /_sandbox/',
    'GET /_sandbox/state',
    'GET /_sandbox/changes',
    ...Object.keys(ACTIONS).map((name) => `POST /_sandbox/${name}`),
  ]);
  const undocumented = Object.values(ACTIONS).filter(({ about }) => !/\{.*\}/u.test(about));
  expect(undocumented).toEqual([]);
});

it('sets up the app and the workspace', async () => {
  expect(await send('direct-messages', { as: 'ana' })).toMatchObject({
    body: { result: { channel: expect.stringMatching(/^D/u) } },
  });
  await send('subscribe', { events: ['app_mention'] });
  await send('set-request-url', { url: 'http://127.0.0.1:9/slack/events' });
  expect((await send('verify-request-url', {})).body).toEqual({ result: { verified: false } });
  await send('idle', {});
  expect(await get('state')).toMatchObject({
    app: { request_url: 'http://127.0.0.1:9/slack/events', subscriptions: { events: ['app_mention'] } },
  });
});

it('arms a fault by name and disarms that one', async () => {
  const { body } = await send('faults', { delivery: 'events_api', kind: 'lost', times: 'until_cleared' });
  const { id } = (body as { result: { id: number } }).result;
  expect((await send('clear-faults', { id })).status).toBe(200);
  expect((await send('clear-faults', { id })).status).toBe(404);
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

it('is driven by no web page', async () => {
  const headers = { origin: 'https://evil.example' };
  const response = await fetch(`${slack.url}/_sandbox/uninstall`, { method: 'POST', headers, body: '{}' });
  expect(response.status).toBe(403);
  await clientFor(slack).auth.test();
});

it('answers 400 to what is not JSON', async () => {
  const response = await fetch(`${slack.url}/_sandbox/say`, { method: 'POST', body: '{' });
  expect(response.status).toBe(400);
});
