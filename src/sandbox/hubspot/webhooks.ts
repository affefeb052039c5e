// Tells the app about changes, as HubSpot does: signed batches, at least once, in no promised order, tried up to ten
// times more over a day of the account's clock.
import { createHmac, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createWaits, type Waits } from '#sandbox/waits.ts';
import type { HubspotChange } from './model.ts';
import { eventsOf, linkEventsOf, type LinkChange, type WebhookEvent } from './webhook-events.ts';

const BATCH_LIMIT = 100;
const ANSWER_WITHIN_MS = 5000;
/** While deliveries are out of order, every other batch lets those after it go first for so long. */
const OVERTAKEN_MS = 400;

export interface WebhookOptions {
  readonly url: string;
  /** The app's client secret, which signs. */
  readonly secret: string;
  /** What the signature is made over when the app is behind a proxy (default `url`). */
  readonly signedUrl?: string;
  /** Property names that are subscribed to (default all). */
  readonly properties?: readonly string[];
  /** Subscription types, for instance `contact.creation` (default all). */
  readonly subscriptions?: readonly string[];
  /** `generic`: `object.*` events for every object; classic ones unless told. */
  readonly format?: 'classic' | 'generic';
  /** Changes within this many milliseconds travel together (default 5). */
  readonly coalesceMs?: number;
  /** Waits between tries by the account's clock; their number is that of retries (default ten over a day). */
  readonly retryAfterMs?: readonly number[];
}

/** What is wrong with webhooks on demand; for every app, until it is changed. */
export interface WebhookFaults {
  /** Every batch is delivered twice. */
  readonly duplicate: boolean;
  /** Events come backwards, and batches overtake each other. */
  readonly reorder: boolean;
  /** Nothing is delivered; what happens meanwhile is lost to the app for good. */
  readonly silent: boolean;
}

export interface Webhooks {
  queue(change: HubspotChange): void;
  queueLink(link: LinkChange): void;
  /** Where the app is. */
  target(): string;
  /** The app has moved; what is still to be delivered goes there. */
  moveTo(url: string): void;
  /** Every later batch is delivered this many times (1: once, as ordered). */
  setCopies(copies: number): void;
  /** Later batches carry their events backwards. */
  setReversed(reversed: boolean): void;
  /** While paused, changes are lost to the app for good, as when its endpoint was not yet registered. */
  setPaused(paused: boolean): void;
  /** Resolves when nothing is waiting, on its way, or to be retried. */
  settled(): Promise<void>;
  deliveries(): readonly Delivery[];
  /** Batches that the app has not taken yet; plain data. */
  pending(): readonly PendingBatch[];
  /** Delivers such batches, of this account or of the one that it was before a restart. */
  resume(batches: readonly PendingBatch[]): void;
  /** Gives up whatever the app has not taken yet. */
  forget(): void;
  close(): void;
}

export interface PendingBatch {
  readonly events: readonly WebhookEvent[];
  /** Tries so far. */
  readonly attempt: number;
}

interface Delivery {
  readonly events: number;
  /** Null: no answer in time, or none at all. */
  readonly status: number | null;
  readonly attempt: number;
}

