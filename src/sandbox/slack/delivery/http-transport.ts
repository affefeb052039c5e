// Signed HTTP requests to the app's request URL, as Slack sends them.
import { createHmac } from 'node:crypto';
import type { Json } from '../world/wire.ts';
import type { Ack, Delivery, Transport } from './transport.ts';

const MOST_REDIRECTS = 2;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 307, 308]);

export interface HttpTransportDeps {
  readonly requestUrl: string;
  readonly signingSecret: string;
  readonly ackDeadlineMs: number;
}

export function createHttpTransport(deps: HttpTransportDeps): Transport {
  return { send: (delivery) => post(deps, delivery) };
}

/** The v0 signature: docs.slack.dev/authentication/verifying-requests-from-slack. `timestamp` in seconds. */
export function sign(signingSecret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** The request's body and content type. Bolt takes form bodies only without a charset in the type. */
function encode(delivery: Delivery): { body: string; contentType: string } {
  if (delivery.kind === 'events_api')
    return { body: JSON.stringify(delivery.payload), contentType: 'application/json' };
  const form =
    delivery.kind === 'interactive' ? { payload: JSON.stringify(delivery.payload) } : strings(delivery.payload);
  return { body: new URLSearchParams(form).toString(), contentType: 'application/x-www-form-urlencoded' };
}

function strings(payload: Json): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));
}

async function post(deps: HttpTransportDeps, delivery: Delivery): Promise<Ack> {
  const { body, contentType } = encode(delivery);
  const timestamp = Math.floor(Date.now() / 1000);
  const retry = delivery.retry;
  const request: RequestInit = {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': sign(deps.signingSecret, timestamp, body),
      ...(retry ? { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason } : {}),
    },
    signal: AbortSignal.timeout(deps.ackDeadlineMs),
  };
  let response: Response | undefined;
  let text: string;
  try {
    response = await follow(deps.requestUrl, request, MOST_REDIRECTS);
    if (!response) return { kind: 'failed', reason: 'too_many_redirects', final: false };
    text = await response.text();
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    return { kind: 'failed', reason: timedOut ? 'http_timeout' : 'connection_failed', final: false };
  }
  if (response.ok) return { kind: 'acknowledged', body: parsed(text) };
  const final = response.headers.get('x-slack-no-retry') === '1';
  return { kind: 'failed', reason: 'http_error', status: response.status, final };
}

/** Slack follows two redirects and sends the same request again; undefined if there are more. */
async function follow(url: string, request: RequestInit, redirects: number): Promise<Response | undefined> {
  const response = await fetch(url, request);
  const location = response.headers.get('location');
  if (!REDIRECTS.has(response.status) || location === null) return response;
  return redirects === 0 ? undefined : follow(new URL(location, url).href, request, redirects - 1);
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}
