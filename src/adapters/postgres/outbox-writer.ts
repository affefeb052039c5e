// Puts intents beside the decision that they follow from, and wakes the dispatchers when it commits.
import type { Clock } from '#ports/clock.ts';
import type { OutboxWriter } from '#ports/outbox.ts';
import type { Queries } from './client.ts';
import { toJsonb } from './json-columns.ts';

export function createOutboxWriter(db: Queries, clock: Clock): OutboxWriter {
  return {
    async put(intent) {
      const now = clock.now();
      await db.$executeRaw`
        WITH put AS (
          INSERT INTO outbox (key, kind, lane, urgency, payload, correlation_id, created_at, due_at)
          VALUES (${intent.key}, ${intent.kind}, ${intent.lane}, ${intent.urgency}, ${toJsonb(intent.payload)}::jsonb,
            ${intent.correlationId}, ${now}, ${intent.dueAt ?? now})
          ON CONFLICT (key) DO NOTHING RETURNING id
        )
        SELECT pg_notify('outbox', '') FROM put`;
    },
  };
}
