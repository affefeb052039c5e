// Lets what waited for Slack or a CRM go on as soon as it answers again, in place of when its back-off is over.
import type { OutboxQueue } from '#adapters/postgres/outbox-queue.ts';
import type { Settled } from '#adapters/queue/dispatcher.ts';
import { isFor, sideOf } from '#features/messages/sides.ts';
import type { Side } from '#features/messages/sides.ts';
import type { FaultCode } from '#kernel/errors.ts';
import { messageOf } from '#kernel/errors.ts';
import type { Clock } from '#ports/clock.ts';
import type { Log } from '#ports/log.ts';

export interface OutageDeps {
  readonly outbox: Pick<OutboxQueue, 'hasten'>;
  /** Of every intent that is handled. */
  readonly kinds: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds, never going back (default: the process's own). */
  readonly monotonic?: () => number;
}

export interface Outages {
  /** For the dispatcher: the first success after a failure tells that the other side is back. */
  settled(one: Pick<Settled, 'intent' | 'outcome' | 'fault'>): void;
  /** For whoever else learns that a side answers again. Rejects never. */
  back(side: Side): Promise<void>;
}

const OUTAGES: ReadonlySet<FaultCode> = new Set(['timeout', 'unavailable', 'unauthorized', 'forbidden']);
/** A success says little while others still fail: what waits is called back no more often than this. */
const LULL_MS = 5_000;

export function createOutages({ outbox, kinds, clock, log, monotonic = () => performance.now() }: OutageDeps): Outages {
  const failing = new Set<Side>();
  const hastenedAt = new Map<Side, number>();

  async function back(side: Side): Promise<void> {
    failing.delete(side);
    const at = monotonic();
    if (at - (hastenedAt.get(side) ?? Number.NEGATIVE_INFINITY) < LULL_MS) return;
    hastenedAt.set(side, at);
    try {
      const crm = side === 'slack' ? null : side;
      const rows = await outbox.hasten({ kinds: kinds.filter((kind) => isFor(kind, side)), crm }, clock.now());
      if (rows > 0) log.info('what waited for an outage goes on', { side, rows });
    } catch (error) {
      // They go on all the same, when their back-off is over.
      log.warn('what waited for an outage could not be hastened', { side, error: messageOf(error) });
    }
  }

  return {
    back,
    settled({ intent, outcome, fault }) {
      const side = sideOf(intent);
      if (side === null) return;
      if (fault !== null && OUTAGES.has(fault)) failing.add(side);
      else if (outcome === 'done' && failing.has(side)) void back(side);
    },
  };
}
