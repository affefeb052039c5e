// Our own rules for every call to a CRM: how long, how often, how many at once, and what it cost.
// The vendors' clients have their own retries and limiters; those are off, because they repeat what is not safe to repeat.
import { setTimeout as sleep } from 'node:timers/promises';
import type { CrmName } from '#ports/crm.ts';
import { Fault, isTransient, type FaultCode } from '#kernel/errors.ts';
import { failpoint } from '#kernel/failpoints.ts';
import { createBreaker, type Breaker } from '#adapters/breaker/breaker.ts';
import { isOutage } from '#adapters/breaker/outage.ts';
import { createBudget, type Budget } from './budget.ts';
import { transportFault, type Effect } from './faults.ts';
import { createLimiter, type Limiter, type Urgency, type WindowOptions } from './limiter.ts';

const CLOSING = 'cancelled: the connection to the CRM is being closed';

/** Windows that the vendor counts apart: HubSpot limits searches on their own. */
type Lane = 'general' | 'search';

export interface CrmCall {
  /** Names the call in metrics: `read`, `search`, `create`, `assign`. */
  readonly kind: string;
  readonly effect: Effect;
  readonly urgency: Urgency;
  /** Default `general`. */
  readonly lane?: Lane;
}

/** What the composition root counts in `crm_api_calls_total{crm,kind,outcome}` and the usage gauges. */
export interface CallMeter {
  called(call: { crm: CrmName; kind: string; outcome: 'ok' | FaultCode; ms: number }): void;
  /** Calls used of the vendor's longest quota (HubSpot: today; Salesforce: rolling 24 h). */
  used(usage: { crm: CrmName; used: number; limit: number }): void;
}

export interface HttpPolicyOptions {
  readonly crm: CrmName;
  readonly windows: Readonly<Record<Lane, WindowOptions>>;
  /** Opens when the CRM does not answer (default: one of its own). */
  readonly breaker?: Breaker;
  /** Knows of the day's calls (default: one of its own). */
  readonly budget?: Budget;
  readonly meter?: CallMeter;
  /** An answer later than this is a `timeout` (default 15 s). */
  readonly timeoutMs?: number;
  /** Tries in all (default 3). */
  readonly attempts?: number;
  /** First back-off; doubles with each try, with full jitter (default 300 ms). */
  readonly backOffMs?: number;
  /** A longer wait is left to the caller as a fault with `retryAfterMs` (default 12 s, HubSpot's window and a bit). */
  readonly longestWaitMs?: number;
}

export interface HttpPolicy {
  /**
   * Runs `send` when the account's limits allow and again where that is safe. `send` must throw `Fault` for an answer
   * that is not a success (see `statusFault`); anything else it throws counts as no answer. Throws Fault.
   */
  run<T>(call: CrmCall, send: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Tells the meter and the day's budget, and the limiter where the vendor names its burst limit. */
  reportUsage(usage: { used?: { used: number; limit: number }; burst?: number }): void;
  /** The vendor said that the day's calls are used up, and to come back after this long. */
  reportExhausted(ms: number): void;
  /** Aborts open and waiting calls; later ones fail at once. */
  close(): void;
}

export function createHttpPolicy(options: HttpPolicyOptions): HttpPolicy {
  const timeoutMs = options.timeoutMs ?? 15_000;
  const attempts = options.attempts ?? 3;
  const backOffMs = options.backOffMs ?? 300;
  const longestWaitMs = options.longestWaitMs ?? 12_000;
  const closing = new AbortController();
  const breaker = options.breaker ?? createBreaker({ name: options.crm, isOutage });
  const budget = options.budget ?? createBudget(options.crm);
  const limiters: Readonly<Record<Lane, Limiter>> = {
    general: createLimiter(options.windows.general),
    search: createLimiter(options.windows.search),
  };

  async function run<T>(call: CrmCall, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    budget.admit(call.urgency);
    breaker.admit();
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await once(call, send);
      if (outcome.kind === 'ok') return outcome.value;
      const { fault } = outcome;
      const wait = waitBefore(attempt, fault);
      if (attempt >= attempts || !mayRepeat(call.effect, fault) || wait > longestWaitMs) throw fault;
      await sleep(wait, undefined, { signal: closing.signal }).catch(() => {
        throw fault;
      });
      // What this call met says more than that others met it too, and whether it may have happened.
      if (breaker.status().retryAfterMs > 0) throw fault;
    }
  }

