// Keeps the audit log sealed, and its newest seal written down where the database's owner does not reach.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createHeadFile } from '#adapters/observe/head-file.ts';
import type { Metrics } from '#adapters/observe/metrics.ts';
import type { Health } from '#adapters/postgres/figures.ts';
import { createPump } from '#adapters/queue/pump.ts';
import { publishHead } from '#features/audit/publish-head.ts';
import { headText } from '#features/audit/seal.ts';
import { sealLog } from '#features/audit/seal-log.ts';
import type { SealStore } from '#features/audit/store.ts';
import { isTransient, messageOf } from '#kernel/errors.ts';
import { elapsed, MINUTE_MS } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { Log } from '#ports/log.ts';

export interface SealingDeps {
  readonly seals: SealStore;
  readonly dataDir: string;
  /** The database begins empty, and with it what is published. */
  readonly fresh: boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'watchGauge'>;
}

export interface Sealing {
  start(): Promise<void>;
  /** Seals and publishes what is left, for as long as the end of the app may take. */
  stop(): Promise<void>;
  health(): Health;
}

/** In DATA_DIR. */
export const HEADS_FILE = 'audit-heads.log';

/** What an owner of the database could cut off unseen is at most this old. */
const PUBLISH_MS = 5 * MINUTE_MS;
/** How soon the first seal after a quiet time is published. */
const LOOK_MS = 10_000;
const LAST_SEALING_MS = 3000;

export function createSealing({ seals, dataDir, fresh, clock, log, metrics }: SealingDeps): Sealing {
  const file = join(dataDir, HEADS_FILE);
  const ledger = createHeadFile(file);
  const ending = new AbortController();
  const pump = createPump(() => look(), log);
  let publishAt = Number.NEGATIVE_INFINITY;
  let trouble: string | null = null;
  let unpublishable = false;
  let disagrees = false;
  let published = 0;
  watch();

  return {
    async start() {
      if (fresh) await rm(file, { force: true });
      pump.start();
    },
    async stop() {
      ending.abort();
      await pump.stop();
      await look(AbortSignal.timeout(LAST_SEALING_MS), true);
    },
    health: () => (trouble === null ? { ok: true } : { ok: false, because: trouble }),
  };

  async function look(signal: AbortSignal = ending.signal, atEnd = false): Promise<void> {
    try {
      await sealLog(seals, signal);
      trouble = null;
    } catch (error) {
      if (trouble === null) complain('the audit log cannot be sealed', error);
      trouble = messageOf(error);
      return;
    }
    const now = performance.now();
    if (atEnd || now >= publishAt) publishAt = now + (await tryToPublish());
  }

  /** A disk that is full is no reason to take no more clicks: what is published lags behind, and a figure says so. */
  async function tryToPublish(): Promise<number> {
    try {
      const again = await publish();
      unpublishable = false;
      return again;
    } catch (error) {
      if (!unpublishable) complain('the head of the audit log cannot be published', error);
      unpublishable = true;
      return LOOK_MS;
    }
  }

  /** An outage passes, and is told of in other places. */
  function complain(what: string, error: unknown): void {
    if (isTransient(error)) log.warn(what, { error: messageOf(error) });
    else log.error(what, { error: messageOf(error) });
  }

  /** Returns after how many milliseconds to look again. */
  async function publish(): Promise<number> {
    // Real time: heads are proof, whatever time business has.
    const publication = await publishHead({ seals, ledger }, new Date());
    disagrees = publication.kind === 'disagrees';
    if (publication.kind === 'published') {
      published = publication.head.seq;
      log.info('audit log sealed', { head: headText(publication.head) });
    }
    if (publication.kind === 'disagrees') {
      log.error('the audit log is not the one whose head was published', { head: headText(publication.published) });
    }
    return publication.kind === 'unchanged' ? LOOK_MS : PUBLISH_MS;
  }

  function watch(): void {
    const figures = () => seals.figures();
    metrics.watchGauge('signalbox_audit_sealed_rows', 'Entries of the audit log that are sealed.', async () => {
      return (await figures()).head?.seq ?? 0;
    });
    metrics.watchGauge(
      'signalbox_audit_published_rows',
      'Of those, the last that this process published.',
      async () => {
        return published;
      },
    );
    metrics.watchGauge('signalbox_audit_unsealed_rows', 'Entries that wait for their seal.', async () => {
      return (await figures()).unsealed;
    });
    metrics.watchGauge('signalbox_audit_unsealed_seconds', 'Age of the oldest entry without a seal.', async () => {
      const { oldestUnsealed } = await figures();
      return oldestUnsealed === null ? 0 : Math.max(0, elapsed(oldestUnsealed, clock.now()) / 1000);
    });
    metrics.watchGauge(
      'signalbox_audit_head_disagrees',
      '1: the log is not the one whose head was published.',
      async () => {
        return disagrees ? 1 : 0;
      },
    );
  }
}
