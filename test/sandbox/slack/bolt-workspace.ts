// A sandbox workspace with a real Bolt app behind its request URL.
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { startSlackSandbox } from '#sandbox/slack/start-slack-sandbox.ts';
import type { SlackSandboxOptions } from '#sandbox/slack/world/options.ts';
import { quiet } from './quiet.ts';

export interface BoltWorkspace {
  readonly slack: SlackSandbox;
  readonly app: App;
  readonly requestUrl: string;
  /** The bodies that reached the app, oldest first. */
  readonly heard: Record<string, unknown>[];
  readonly close: () => Promise<void>;
}

export async function startBoltWorkspace(
  listen: (app: App) => void,
  options: SlackSandboxOptions = {},
): Promise<BoltWorkspace> {
  const slack = await startSlackSandbox({
    rateLimits: 'off',
    ackDeadlineMs: 1_000,
    redeliveryDelaysMs: [0, 20],
    users: [{ name: 'ana', email: 'ana@acme.test' }, { name: 'bo' }],
    unfurlDomains: ['app.hubspot.com'],
    ...options,
  });
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logger: quiet });
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const app = new App({ token: slack.botToken, receiver, logger: quiet, deferInitialization: true, clientOptions });
  await app.init();
  const heard: Record<string, unknown>[] = [];
  app.use(async ({ body, next }) => {
    heard.push(body as unknown as Record<string, unknown>);
    await next();
  });
  listen(app);
  const server = await receiver.start({ port: 0, host: '127.0.0.1' });
  const requestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  slack.setRequestUrl(requestUrl);
  const close = async () => {
    await slack.close();
    await receiver.stop();
  };
  return { slack, app, requestUrl, heard, close };
}
