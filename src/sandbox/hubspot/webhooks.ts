// Tells the app about changes, as HubSpot does: signed batches, at least once, in no promised order, retried.
import { createHmac, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { singular, type HubspotChange } from './model.ts';

const BATCH_LIMIT = 100;
const ANSWER_WITHIN_MS = 5000;

export interface WebhookOptions {
  readonly url: string;
  /** The app's client secret, which signs. */
  readonly secret: string;
  /** What the signature is made over when the app is behind a proxy (default `url`). */
  readonly signedUrl?: string;
  /** Property names that are subscribed to (default all). */
  readonly properties?: readonly string[];
  /** Changes within this many milliseconds travel together (default 5). */
  readonly coalesceMs?: number;
  /** Waits between tries; their number is the number of retries (default ten, growing from 100 ms). */
  readonly retryAfterMs?: readonly number[];
}

export interface Webhooks {
  queue(change: HubspotChange): void;
  /** Every later batch is delivered this many times (1: once, as ordered). */
  setCopies(copies: number): void;
  /** Later batches carry their events backwards. */
  setReversed(reversed: boolean): void;
  /** While paused, changes are lost to the app for good, as when its endpoint was not yet registered. */
  setPaused(paused: boolean): void;
  /** Resolves when nothing is waiting, on its way, or to be retried. */
  settled(): Promise<void>;
  deliveries(): readonly Delivery[];
  close(): void;
}

interface Delivery {
  readonly events: number;
  /** Null: no answer in time, or none at all. */
  readonly status: number | null;
  readonly attempt: number;
}

type WebhookEvent = Readonly<Record<string, string | number | readonly number[] | null>>;

const RETRIES_MS = [100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000, 5000];

export function createWebhooks(options: WebhookOptions, portalId: number): Webhooks {
  const closing = new AbortController();
  const working = new Set<Promise<void>>();
  const log: Delivery[] = [];
  let waiting: WebhookEvent[] = [];
  let copies = 1;
  let reversed = false;
  let paused = false;
  const subscriptions = new Map<string, number>();

  function queue(change: HubspotChange): void {
    if (paused || closing.signal.aborted || change.object === 'tasks') return;
    const events = eventsOf(change).filter(isSubscribed).map(complete);
    if (events.length === 0) return;
    if (waiting.length === 0) track(sleep(options.coalesceMs ?? 5).then(flush));
    waiting.push(...events);
  }

  function isSubscribed(event: WebhookEvent): boolean {
    const name = event['propertyName'];
    return typeof name !== 'string' || (options.properties?.includes(name) ?? true);
  }

  function complete(event: WebhookEvent): WebhookEvent {
    const key = `${String(event['subscriptionType'])}/${String(event['propertyName'])}`;
    const subscriptionId = subscriptions.get(key) ?? 1000 + subscriptions.size;
    subscriptions.set(key, subscriptionId);
    return {
      eventId: randomInt(1, 4_000_000_000),
      subscriptionId,
      portalId,
      appId: 1160452,
      ...event,
    };
  }

  async function flush(): Promise<void> {
    const events = reversed ? waiting.reverse() : waiting;
    waiting = [];
    for (let at = 0; at < events.length; at += BATCH_LIMIT) {
      const batch = events.slice(at, at + BATCH_LIMIT);
      for (let copy = 0; copy < copies; copy += 1) track(deliver(batch));
    }
  }

  async function deliver(batch: readonly WebhookEvent[]): Promise<void> {
    const waits = [...(options.retryAfterMs ?? RETRIES_MS)];
    for (let attempt = 0; !closing.signal.aborted; attempt += 1) {
      const status = await post(JSON.stringify(batch.map((event) => ({ ...event, attemptNumber: attempt }))));
      log.push({ events: batch.length, status, attempt });
      const wait = waits.shift();
      if ((status !== null && status < 400) || wait === undefined) return;
      await sleep(wait, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }

  async function post(body: string): Promise<number | null> {
    const timestamp = String(Date.now());
    const signal = AbortSignal.any([AbortSignal.timeout(ANSWER_WITHIN_MS), closing.signal]);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'HubSpot Connect 2.0 (http://dev.hubspot.com/) (namespace: webhooks-nio-http-client)',
      'X-HubSpot-Request-Timestamp': timestamp,
      'X-HubSpot-Signature-v3': signature('POST', options.signedUrl ?? options.url, body, timestamp, options.secret),
      'X-HubSpot-Signature-Version': 'v3',
    };
    try {
      const response = await fetch(options.url, { method: 'POST', headers, body, signal });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  }

  function track(work: Promise<void>): void {
    const tracked = work.finally(() => working.delete(tracked));
    working.add(tracked);
  }

  async function settled(): Promise<void> {
    while (working.size > 0) await Promise.all(working);
  }

  return {
    queue,
    settled,
    setCopies: (to) => void (copies = to),
    setReversed: (to) => void (reversed = to),
    setPaused: (to) => void (paused = to),
    deliveries: () => [...log],
    close: () => closing.abort(),
  };
}

/** Version 3: base64 HMAC-SHA256 over method, URL, body and timestamp. */
export function signature(method: string, url: string, body: string, timestamp: string, secret: string): string {
  return createHmac('sha256', secret).update(`${method}${url}${body}${timestamp}`).digest('base64');
}

function eventsOf(change: HubspotChange): readonly WebhookEvent[] {
  const about = singular(change.object);
  const common = { occurredAt: change.at.getTime(), objectId: Number(change.id), changeSource: change.source };
  const changes = Object.entries(change.changed).map(([propertyName, value]) => ({
    ...common,
    subscriptionType: `${about}.propertyChange`,
    propertyName,
    propertyValue: value ?? '',
  }));
  switch (change.kind) {
    case 'created':
      return [{ ...common, subscriptionType: `${about}.creation`, changeFlag: 'CREATED' }, ...changes];
    case 'updated':
      return changes;
    case 'deleted':
      return [{ ...common, subscriptionType: `${about}.deletion`, changeFlag: 'DELETED' }];
    case 'merged':
      return [
        {
          ...common,
          subscriptionType: `${about}.merge`,
          primaryObjectId: Number(change.primaryId),
          mergedObjectIds: change.mergedIds.filter((id) => id !== change.primaryId).map(Number),
          newObjectId: Number(change.id),
          numberOfPropertiesMoved: 0,
        },
      ];
  }
}
