// Runs intents: leases the ready heads of lanes, gives each to its handler, and settles it with what the handler says.
// Knows no handler's subject; a handler that fails for a reason that may pass is tried again, any other failure is kept dead.
import { Fault, mayPass, messageOf } from '#kernel/errors.ts';
import type { FaultCode } from '#kernel/errors.ts';
import { failpoint } from '#kernel/failpoints.ts';
import { after, elapsed } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { Log } from '#ports/log.ts';
import type { HeldIntent, IntentHandler, IntentOutcome } from '#ports/outbox.ts';
import type { Database } from '#adapters/postgres/connect.ts';
import type { Health } from '#adapters/postgres/figures.ts';
import type { HeldRow, Settlement } from '#adapters/postgres/outbox-queue.ts';
import type { Stores } from '#adapters/postgres/stores.ts';
import { GIVE_UP_AFTER_MS, backOffMs } from './back-off.ts';
import { settledWithin } from './drain.ts';
import { createPump } from './pump.ts';
import { startRenewing } from './renewing.ts';

export interface Settled {
  readonly intent: HeldIntent;
  readonly outcome: 'done' | 'later' | 'retry' | 'dead';
  /** Why it failed; null when it did not. */
  readonly fault: FaultCode | null;
  readonly tookMs: number;
}

export interface DispatcherOptions {
  readonly database: Pick<Database, 'outbox' | 'listen'>;
  readonly handlers: ReadonlyMap<string, IntentHandler<Stores>>;
  readonly clock: Clock;
  readonly log: Log;
  /** Handlers that may run side by side. */
  readonly concurrency: number;
  /** What follows when an intent failed for good and its handler does not say, in the transaction that sets it aside. */
  readonly bury?: (intent: HeldIntent, because: string) => (stores: Stores) => Promise<void>;
  /** For the metrics, and for who watches what is away. */
  readonly onSettled?: (settled: Settled) => void;
}

export interface Dispatcher {
  start(): void;
  /**
   * Begins nothing new, gives back what was not begun and waits for what runs. False when handlers still ran after
   * `deadlineMs`: their leases run out, and another dispatcher tries them again.
   */
  drain(deadlineMs: number): Promise<boolean>;
  health(): Health;
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { database, handlers, clock, log, concurrency } = options;
  const running = new Map<HeldRow, Promise<void>>();
  const pump = createPump(look, log);
  let draining = false;
  let stopListening: (() => void) | null = null;
  let endRenewing: (() => void) | null = null;

  return {
    start() {
      stopListening = database.listen('outbox', pump.wake);
      endRenewing = startRenewing(renew);
      pump.start();
    },
    async drain(deadlineMs) {
      draining = true;
      stopListening?.();
      const ended = pump.stop().then(() => Promise.all(running.values()));
      const finished = await settledWithin([ended], deadlineMs);
      endRenewing?.();
      if (!finished) log.warn('handlers still ran at the end of the drain', { unfinished: running.size });
      return finished;
    },
    health() {
      const trouble = pump.trouble();
      return trouble === null ? { ok: true } : { ok: false, because: trouble };
    },
  };

  async function look(): Promise<void> {
    const free = concurrency - running.size;
    if (free <= 0) return; // the next handler that ends wakes us
    const held = await database.outbox.lease(free, clock.now());
    if (draining) return database.outbox.release(held);
    for (const row of held) {
      const run = runOne(row).finally(() => {
        running.delete(row);
        pump.wake();
      });
      running.set(row, run);
    }
    if (held.length === free) pump.wake();
  }

  async function renew(): Promise<void> {
    try {
      if (running.size > 0) await database.outbox.renew([...running.keys()]);
    } catch (error) {
      log.warn('leases of the outbox could not be renewed', { error: messageOf(error) });
    }
  }

  async function runOne(row: HeldRow): Promise<void> {
    const began = performance.now();
    const fields = { intent: row.key, kind: row.kind, attempt: row.attempt, correlationId: row.correlationId };
    const logged = log.with(fields);
    try {
      await failpoint('outbox.leased');
      const answer = await handlerOf(row.kind)(row);
      await failpoint('outbox.called', row.kind);
      const outcome = await settleWith(row, answer);
      await failpoint('outbox.settled', row.kind);
      report(row, outcome, answer.kind === 'later' ? (answer.fault ?? null) : null, began);
    } catch (error) {
      await settleFailure(row, error, began, logged);
    }
  }

  function handlerOf(kind: string): IntentHandler<Stores> {
    const handler = handlers.get(kind);
    // A replica of a newer version may have written it: wait for one that knows how.
    if (!handler) throw new Fault('unavailable', `This version has no handler for ${kind}.`);
    return handler;
  }

  async function settleWith(row: HeldRow, outcome: IntentOutcome<Stores>): Promise<Settled['outcome']> {
    const now = clock.now();
    switch (outcome.kind) {
      case 'done':
        await settle(row, { kind: 'done' }, now, outcome.commit);
        return 'done';
      case 'later': {
        const { because, afterMs, fault = null } = outcome;
        await settle(row, { kind: 'again', dueAt: after(now, afterMs), because, fault, tried: false }, now);
        pump.wakeIn(afterMs);
        return 'later';
      }
      case 'dead': {
        const { because } = outcome;
        log.error('an intent can never be done', { intent: row.key, kind: row.kind, because });
        await settle(row, { kind: 'dead', because }, now, outcome.commit ?? options.bury?.(row, because));
        return 'dead';
      }
    }
  }

  async function settleFailure(row: HeldRow, error: unknown, began: number, logged: Log): Promise<void> {
    const now = clock.now();
    const because = messageOf(error);
    const fault = error instanceof Fault ? error.code : 'internal';
    // Waiting as long again as it has failed so far doubles each wait, whatever other outcomes the row has had.
    const failingMs = row.failingSince ? elapsed(row.failingSince, now) : 0;
    const dead = failingMs > GIVE_UP_AFTER_MS || !mayPass(error);
    if (dead) logged.error('an intent failed for good', { because, error });
    else logged.warn('an intent failed and is tried again', { because });
    const dueAt = after(now, backOffMs(2 * failingMs, error));
    try {
      if (dead) await bury(row, { kind: 'dead', because, fault }, now);
      else await settle(row, { kind: 'again', dueAt, because, fault, tried: true }, now);
      report(row, dead ? 'dead' : 'retry', fault, began);
    } catch (failure) {
      // The database is away. The lease runs out by itself, and the row is tried again as a further attempt.
      logged.error('what became of an intent could not be stored', { because: messageOf(failure) });
    }
  }

  async function bury(row: HeldRow, death: Extract<Settlement, { kind: 'dead' }>, now: Date): Promise<void> {
    try {
      await settle(row, death, now, options.bury?.(row, death.because));
    } catch (error) {
      if (mayPass(error)) throw error;
      // What cannot be said about a death must not keep the row from ending.
      log.error('what follows from a dead letter could not be stored', { intent: row.key, error });
      await settle(row, death, now);
    }
  }

  async function settle(
    row: HeldRow,
    settlement: Settlement,
    now: Date,
    commit?: (stores: Stores) => Promise<void>,
  ): Promise<void> {
    const settled = await database.outbox.settle(row, settlement, now, commit);
    if (!settled) log.warn('the lease of an intent was lost while it ran', { intent: row.key, attempt: row.attempt });
  }

  function report(intent: HeldRow, outcome: Settled['outcome'], fault: FaultCode | null, began: number): void {
    options.onSettled?.({ intent, outcome, fault, tookMs: performance.now() - began });
  }
}
