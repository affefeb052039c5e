// What the org pushes out when records change: a record-triggered Flow's HTTP callout (tried once, as a Flow does) and
// Outbound Messages (until acknowledged, for a day of the org's clock). Listens to committed changes; changes nothing.
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createWaits } from '#sandbox/waits.ts';
import type { Waits } from '#sandbox/waits.ts';
import type { ObjectName } from './fields.ts';
import type { Org, SalesforceChange } from './org.ts';
import { table } from './org.ts';
import type { OutboundNotice } from './outbound-message.ts';
import { isAcknowledged, outboundMessage } from './outbound-message.ts';

interface FlowTarget {
  readonly url: string;
  readonly secret: string;
  /** `hmac` signs the body; `bearer` is what a named credential can send. */
  readonly auth: 'hmac' | 'bearer';
}

interface OutboundTarget {
  readonly url: string;
  /** Waits between tries by the org's clock (default from 15 s, doubling to an hour, for 24 hours). */
  readonly retryDelaysMs?: readonly number[];
}

export interface PushTargets {
  readonly flow?: FlowTarget;
  readonly outbound?: OutboundTarget;
}

/** How one delivery ended: the HTTP status, or null where there was no answer. */
interface Delivery {
  readonly via: 'flow' | 'outbound';
  readonly status: number | null;
  readonly accepted: boolean;
  readonly attempt: number;
}

/** What is wrong with pushing on demand, until it is changed. */
interface PushFaults {
  /** Everything is delivered twice. */
  readonly duplicate: boolean;
  /** Events come backwards, and deliveries overtake each other. */
  readonly reorder: boolean;
  /** Nothing is delivered; what happens meanwhile is lost to the app for good. */
  readonly silent: boolean;
}

/** An Outbound Message that was not acknowledged yet; plain data. */
export interface PendingMessage {
  readonly body: string;
  /** Tries so far. */
  readonly attempt: number;
}

export interface Push {
  /** Where to push from now on; an empty object turns pushing off. Messages that wait go there as well. */
  setTargets(targets: PushTargets): void;
  setFaults(faults: PushFaults): void;
  faults(): PushFaults;
  pending(): readonly PendingMessage[];
  /** Gives up whatever is under way. */
  forget(): void;
  /** Goes on with messages that were pending before a restart. */
  resume(messages: readonly PendingMessage[]): void;
  /** Deliveries so far, oldest first. */
  readonly deliveries: readonly Delivery[];
  close(): Promise<void>;
}

