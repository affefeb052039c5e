import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { startSlackSandbox } from '#sandbox/slack/start-slack-sandbox.ts';
import { eventually } from './eventually.ts';
import { quiet } from './quiet.ts';

let slack: SlackSandbox;
let app: Server;
const taken: string[] = [];
const client = (timeout = 0) =>
  new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    logger: quiet,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
  });
const post = (text: string, timeout?: number) => client(timeout).chat.postMessage({ channel: '#general', text });
const texts = () => slack.workspace.messages('general').map(({ text }) => text);

beforeAll(async () => {
  app = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      taken.push(Buffer.concat(chunks).toString());
      response.end();
    });
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  const requestUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}/`;
  slack = await startSlackSandbox({ requestUrl, channels: [{ name: 'general' }, { name: 'busy' }] });
});
afterAll(async () => {
  await slack.close();
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
});
beforeEach(() => {
  slack.faults.clear();
  taken.length = 0;
});

describe('a call', () => {
  it('may be carried out although its answer is lost', async () => {
    slack.faults.next({ method: 'chat.postMessage', kind: 'drop_after_commit' });
    await expect(post('lost answer')).rejects.toThrow('A request error occurred');
    expect(texts()).toContain('lost answer');
  });

  it.each([
    { kind: 'reset', says: /request/iu },
    { kind: 'status', says: /500/u },
    { kind: 'rate_limited', says: /rate.limit/iu },
    { kind: 'error', says: /internal_error/u },
    { kind: 'hang', says: /timeout|aborted/iu },
  ] as const)('may fail with $kind before anything happens', async ({ kind, says }) => {
    slack.faults.next({ method: 'chat.postMessage', kind });
    await expect(post(`never ${kind}`, kind === 'hang' ? 300 : 0)).rejects.toThrow(says);
    expect(texts()).not.toContain(`never ${kind}`);
    expect(slack.faults.armed()).toEqual([]);
  });

  it('may be carried out after the caller has given up', async () => {
    slack.faults.next({ method: 'chat.postMessage', kind: 'slow', delayMs: 500 });
    await expect(post('too late', 300)).rejects.toThrow('timeout');
    await eventually(() => expect(texts()).toContain('too late'));
  });

  it('suffers only as often, and in the channel, that the fault names', async () => {
    slack.faults.next({ method: 'chat.postMessage', kind: 'status', status: 503, times: 2, channel: '#busy' });
    const busy = () => client().chat.postMessage({ channel: '#busy', text: 'x' });
    await expect(busy()).rejects.toThrow(/503/u);
    await client().chat.postMessage({ channel: slack.workspace.channel('general').id, text: 'unharmed' });
    await expect(busy()).rejects.toThrow(/503/u);
    await busy();
  });
});

describe('a delivery', () => {
  const command = (text: string) => slack.workspace.as('ana').command('/lead', text, 'general');
  const said = () => taken.map((body) => new URLSearchParams(body).get('text'));

  it('may come twice', async () => {
    slack.faults.next({ delivery: 'slash_commands', kind: 'duplicate' });
    await command('once');
    expect(said()).toEqual(['once', 'once']);
  });

  it('may be overtaken by the next', async () => {
    slack.faults.next({ delivery: 'slash_commands', kind: 'reorder' });
    await Promise.all([command('first'), command('second')]);
    expect(said()).toEqual(['second', 'first']);
  });
});

it('limits messages to one a second a channel after a short burst, and says how long to wait', async () => {
  const channel = slack.workspace.channel('busy').id;
  const burst = Array.from({ length: 6 }, (_, n) => client().chat.postMessage({ channel, text: `${n}` }));
  const outcomes = await Promise.allSettled(burst);
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused.length).toBeGreaterThanOrEqual(2);
  expect(refused[0]?.reason).toMatchObject({ retryAfter: 1 });
});
