import { App, SocketModeReceiver } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { startSlackSandbox } from '#sandbox/slack/start-slack-sandbox.ts';
import { card, modal } from './blocks.ts';
import { eventually } from './eventually.ts';
import { quiet } from './quiet.ts';

let slack: SlackSandbox;
let receiver: SocketModeReceiver;
let app: App;
const ana = () => slack.workspace.as('ana');

beforeAll(async () => {
  slack = await startSlackSandbox({ rateLimits: 'off', ackDeadlineMs: 1_000 });
  receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: quiet,
    clientPingTimeout: 700,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  });
  app = new App({
    token: slack.botToken,
    receiver,
    logger: quiet,
    deferInitialization: true,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
  await app.init();
  app.command('/lead', async ({ ack }) => ack('Yours'));
  app.command('/modal', async ({ ack, client, command }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: modal('Hi') });
  });
  app.view('a_modal', async ({ ack }) => ack({ response_action: 'errors', errors: { note: 'No' } }));
  app.action('claim', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'Claimed', replace_original: true });
  });
  app.action('never', async () => {});
  await app.start();
});
afterAll(async () => {
  await app.stop();
  await slack.close();
});

it('answers commands, modals and clicks over the socket', async () => {
  await ana().command('/lead', '', 'general');
  expect(ana().inbox().at(-1)?.text).toBe('Yours');
  await ana().command('/modal', '', 'general');
  const view = await eventually(() => ana().modal() ?? Promise.reject(new Error('no modal yet')));
  expect(await ana().submit(view.id, { text: 'x' })).toEqual({ kind: 'refused', errors: { note: 'No' } });
  const { ts = '' } = await app.client.chat.postMessage({
    channel: '#general',
    text: 'Lead',
    blocks: card('Lead', 'claim', 'never'),
  });
  await ana().click('general', ts, 'claim');
  await eventually(() => expect(slack.workspace.messages('general').at(-1)?.text).toBe('Claimed'));
});

it('tells the person when nobody acknowledges', async () => {
  const { ts = '' } = await app.client.chat.postMessage({
    channel: '#general',
    text: 'Lead',
    blocks: card('Lead', 'never'),
  });
  expect(await ana().click('general', ts, 'never')).toMatchObject({ kind: 'failed', error: 'operation_timeout' });
});

it('sends an unacknowledged event again, counting the attempts', async () => {
  const deaf = await startSlackSandbox({ ackDeadlineMs: 50, redeliveryDelaysMs: [0, 0] });
  const clientOptions = { slackApiUrl: deaf.apiUrl };
  const socket = new SocketModeClient({ appToken: deaf.appToken, logger: quiet, clientOptions });
  const attempts: unknown[] = [];
  socket.on('slack_event', ({ retry_num, retry_reason }) => attempts.push([retry_num, retry_reason]));
  await socket.start();
  const person = deaf.workspace.as('ana');
  person.say(person.directMessages().id, 'hello?');
  await deaf.idle();
  expect(attempts).toEqual([
    [0, ''],
    [1, 'http_timeout'],
    [2, 'http_timeout'],
  ]);
  await socket.disconnect();
  await deaf.close();
});

it('comes back when it is asked to', async () => {
  const joined = vi.fn<() => void>();
  receiver.client.on('connected', joined);
  slack.refreshSockets();
  await eventually(() => expect(joined).toHaveBeenCalled());
  await eventually(() => expect(slack.socketConnections()).toBe(1));
});

it('gives connections only for an app token, and each link once', async () => {
  const bot = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, logger: quiet });
  await expect(bot.apps.connections.open()).rejects.toMatchObject({ data: { error: 'not_allowed_token_type' } });
  const socket = new WebSocket(`${slack.url.replace('http', 'ws')}/link/?ticket=used`);
  await new Promise((resolve) => socket.addEventListener('error', resolve));
  expect(socket.readyState).toBe(WebSocket.CLOSED);
});
