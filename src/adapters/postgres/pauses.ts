// Times in which ops held everything back. Which intents that concerns is decided where they are leased.
import { z } from 'zod';
import { GOES_ON_WHILE_PAUSED } from '#ports/outbox.ts';
import type { Pause, PauseStore } from '#features/operations/store.ts';
import type { Queries } from './client.ts';

const Row = z.object({ id: z.number(), reason: z.string().nullable(), by: z.string(), at: z.date() });

export function createPauseStore(db: Queries): PauseStore {
  return {
    async current() {
      return first(
        await db.$queryRaw<unknown[]>`
        SELECT id, reason, paused_by AS by, paused_at AS at FROM pause WHERE state = 'open'`,
      );
    },
    async begin({ reason, by, at }) {
      return first(
        await db.$queryRaw<unknown[]>`
        INSERT INTO pause (reason, paused_by, paused_at, reminded_at) VALUES (${reason}, ${by}, ${at}, ${at})
        ON CONFLICT (state) WHERE state = 'open' DO NOTHING
        RETURNING id, reason, paused_by AS by, paused_at AS at`,
      );
    },
    async end(by, at) {
      return first(
        await db.$queryRaw<unknown[]>`
        UPDATE pause SET state = 'ended', resumed_by = ${by}, resumed_at = ${at} WHERE state = 'open'
        RETURNING id, reason, paused_by AS by, paused_at AS at`,
      );
    },
    async remind(since, at) {
      return first(
        await db.$queryRaw<unknown[]>`
        UPDATE pause SET reminded_at = ${at} WHERE state = 'open' AND reminded_at <= ${since}
        RETURNING id, reason, paused_by AS by, paused_at AS at`,
      );
    },
    async waiting() {
      const [counted] = await db.$queryRaw<[{ rows: number }]>`
        SELECT count(*)::int AS rows FROM outbox WHERE state = 'pending' AND kind <> ALL(${[...GOES_ON_WHILE_PAUSED]})`;
      return counted.rows;
    },
    // An offer that was made in the pause began when it was decided, one from before when the pause began.
    restartUnseenOffers: (pausedAt, now) => db.$executeRaw`
      UPDATE lead SET offer_ends_at = offer_ends_at + (${now}::timestamptz - GREATEST(${pausedAt}::timestamptz,
        (SELECT max(at) FROM routing_decision WHERE routing_decision.lead_id = lead.id)))
      WHERE state = 'offered' AND offer_ends_at IS NOT NULL AND card_ts IS NULL`,
  };
}

function first(rows: readonly unknown[]): Pause | null {
  return rows.length === 0 ? null : Row.parse(rows[0]);
}
