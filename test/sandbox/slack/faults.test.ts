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

describe('a fault that lasts', () => {
  it('befalls every call until it is cleared, by its id or with all others', async () => {
    slack.faults.next({ method: 'chat.postMessage', channel: '#busy', kind: 'rate_limited', times: 'until_cleared' });
    const disarm = slack.faults.next({
      method: 'auth.test',
      kind: 'error',
      error: 'fatal_error',
      times: 'until_cleared',
    });
    const busy = () => client().chat.postMessage({ channel: '#busy', text: 'x' });
    for (let n = 0; n < 3; n += 1) await expect(busy()).rejects.toMatchObject({ retryAfter: 1 });
    await expect(client().auth.test()).rejects.toThrow('fatal_error');
    const [first] = slack.faults.armed();
    expect(slack.faults.armed()).toMatchObject([{ times: 'until_cleared' }, { method: 'auth.test' }]);
    slack.faults.clear(first?.id);
    await busy();
    disarm();
    await client().auth.test();
    expect(slack.faults.armed()).toEqual([]);
    expect(() => slack.faults.clear(first?.id)).toThrow('There is no armed fault');
  });
});

describe('an upload', () => {
  it('may fail too', async () => {
    slack.faults.next({ method: 'upload', kind: 'status' });
    const upload = () => client().filesUploadV2({ filename: 'a.csv', file: Buffer.from('a') });
    await expect(upload()).rejects.toThrow('500');
    await upload();
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

  it('may come late, or never', async () => {
    slack.faults.next({ delivery: 'slash_commands', kind: 'slow', delayMs: 50 });
    expect(await command('late')).toMatchObject({ kind: 'acknowledged' });
    slack.faults.next({ delivery: 'slash_commands', kind: 'lost' });
    expect(await command('lost')).toMatchObject({ kind: 'failed', error: 'dispatch_failed' });
    expect(said()).toEqual(['late']);
  });

  it('may be overtaken again and again', async () => {
    slack.faults.next({ delivery: 'slash_commands', kind: 'reorder', times: 'until_cleared' });
    await Promise.all([command('first'), command('second')]);
    await Promise.all([command('third'), command('fourth')]);
    expect(said()).toEqual(['second', 'first', 'fourth', 'third']);
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
