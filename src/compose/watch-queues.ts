// The figures of both queues for GET /metrics: how much waits, how long, and what was given up.
import type { Metrics } from '#adapters/observe/metrics.ts';
import type { OpenDatabase } from './database.ts';

export function watchQueues(
  metrics: Pick<Metrics, 'watchQueue' | 'watchGauge'>,
  database: Pick<OpenDatabase, 'queueFigures'>,
): void {
  metrics.watchQueue('inbox', async () => {
    const { inboxPending, inboxFailed } = await database.queueFigures();
    return { pending: inboxPending, failed: inboxFailed };
  });
  metrics.watchQueue('outbox', async () => {
    const { outboxPending, outboxDead } = await database.queueFigures();
    return { pending: outboxPending, dead: outboxDead };
  });
  metrics.watchGauge(
    'signalbox_inbox_oldest_seconds',
    'How long the oldest event has waited to be read.',
    async () => (await database.queueFigures()).inboxOldestSeconds,
  );
  metrics.watchGauge(
    'signalbox_outbox_oldest_seconds',
    'How long the oldest message or CRM write has waited that could be done.',
    async () => (await database.queueFigures()).outboxOldestSeconds,
  );
}
