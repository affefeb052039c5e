// A workspace with a bit of everything for Web API tests, and Slack's own client for it.
import { WebClient } from '@slack/web-api';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { startSlackSandbox } from '#sandbox/slack/start-slack-sandbox.ts';
import { quiet } from './quiet.ts';

export const START = new Date('2026-11-22T09:00:00Z');

export function startAcme(now: () => Date = () => START): Promise<SlackSandbox> {
  return startSlackSandbox({
    rateLimits: 'off',
    fileProcessingMs: 500,
    users: [
      { name: 'ana', realName: 'Ana Ruiz', email: 'ana@acme.test', timezone: 'America/New_York' },
      { name: 'bo', email: 'bo@acme.test' },
      { name: 'gone', email: 'gone@acme.test', deleted: true },
    ],
    channels: [
      { name: 'general' },
      { name: 'quiet', botIsMember: false },
      { name: 'board', private: true },
      { name: 'secret', private: true, botIsMember: false },
      { name: 'old', archived: true },
      { name: 'history' },
    ],
    userGroups: [{ handle: 'sales', members: ['ana', 'gone'] }],
    clock: { now },
  });
}

export function clientFor(slack: SlackSandbox, token: string = slack.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    logger: quiet,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
}

/** What Slack answered to a call that it refused. */
export async function refusal(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return (error as { data: Record<string, unknown> }).data;
  }
  throw new Error('Slack took it');
}
