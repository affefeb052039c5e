// A sandbox workspace and our client to it.
import { createBreaker } from '#adapters/breaker/breaker.ts';
import { createLog } from '#adapters/observe/log.ts';
import { createSlackClient } from '#adapters/slack/client.ts';
import type { SlackClient } from '#adapters/slack/client.ts';
import { createMessenger } from '#adapters/slack/messenger.ts';
import type { Log } from '#ports/log.ts';
import type { Messenger } from '#ports/messenger.ts';
import type { SlackSandboxOptions } from '#sandbox/slack/world/options.ts';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { startSlackSandbox } from '#sandbox/slack/start-slack-sandbox.ts';

export const silent: Log = createLog({ level: 'silent' });

export interface Connected {
  readonly sandbox: SlackSandbox;
  readonly client: SlackClient;
  readonly messenger: Messenger;
  /** One that soon gives up waiting: for a call that is never answered. */
  readonly hasty: Messenger;
  /** `method outcome` of each call so far. */
  readonly calls: string[];
}

export async function connected(options: SlackSandboxOptions = {}): Promise<Connected> {
  const sandbox = await startSlackSandbox({ rateLimits: 'off', ...options });
  const calls: string[] = [];
  const clientWaiting = (timeoutMs: number): SlackClient =>
    createSlackClient({
      token: sandbox.botToken,
      apiUrl: sandbox.apiUrl,
      log: silent,
      timeoutMs,
      // One failure after the other is what these tests are about, and none shall be kept from Slack by those before it.
      breaker: createBreaker({ name: 'Slack', isOutage: () => false }),
      called: ({ method, outcome }) => calls.push(`${method} ${outcome}`),
    });
  const clock = { now: () => new Date() };
  const client = clientWaiting(1500);
  const messenger = createMessenger({ slack: client, clock });
  const hasty = createMessenger({ slack: clientWaiting(100), clock });
  return { sandbox, client, messenger, hasty, calls };
}
