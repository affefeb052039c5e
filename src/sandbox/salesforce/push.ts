// What the org pushes out when records change: a record-triggered Flow's HTTP callout (tried once, as a Flow does) and
// Outbound Messages (until acknowledged). Listens to committed changes; changes nothing itself.
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
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
  /** Waits between tries; Salesforce goes on for 24 hours (default 50, 200, 1000 ms). */
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

export interface Push {
  /** Where to push from now on; an empty object turns pushing off. */
  setTargets(targets: PushTargets): void;
  /** Deliveries so far, oldest first. */
  readonly deliveries: readonly Delivery[];
  close(): Promise<void>;
}

const PUSHED: ReadonlySet<ObjectName> = new Set(['Lead', 'Contact', 'Account', 'Opportunity']);
const MOST_EVENTS = 100;
const DEFAULT_DELAYS_MS = [50, 200, 1000];

/** Starts pushing. `url` is the instance's own address, which Outbound Messages name. */
export function startPush(org: Org, url: string, first: PushTargets): Push {
  const deliveries: Delivery[] = [];
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  let targets = first;
  let waiting: SalesforceChange[] = [];

  function onChange(change: SalesforceChange): void {
    if (!PUSHED.has(change.object) || (targets.flow === undefined && targets.outbound === undefined)) return;
    waiting.push(change);
    // All changes of one turn leave together, as those of one Salesforce transaction do.
    if (waiting.length === 1) setImmediate(flush);
  }

  function flush(): void {
    const changes = waiting;
    waiting = [];
    for (let start = 0; start < changes.length; start += MOST_EVENTS) {
      const part = changes.slice(start, start + MOST_EVENTS);
      if (targets.flow !== undefined) track(sendFlow(targets.flow, part));
      if (targets.outbound !== undefined) sendOutbound(targets.outbound, part);
    }
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
    const answer = await post(to, body, { 'content-type': 'application/json', ...proof });
    const accepted = answer !== null && answer.status >= 200 && answer.status < 300;
    deliveries.push({ via: 'flow', status: answer?.status ?? null, accepted, attempt: 1 });
  }

  function sendOutbound(target: OutboundTarget, changes: readonly SalesforceChange[]): void {
    // A workflow rule does not run on delete, so deletions never leave this way.
    const kept = changes.filter((change) => change.type !== 'deleted');
    for (const object of PUSHED) {
      const notices = kept
        .filter((change) => change.object === object)
        .map((change): OutboundNotice => ({ object, row: table(org, object).get(change.id) ?? {} }));
      if (notices.length > 0) track(deliverOutbound(target, notices));
    }
  }

  async function deliverOutbound(target: OutboundTarget, notices: readonly OutboundNotice[]): Promise<void> {
    org.serial += notices.length;
    const body = outboundMessage(org.id, url, org.serial - notices.length, notices);
    const delays = target.retryDelaysMs ?? DEFAULT_DELAYS_MS;
    for (let attempt = 1; attempt <= delays.length + 1; attempt += 1) {
      const answer = await post(target.url, body, { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' });
      const accepted = answer !== null && isAcknowledged(answer.status, answer.body);
      deliveries.push({ via: 'outbound', status: answer?.status ?? null, accepted, attempt });
      const delay = delays[attempt - 1];
      if (accepted || delay === undefined || closing.signal.aborted) return;
      await sleep(delay, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }

  async function post(
    to: string,
    body: string,
    headers: Record<string, string>,
  ): Promise<{ status: number; body: string } | null> {
    try {
      const answer = await fetch(to, { method: 'POST', body, headers, signal: closing.signal });
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
    deliveries,
    async close() {
      org.listeners.delete(onChange);
      closing.abort();
      await Promise.all(running);
    },
  };
}
