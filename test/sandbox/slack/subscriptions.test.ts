// What the app hears of, and when Slack stops telling it: over plain HTTP, with an app that fails on demand.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { startSlackSandbox } from '#sandbox/slack/start-slack-sandbox.ts';
import { clientFor } from './acme-workspace.ts';

interface Taken {
  readonly path: string;
  readonly retry: unknown;
  readonly event: Record<string, unknown>;
}

let slack: SlackSandbox;
let app: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const taken: Taken[] = [];
const ana = () => slack.workspace.as('ana');
const types = () => taken.map(({ event }) => event['subtype'] ?? event['type']);
const control = (path: string, body: unknown) =>
  fetch(`${slack.url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
const ok = (_request: IncomingMessage, response: ServerResponse) => void response.end();
const failing = (_request: IncomingMessage, response: ServerResponse) => void response.writeHead(500).end();

beforeAll(async () => {
  app = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { event } = JSON.parse(Buffer.concat(chunks).toString()) as { event: Record<string, unknown> };
      taken.push({ path: request.url ?? '', retry: request.headers['x-slack-retry-reason'], event });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  slack = await startSlackSandbox({
    requestUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}/events`,
    redeliveryDelaysMs: [0],
    fewestAttempts: 20,
    ackDeadlineMs: 1_000,
  });
});
afterAll(async () => {
  await slack.close();
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
});
beforeEach(() => {
  taken.length = 0;
  answer = ok;
});

describe('subscriptions', () => {
  it('bring only what was subscribed to, and only within the scopes', async () => {
    await control('subscribe', { events: ['message.channels', 'app_mention'] });
    const { channel, ts } = await clientFor(slack).chat.postMessage({ channel: '#general', text: 'one' });
    await slack.idle();
    await clientFor(slack).chat.update({ channel: channel ?? '', ts: ts ?? '', text: 'two' });
    await slack.idle();
    await clientFor(slack).chat.delete({ channel: channel ?? '', ts: ts ?? '' });
    await slack.idle();
    expect(types()).toEqual(['message', 'message_changed', 'message_deleted']);
    expect(taken[1]?.event).toMatchObject({ hidden: true, message: { ts, text: 'two' } });
    expect(taken[2]?.event).toMatchObject({ deleted_ts: ts, previous_message: { text: 'two' } });
    slack.workspace.setScopes(slack.botToken, ['chat:write']);
    ana().say('general', 'unheard <@U0SANDBOX1>');
    await slack.idle();
    expect(taken).toHaveLength(3);
    slack.workspace.setScopes(slack.botToken, ['chat:write', 'app_mentions:read']);
    ana().say('general', 'heard <@U0SANDBOX1|signalbox>');
    await slack.idle();
    expect(types().slice(3)).toEqual(['app_mention']);
  });

  it('are not told again of what the app wants no more of', async () => {
    answer = (_request, response) => void response.writeHead(500, { 'x-slack-no-retry': '1' }).end();
    ana().say('general', '<@U0SANDBOX1>');
    await slack.idle();
    expect(taken).toHaveLength(1);
  });

  it('follow two redirects and no third', async () => {
    answer = ({ url }, response) => {
      if (url === '/three') return void response.end();
      const next = { '/events': '/two', '/two': '/three' }[url ?? ''] ?? '/events';
      response.writeHead(302, { location: next }).end();
    };
    ana().say('general', '<@U0SANDBOX1>');
    await slack.idle();
    expect(taken.map(({ path }) => path)).toEqual(['/events', '/two', '/three']);
    taken.length = 0;
    answer = (_request, response) => void response.writeHead(301, { location: '/events' }).end();
    ana().say('general', '<@U0SANDBOX1>');
    await slack.idle();
    expect(taken.map(({ retry }) => retry)).toEqual([
      undefined,
      undefined,
      undefined,
      ...Array.from({ length: 3 }, () => 'too_many_redirects'),
    ]);
  });

  it('are disabled when more than 95 % of an hour’s deliveries fail, and can be enabled again', async () => {
    await control('enable-subscriptions', {});
    ana().say('general', '<@U0SANDBOX1>');
    await slack.idle();
    expect(slack.subscriptions.status()).toMatchObject({ enabled: true, attempts: 1, failed: 0 });
    answer = failing;
    for (let said = 0; said < 15; said += 1) {
      ana().say('general', '<@U0SANDBOX1>');
      await slack.idle();
    }
    const state = (await (await fetch(`${slack.url}/_sandbox/state`)).json()) as { app: Record<string, unknown> };
    expect(state.app['subscriptions']).toEqual({
      enabled: false,
      events: ['message.channels', 'app_mention'],
      attempts: 21,
      failed: 20,
    });
    taken.length = 0;
    answer = ok;
    ana().say('general', '<@U0SANDBOX1>');
    await slack.idle();
    expect(taken).toEqual([]);
    await control('enable-subscriptions', {});
    ana().say('general', '<@U0SANDBOX1>');
    await slack.idle();
    expect(taken).toHaveLength(1);
  });

  it('say that the token was revoked, also by the app itself', async () => {
    await control('subscribe', { events: ['tokens_revoked', 'app_uninstalled'] });
    await clientFor(slack).auth.revoke();
    await slack.idle();
    expect(types()).toEqual(['tokens_revoked']);
  });
});
