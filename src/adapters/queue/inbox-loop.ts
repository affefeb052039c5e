// Hands the inbox's events to the reader in batches of one CRM. An event that makes the reader fail for a reason of its
// own is found and set aside, so that it does not hold up the events beside it.
import { mayPass, messageOf } from '#kernel/errors.ts';
import { failpoint } from '#kernel/failpoints.ts';
import { after } from '#kernel/time.ts';
import type { HeldEvent } from '#features/intake/store.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';
import type { Database } from '#adapters/postgres/connect.ts';
import type { Health } from '#adapters/postgres/figures.ts';
import { backOffMs, doubledMs } from './back-off.ts';
import { settledWithin } from './drain.ts';
import { createPump } from './pump.ts';
import { startRenewing } from './renewing.ts';

export interface InboxLoopOptions {
  readonly database: Pick<Database, 'inbox' | 'listen'>;
  readonly crms: readonly CrmName[];
  /**
   * Reads the events' records and finishes the events with what came of them. Events that it leaves pending are read
   * again; a throw concerns the whole batch. `enough` says between two records that the app is ending, and the rest may
   * be left.
   */
  readonly read: (crm: CrmName, events: readonly HeldEvent[], enough: () => boolean) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface InboxLoop {
  start(): void;
  /** Begins no further batch and waits for those that are read. False when some still were after `deadlineMs`. */
  drain(deadlineMs: number): Promise<boolean>;
  health(): Health;
}

/** What both CRMs read in one call. */
const BATCH = 100;
/** A second batch is read beside a full one. */
const BATCHES = 2;
/**
 * CRMs count calls and not records. So a batch that was not full is followed by the next one no sooner than this after
 * its beginning, which gives that one time to fill; after a quiet spell nothing waits.
 */
const GATHER_MS = 250;

interface Reading {
  readonly crm: CrmName;
  readonly full: boolean;
  readonly done: Promise<void>;
}

export function createInboxLoop({ database, crms, read, clock, log }: InboxLoopOptions): InboxLoop {
  const { inbox } = database;
  const readings = new Set<Reading>();
  const gathering = new Set<CrmName>();
  const pump = createPump(look, log);
  let draining = false;
  let stopListening: (() => void) | null = null;

  return {
    start() {
      stopListening = database.listen('inbox', pump.wake);
      pump.start();
    },
    async drain(deadlineMs) {
      draining = true;
      stopListening?.();
      return settledWithin([pump.stop().then(() => Promise.all(Array.from(readings, ({ done }) => done)))], deadlineMs);
    },
    health() {
      const trouble = pump.trouble();
      return trouble === null ? { ok: true } : { ok: false, because: trouble };
    },
  };

  async function look(): Promise<void> {
    for (const crm of crms) {
      while (mayReadMore(crm)) {
        const now = clock.now();
        const held = await inbox.lease(crm, BATCH, now);
        if (held.length === 0) break;
        if (draining) return inbox.postpone(held, now, 'the app was stopping');
        begin(crm, held);
      }
    }
  }

  function mayReadMore(crm: CrmName): boolean {
    if (gathering.has(crm)) return false;
    const under = [...readings].filter((reading) => reading.crm === crm);
    return under.length === 0 || (under.length < BATCHES && under.every(({ full }) => full));
  }

  function begin(crm: CrmName, held: readonly HeldEvent[]): void {
    const endRenewing = startRenewing(() => renew(held));
    const done = readBatch(crm, held).finally(() => {
      endRenewing();
      readings.delete(reading);
      pump.wake();
    });
    const reading: Reading = { crm, full: held.length === BATCH, done };
    readings.add(reading);
    if (!reading.full) gather(crm);
  }

  function gather(crm: CrmName): void {
    gathering.add(crm);
    setTimeout(() => {
      gathering.delete(crm);
      pump.wake();
    }, GATHER_MS).unref();
  }

  async function renew(held: readonly HeldEvent[]): Promise<void> {
    try {
      await inbox.renew(held);
    } catch (error) {
      log.warn('leases of the inbox could not be renewed', { error: messageOf(error) });
    }
  }

  async function readBatch(crm: CrmName, held: readonly HeldEvent[]): Promise<void> {
    try {
      await failpoint('inbox.leased', crm);
      await read(crm, held, () => draining);
      if (draining) await inbox.postpone(held, clock.now(), 'the app was stopping');
    } catch (error) {
      await settleFailure(crm, held, error).catch((failure: unknown) => {
        // The database is away. The leases run out by themselves, and the events are read again.
        log.error('what became of events could not be stored', { crm, error: messageOf(failure) });
      });
    }
  }

  async function settleFailure(crm: CrmName, held: readonly HeldEvent[], error: unknown): Promise<void> {
    const because = messageOf(error);
    const now = clock.now();
    if (mayPass(error)) {
      log.warn('events could not be read and are tried again', { crm, events: held.length, because });
      const tries = Math.min(...held.map(({ attempts }) => attempts));
      await inbox.postpone(held, after(now, backOffMs(doubledMs(tries), error)), because);
    } else if (held.length > 1) {
      for (const event of held) await readBatch(crm, [event]);
    } else {
      log.error('an event can never be read', { crm, event: held[0]?.key, because, error });
      await inbox.fail(held, because, now);
    }
  }
}
