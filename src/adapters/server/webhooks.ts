// A CRM's push: verified over the raw bytes, stored, and only then answered with 200. What cannot be verified is not stored.
import type { IncomingHttpHeaders } from 'node:http';
import type { WebhookResult } from '#adapters/observe/metrics.ts';
import { Fault, isTransient } from '#kernel/errors.ts';
import { failpoint } from '#kernel/failpoints.ts';
import type { CrmEvent, CrmName, WebhookVerdict } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';
import { json, refusal } from './exchange.ts';
import type { Answer } from './exchange.ts';

/** How long a CRM shall wait before it sends again what we could not store. */
const RETRY_AFTER_S = '10';
/** HubSpot waits five seconds for an answer. What is stored after ours is found stored when it is sent again. */
const STORE_WITHIN_MS = 3000;

export interface WebhookRequest {
  readonly method: string;
  /** As the CRM knows it, with its query: PUBLIC_URL and the path, else the request's own host. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Last part of an Outbound Message's path; null elsewhere. */
  readonly pathSecret: string | null;
}

export type Verify = (request: WebhookRequest) => WebhookVerdict;

export interface Webhook {
  readonly crm: CrmName;
  readonly verify: Verify;
  /** What the CRM wants to hear when its events are stored (default: how many were new, as JSON). */
  readonly ack?: { readonly type: string; readonly body: string };
}

export interface WebhookDeps {
  readonly log: Log;
  readonly counted: (crm: CrmName, result: WebhookResult) => void;
  /** Resolves once the events are committed, with how many were new. */
  readonly receive: (events: readonly CrmEvent[]) => Promise<number>;
  /** Later than this counts as not stored (default 3 s). */
  readonly storeWithinMs?: number;
}

export async function takeWebhook(deps: WebhookDeps, webhook: Webhook, request: WebhookRequest): Promise<Answer> {
  const verdict = webhook.verify(request);
  if (verdict.kind === 'events') return store(deps, webhook, verdict.events);
  deps.counted(webhook.crm, verdict.kind);
  deps.log.warn('a webhook was refused', { verdict: verdict.kind, because: verdict.because });
  return refusal(verdict.kind === 'unauthorized' ? 401 : 400, verdict.kind, verdict.because);
}

async function store(
  { log, counted, receive, storeWithinMs = STORE_WITHIN_MS }: WebhookDeps,
  webhook: Webhook,
  events: readonly CrmEvent[],
): Promise<Answer> {
  try {
    const stored = await inTime(receive(events), storeWithinMs);
    await failpoint('webhook.stored');
    counted(webhook.crm, 'stored');
    log.debug('a webhook was stored', { events: events.length, stored });
    return webhook.ack === undefined ? json(200, { stored }) : { status: 200, ...webhook.ack };
  } catch (error) {
    counted(webhook.crm, 'unavailable');
    if (isTransient(error)) log.warn('a webhook could not be stored', { error });
    else log.error('a webhook could not be stored', { error });
    return refusal(503, 'unavailable', 'the events were not stored, send them again', { 'retry-after': RETRY_AFTER_S });
  }
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Fault('timeout', 'The database did not answer in time.')), ms);
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
