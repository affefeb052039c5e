// The one door to Slack's Web API: each call is sent once, timed, counted, and fails with a Fault.
import { WebClient } from '@slack/web-api';
import type { WebClientOptions } from '@slack/web-api';
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import { failpoint } from '#kernel/failpoints.ts';
import type { Log } from '#ports/log.ts';
import { createBreaker } from '#adapters/breaker/breaker.ts';
import type { Breaker } from '#adapters/breaker/breaker.ts';
import { isOutage } from '#adapters/breaker/outage.ts';
import { slackFault } from './errors.ts';
import type { SlackMethodName } from './methods.ts';
import { sdkLogger } from './sdk-log.ts';

const TIMEOUT_MS = 5_000;

export interface SlackClient {
  /** Sends once and reads the answer. Throws Fault; `internal` when the answer lacks what `answer` names. */
  call<T>(method: SlackMethodName, args: Readonly<Record<string, unknown>>, answer: z.ZodType<T>): Promise<T>;
}

/** For calls of whose answer nothing is needed. */
export const Done = z.object({});

export interface SlackClientDeps {
  readonly token: string;
  /** Ends with a slash. */
  readonly apiUrl: string;
  readonly log: Log;
  /** Default 5 s. */
  readonly timeoutMs?: number;
  /** Opens when Slack does not answer (default: one of its own). */
  readonly breaker?: Breaker;
  /** Told of each call that was sent; `outcome` is `ok` or the fault's code. */
  readonly called?: (call: { method: SlackMethodName; outcome: string; ms: number }) => void;
}

/**
 * The SDK would repeat a post whose answer got lost, and one 429 would hold up every other call: so it neither repeats
 * nor waits, and whoever calls decides.
 */
export function webClientOptions(deps: Pick<SlackClientDeps, 'apiUrl' | 'log' | 'timeoutMs'>): WebClientOptions {
  return {
    slackApiUrl: deps.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: deps.timeoutMs ?? TIMEOUT_MS,
    logger: sdkLogger(deps.log),
  };
}

export function createSlackClient(deps: SlackClientDeps): SlackClient {
  const web = new WebClient(deps.token, { ...webClientOptions(deps), allowAbsoluteUrls: false });

  const breaker = deps.breaker ?? createBreaker({ name: 'Slack', isOutage });

  async function send<T>(
    method: SlackMethodName,
    args: Readonly<Record<string, unknown>>,
    answer: z.ZodType<T>,
  ): Promise<T> {
    const since = performance.now();
    const done = (outcome: string): void => deps.called?.({ method, outcome, ms: performance.now() - since });
    try {
      const raw = await web.apiCall(method, { ...args });
      await failpoint('slack.answered', method);
      const parsed = answer.safeParse(raw);
      if (!parsed.success)
        throw new Fault('internal', `Slack's answer to ${method} is not as expected`, { cause: parsed.error });
      done('ok');
      return parsed.data;
    } catch (error) {
      const fault = slackFault(error, method);
      done(fault.code);
      throw fault;
    }
  }

  return { call: (method, args, answer) => breaker.run(() => send(method, args, answer)) };
}
