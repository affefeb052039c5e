// Puts intents beside the decision that they follow from, and wakes the dispatchers when it commits.
import type { Clock } from '#ports/clock.ts';
import type { OutboxWriter } from '#ports/outbox.ts';
import type { Queries } from './client.ts';
import { toJsonb } from './json-columns.ts';

export function createOutboxWriter(db: Queries, clock: Clock): OutboxWriter {
  return {
    async put(intent) {
      const now = clock.now();
      // A row that is held now is left alone: it runs, and whoever settles it must not wait for us. One that still waits
      // is locked, so that it does not run before what it is to show has been committed.
      await db.$executeRaw`
        WITH waiting AS (
          SELECT id FROM outbox WHERE ${intent.once ?? false} AND lane = ${intent.lane} AND kind = ${intent.kind}
            AND state = 'pending' AND urgency <= ${intent.urgency}
            AND (leased_until IS NULL OR leased_until <= clock_timestamp())
          LIMIT 1 FOR UPDATE SKIP LOCKED
        ),
        put AS (
          INSERT INTO outbox (key, kind, lane, urgency, payload, correlation_id, created_at, due_at)
          SELECT ${intent.key}, ${intent.kind}, ${intent.lane}, ${intent.urgency}, ${toJsonb(intent.payload)}::jsonb,
            ${intent.correlationId}, ${now}::timestamptz, ${intent.dueAt ?? now}::timestamptz
          WHERE NOT EXISTS (SELECT FROM waiting)
          ON CONFLICT (key) DO NOTHING RETURNING id
        ),
        ahead AS (
          UPDATE outbox SET urgency = 0, due_at = LEAST(due_at, ${now}) WHERE id IN (
            SELECT id FROM outbox WHERE ${intent.urgency} = 0 AND lane = ${intent.lane} AND state = 'pending'
              AND failing_since IS NULL AND (leased_until IS NULL OR leased_until <= clock_timestamp())
            FOR UPDATE SKIP LOCKED)
        )
        SELECT pg_notify('outbox', '') FROM put`;
    },
    async hasten(lane, at) {
      const [{ stands }] = await db.$queryRaw<[{ stands: boolean }]>`
        WITH sooner AS (
          UPDATE outbox SET due_at = ${at} WHERE id IN (
            SELECT id FROM outbox WHERE lane = ${lane} AND state = 'pending' AND due_at > ${at} AND failing_since IS NULL
              AND (leased_until IS NULL OR leased_until <= clock_timestamp()) FOR UPDATE SKIP LOCKED)
          RETURNING id
        )
        SELECT (SELECT count(pg_notify('outbox', '')) FROM sooner) >= 0
          AND EXISTS (SELECT 1 FROM outbox WHERE lane = ${lane} AND state = 'pending') AS stands`;
      return stands;
    },
    async stands(lane) {
      const [{ stands }] = await db.$queryRaw<[{ stands: boolean }]>`
        SELECT EXISTS (SELECT 1 FROM outbox WHERE lane = ${lane} AND state = 'pending') AS stands`;
      return stands;
    },
  };
}