const SOAP_HEADERS = { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' };
const PUSHED: ReadonlySet<ObjectName> = new Set(['Lead', 'Contact', 'Account', 'Opportunity']);
const MOST_EVENTS = 100;
/** While deliveries are out of order, every other one lets those after it go first for so long. */
const OVERTAKEN_MS = 400;
const HOUR_MS = 3_600_000;
const DELAYS_MS = [15, 30, 60, 120, 240, 480, 900, 1800].map((seconds) => seconds * 1000);
/** How long an Outbound Message is waited with between its tries: with the hours after the first ones, a day. */
export const OUTBOUND_DELAYS_MS = [...DELAYS_MS, ...Array.from({ length: 23 }, () => HOUR_MS)];

/** Starts pushing. `url` is the instance's own address, which Outbound Messages name. */
export function startPush(org: Org, url: string, first: PushTargets): Push {
  const deliveries: Delivery[] = [];
  let closed = false;
  let era = newEra();
  const running = new Set<Promise<void>>();
  const open = new Set<PendingMessage>();
  let faults: PushFaults = { duplicate: false, reorder: false, silent: false };
  let sent = 0;
  let targets = first;
  let waiting: SalesforceChange[] = [];

  /** What is under way belongs to an era, and ends with it. */
  function newEra(): { readonly ending: AbortController; readonly waits: Waits } {
    const ending = new AbortController();
    return { ending, waits: createWaits(org.clock, ending.signal) };
  }

  function forget(): void {
    era.ending.abort();
    era = newEra();
    waiting = [];
    open.clear();
  }

  function onChange(change: SalesforceChange): void {
    if (!PUSHED.has(change.object) || faults.silent || closed) return;
    if (targets.flow === undefined && targets.outbound === undefined) return;
    waiting.push(change);
    // All changes of one turn leave together, as those of one Salesforce transaction do.
    if (waiting.length === 1) setImmediate(flush);
  }

  function flush(): void {
    const changes = faults.reorder ? waiting.toReversed() : waiting;
    waiting = [];
    for (let start = 0; start < changes.length; start += MOST_EVENTS) {
      const part = changes.slice(start, start + MOST_EVENTS);
      if (targets.flow !== undefined) sendTwiceIfAsked(sendFlow, targets.flow, part);
      if (targets.outbound !== undefined) sendOutbound(part);
    }
  }

  function sendTwiceIfAsked<Target, What>(
    send: (target: Target, what: What) => Promise<void>,
    to: Target,
    what: What,
  ): void {
    sent += 1;
    const holdMs = faults.reorder && sent % 2 === 1 ? OVERTAKEN_MS : 0;
    for (let copy = 0; copy < (faults.duplicate ? 2 : 1); copy += 1) {
      track(holdMs === 0 ? send(to, what) : after(holdMs, () => send(to, what)));
    }
  }

  async function after(ms: number, send: () => Promise<void>): Promise<void> {
    const { signal } = era.ending;
    await sleep(ms, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await send();
  }

  function track(work: Promise<void>): void {
    running.add(work);
    void work.finally(() => running.delete(work));
  }

  async function sendFlow({ url: to, secret, auth }: FlowTarget, changes: readonly SalesforceChange[]): Promise<void> {
    const events = changes.map(({ object, id, type, at }) => ({ object, id, type, at: at.toISOString() }));
    const body = JSON.stringify({ events });
    const proof: Record<string, string> =
      auth === 'bearer'
        ? { authorization: `Bearer ${secret}` }
        : { 'x-signalbox-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` };
    const { signal } = era.ending;
    const answer = await post(to, body, { 'content-type': 'application/json', ...proof }, signal);
    const accepted = answer !== null && answer.status >= 200 && answer.status < 300;
    deliveries.push({ via: 'flow', status: answer?.status ?? null, accepted, attempt: 1 });
  }

  function sendOutbound(changes: readonly SalesforceChange[]): void {
    // A workflow rule does not run on delete, so deletions never leave this way.
    const kept = changes.filter((change) => change.type !== 'deleted');
    for (const object of PUSHED) {
      const notices = kept
        .filter((change) => change.object === object)
        .map((change): OutboundNotice => ({ object, row: table(org, object).get(change.id) ?? {} }));
      if (notices.length === 0) continue;
      org.serial += notices.length;
      const body = outboundMessage(org.id, url, org.serial - notices.length, notices);
      sendTwiceIfAsked(deliverOutbound, 0, body);
    }
  }

  async function deliverOutbound(attempts: number, body: string): Promise<void> {
    const { ending, waits } = era;
    const { signal } = ending;
    for (let attempt = attempts; !signal.aborted; attempt += 1) {
      const message = { body, attempt };
      open.add(message);
      const target = targets.outbound;
      const answer = target === undefined ? null : await post(target.url, body, SOAP_HEADERS, signal);
      if (signal.aborted) return;
      const accepted = answer !== null && isAcknowledged(answer.status, answer.body);
      deliveries.push({ via: 'outbound', status: answer?.status ?? null, accepted, attempt: attempt + 1 });
      const delay = (target?.retryDelaysMs ?? OUTBOUND_DELAYS_MS)[attempt];
      if (!accepted && delay !== undefined) await waits.pass(delay);
      if (signal.aborted) return;
      open.delete(message);
      if (accepted || delay === undefined) return;
    }
  }

  async function post(
    to: string,
    body: string,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<{ status: number; body: string } | null> {
    try {
      const answer = await fetch(to, { method: 'POST', body, headers, signal });
      return { status: answer.status, body: await answer.text() };
    } catch {
      // A receiver that is down is an ordinary outcome here; `deliveries` shows it as no status.
      return null;
    }
  }

  org.listeners.add(onChange);
  return {
    setTargets(next) {
      targets = next;
    },
    setFaults(next) {
      faults = { ...next };
    },
    faults: () => faults,
    pending: () => [...open],
    forget,
    resume(messages) {
      for (const { body, attempt } of messages) track(deliverOutbound(attempt, body));
    },
    deliveries,
    async close() {
      org.listeners.delete(onChange);
      closed = true;
      forget();
      await Promise.all(running);
    },
  };
}
