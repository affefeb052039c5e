// Lifecycle events, each kept once by its key.
import type { LifecycleStore } from '#features/intake/store.ts';
import type { Queries } from './client.ts';
import { toJsonb } from './json-columns.ts';

export function createLifecycleStore(db: Queries): LifecycleStore {
  return {
    async record(event) {
      const recorded = await db.$executeRaw`
        INSERT INTO lead_event (key, type, subject, at, before, after, correlation_id)
        VALUES (${event.key}, ${event.type}, ${event.subject}, ${event.at}, ${toJsonb(event.before)}::jsonb,
          ${toJsonb(event.after)}::jsonb, ${event.correlationId})
        ON CONFLICT (key) DO NOTHING`;
      return recorded === 1;
    },
  };
}