  async function once<T>(call: CrmCall, send: (signal: AbortSignal) => Promise<T>): Promise<Exchange<T>> {
    const limiter = limiters[call.lane ?? 'general'];
    const release = await limiter.acquire(call.urgency, closing.signal);
    const since = performance.now();
    const outcome = await watched(call, send).finally(release);
    await failpoint('crm.answered', `${options.crm}.${call.kind}`);
    if (outcome.kind === 'failed' && outcome.fault.code === 'rate_limited') {
      limiter.pause(Math.min(outcome.fault.retryAfterMs ?? backOffMs, longestWaitMs));
    }
    options.meter?.called({
      crm: options.crm,
      kind: call.kind,
      outcome: outcome.kind === 'ok' ? 'ok' : outcome.fault.code,
      ms: performance.now() - since,
    });
    return outcome;
  }

  /** Refused by the breaker where it opened while this call waited for its turn. Being closed is nobody's outage. */
  async function watched<T>(call: CrmCall, send: (signal: AbortSignal) => Promise<T>): Promise<Exchange<T>> {
    try {
      return await breaker.run(async () => {
        const exchange = await within(timeoutMs, call.effect, closing.signal, send);
        if (exchange.kind === 'failed' && !closing.signal.aborted) throw exchange.fault;
        return exchange;
      });
    } catch (error) {
      return { kind: 'failed', fault: transportFault(error, call.effect) };
    }
  }

  /** What the other side asked for, or exponential back-off with full jitter. */
  function waitBefore(attempt: number, fault: Fault): number {
    const jittered = Math.random() * backOffMs * 2 ** (attempt - 1);
    return fault.retryAfterMs === undefined ? jittered : fault.retryAfterMs + Math.random() * backOffMs;
  }

  return {
    run,
    reportUsage({ used, burst }) {
      if (used !== undefined) {
        budget.note(used);
        options.meter?.used({ crm: options.crm, ...used });
      }
      if (burst !== undefined) limiters.general.resize(burst);
    },
    reportExhausted: (ms) => budget.exhausted(ms),
    close() {
      closing.abort(new Fault('unavailable', CLOSING));
    },
  };
}

type Exchange<T> = { readonly kind: 'ok'; readonly value: T } | { readonly kind: 'failed'; readonly fault: Fault };

/** Nothing that may have happened is repeated, unless repeating it changes nothing. */
function mayRepeat(effect: Effect, fault: Fault): boolean {
  return isTransient(fault) && (effect !== 'once' || !fault.ambiguous);
}

/** Settles by the deadline or at closing, even where the client library ignores the signal. */
async function within<T>(
  ms: number,
  effect: Effect,
  closing: AbortSignal,
  send: (signal: AbortSignal) => Promise<T>,
): Promise<Exchange<T>> {
  const ambiguous = effect !== 'read';
  // One controller for both ends: Node keeps a signal of AbortSignal.any() for good while somebody listens to it.
  const controller = new AbortController();
  const { signal } = controller;
  const close = (): void => controller.abort(new Fault('unavailable', CLOSING, { ambiguous }));
  const timer = setTimeout(() => {
    controller.abort(new Fault('timeout', `no answer from the CRM within ${ms / 1000} s`, { ambiguous }));
  }, ms);
  closing.addEventListener('abort', close, { once: true });
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Fault), { once: true });
  });
  if (closing.aborted) close();
  try {
    return { kind: 'ok', value: await Promise.race([send(signal), aborted]) };
  } catch (error) {
    return { kind: 'failed', fault: transportFault(error, effect) };
  } finally {
    clearTimeout(timer);
    closing.removeEventListener('abort', close);
  }
}