interface WebhookDeps {
  readonly portalId: number;
  readonly clock: { now(): Date };
  readonly faults: () => WebhookFaults;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long a batch is waited with between its tries. */
export const RETRIES_MS = [
  15_000,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR / 2,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  7 * HOUR,
  9 * HOUR,
];

export function createWebhooks(options: WebhookOptions, { portalId, clock, faults }: WebhookDeps): Webhooks {
  const working = new Set<Promise<void>>();
  const open = new Set<PendingBatch>();
  const log: Delivery[] = [];
  const classic = options.format !== 'generic';
  const subscriptions = new Map<string, number>();
  let { url } = options;
  let closed = false;
  let era = newEra();
  let waiting: WebhookEvent[] = [];
  let copies = 1;
  let reversed = false;
  let paused = false;
  let batches = 0;

  /** What is under way belongs to an era, and ends with it. */
  function newEra(): { readonly ending: AbortController; readonly waits: Waits } {
    const ending = new AbortController();
    return { ending, waits: createWaits(clock, ending.signal) };
  }

  function forget(): void {
    era.ending.abort();
    era = newEra();
    waiting = [];
    open.clear();
  }

  function add(events: readonly WebhookEvent[]): void {
    if (paused || faults().silent || closed) return;
    // HubSpot does not promise that an event's id is its own, so all events of a change share one here.
    const eventId = randomInt(1, 4_000_000_000);
    const told = events.filter(isSubscribed).map((event) => complete(event, eventId));
    if (told.length === 0) return;
    if (waiting.length === 0) track(sleep(options.coalesceMs ?? 5).then(flush));
    waiting.push(...told);
  }

  function isSubscribed(event: WebhookEvent): boolean {
    const name = event['propertyName'];
    const type = String(event['subscriptionType']);
    if (options.subscriptions !== undefined && !options.subscriptions.includes(type)) return false;
    return typeof name !== 'string' || (options.properties?.includes(name) ?? true);
  }

  function complete(event: WebhookEvent, eventId: number): WebhookEvent {
    const key = `${String(event['subscriptionType'])}/${String(event['propertyName'])}`;
    const subscriptionId = subscriptions.get(key) ?? 1000 + subscriptions.size;
    subscriptions.set(key, subscriptionId);
    return { eventId, subscriptionId, portalId, appId: 1160452, ...event };
  }

  async function flush(): Promise<void> {
    const { duplicate, reorder } = faults();
    const events = reversed || reorder ? waiting.toReversed() : waiting;
    waiting = [];
    for (let at = 0; at < events.length; at += BATCH_LIMIT) {
      batches += 1;
      const holdMs = reorder && batches % 2 === 1 ? OVERTAKEN_MS : 0;
      for (let copy = 0; copy < (duplicate ? Math.max(2, copies) : copies); copy += 1) {
        track(deliver({ events: events.slice(at, at + BATCH_LIMIT), attempt: 0 }, holdMs));
      }
    }
  }

  async function deliver(first: PendingBatch, holdMs: number): Promise<void> {
    const delays = options.retryAfterMs ?? RETRIES_MS;
    const { ending, waits } = era;
    const { signal } = ending;
    let batch = first;
    open.add(batch);
    if (holdMs > 0) await sleep(holdMs, undefined, { signal }).catch(() => undefined);
    while (!signal.aborted) {
      const { events, attempt } = batch;
      const status = await post(JSON.stringify(events.map((event) => ({ ...event, attemptNumber: attempt }))), signal);
      if (signal.aborted) return;
      log.push({ events: events.length, status, attempt });
      open.delete(batch);
      const delay = delays[attempt];
      if ((status !== null && status < 400) || delay === undefined) return;
      batch = { events, attempt: attempt + 1 };
      open.add(batch);
      await waits.pass(delay);
    }
  }

  async function post(body: string, ended: AbortSignal): Promise<number | null> {
    // Real time: receivers compare it with their own clock.
    const timestamp = String(Date.now());
    const signal = AbortSignal.any([AbortSignal.timeout(ANSWER_WITHIN_MS), ended]);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'HubSpot Connect 2.0 (http://dev.hubspot.com/) (namespace: webhooks-nio-http-client)',
      'X-HubSpot-Request-Timestamp': timestamp,
      'X-HubSpot-Signature-v3': signature('POST', options.signedUrl ?? url, body, timestamp, options.secret),
      'X-HubSpot-Signature-Version': 'v3',
    };
    try {
      const response = await fetch(url, { method: 'POST', headers, body, signal });
      await response.arrayBuffer();
      return response.status;
    } catch {
      // A receiver that is down is an ordinary outcome here; `deliveries` shows it as no status.
      return null;
    }
  }

  function track(work: Promise<void>): void {
    const tracked = work.finally(() => working.delete(tracked));
    working.add(tracked);
  }

  return {
    queue: (change) => add(eventsOf(change, classic)),
    queueLink: (link) => add(linkEventsOf(link, classic)),
    target: () => url,
    moveTo: (to) => void (url = to),
    setCopies: (to) => void (copies = to),
    setReversed: (to) => void (reversed = to),
    setPaused: (to) => void (paused = to),
    async settled() {
      while (working.size > 0) await Promise.all(working);
    },
    deliveries: () => [...log],
    pending: () => [...(waiting.length > 0 ? [{ events: [...waiting], attempt: 0 }] : []), ...open],
    resume(left) {
      for (const batch of left) track(deliver(batch, 0));
    },
    forget,
    close() {
      closed = true;
      forget();
    },
  };
}

/** Version 3: base64 HMAC-SHA256 over method, URL, body and timestamp. */
export function signature(method: string, url: string, body: string, timestamp: string, secret: string): string {
  return createHmac('sha256', secret).update(`${method}${url}${body}${timestamp}`).digest('base64');
}
