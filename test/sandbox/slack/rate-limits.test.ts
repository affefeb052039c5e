import type { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { startSlackSandbox } from '#sandbox/slack/start-slack-sandbox.ts';
import { createRateLimits } from '#sandbox/slack/web-api/rate-limits.ts';
import { clientFor } from './acme-workspace.ts';

let slack: SlackSandbox;
let client: WebClient;
const limits = (mode: 'slack' | 'off') =>
  fetch(`${slack.url}/_sandbox/rate-limits`, { method: 'POST', body: JSON.stringify({ limits: mode }) });

beforeAll(async () => {
  slack = await startSlackSandbox({ channels: [{ name: 'busy' }, { name: 'calm' }] });
  client = clientFor(slack);
});
afterAll(() => slack.close());
beforeEach(() => limits('slack'));

it.each([
  { tier: 'tier1', calls: 10, waits: 60 },
  { tier: 'tier2', calls: 20, waits: 3 },
  { tier: 'tier3', calls: 50, waits: 2 },
  { tier: 'tier4', calls: 100, waits: 1 },
] as const)('lets $calls calls of $tier pass at once, then asks to wait $waits s, each method by itself', (at) => {
  const { take } = createRateLimits('slack');
  const waits = Array.from({ length: at.calls + 1 }, () => take('one', at.tier, ''));
  expect(waits.filter((wait) => wait !== undefined)).toEqual([at.waits]);
  expect(take('another', at.tier, '')).toBeUndefined();
});

it('answers 429 with Retry-After, and that alone', async () => {
  const call = () => fetch(`${slack.apiUrl}users.list`, { headers: { authorization: `Bearer ${slack.botToken}` } });
  // On a slow machine a call or two more are let in meanwhile.
  let refused: Response | undefined;
  for (let n = 0; n < 60 && refused?.status !== 429; n += 1) refused = await call();
  expect([refused?.status, refused?.headers.get('retry-after')]).toEqual([429, '3']);
  expect(await refused?.json()).toEqual({ ok: false, error: 'ratelimited' });
});

it('limits messages by channel', async () => {
  const post = (channel: string) => client.chat.postMessage({ channel: `#${channel}`, text: 'x' });
  const burst = await Promise.allSettled(Array.from({ length: 25 }, () => post('busy')));
  expect(burst.some(({ status }) => status === 'rejected')).toBe(true);
  await post('calm');
});

it('can be switched off and on while it runs', async () => {
  await limits('off');
  await Promise.all(Array.from({ length: 25 }, () => client.chat.postMessage({ channel: '#busy', text: 'x' })));
  expect(slack.rateLimits.mode()).toBe('off');
});
