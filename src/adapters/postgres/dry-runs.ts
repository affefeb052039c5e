// Times in which the app ran dry on this database.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import { LeadId } from '#kernel/ids.ts';
import type { DryRunStore } from '#features/operations/store.ts';
import type { Queries } from './client.ts';

const Row = z.object({ id: z.number(), startedAt: z.date() });

export function createDryRunStore(db: Queries): DryRunStore {
  async function current() {
    const found = await db.dryRun.findFirst({ where: { state: 'open' } });
    return found === null ? null : Row.parse(found);
  }
  return {
    current,
    async begin(at) {
      const [begun] = await db.$queryRaw<unknown[]>`
        INSERT INTO dry_run (started_at) VALUES (${at}) ON CONFLICT (state) WHERE state = 'open' DO NOTHING
        RETURNING id, started_at AS "startedAt"`;
      if (begun !== undefined) return { ...Row.parse(begun), isNew: true };
      const known = await current();
      if (known === null) throw new Fault('unavailable', 'The dry run was ended while it was begun.');
      return { ...known, isNew: false };
    },
    async end(at) {
      const [ended] = await db.$queryRaw<unknown[]>`
        UPDATE dry_run SET state = 'ended', ended_at = ${at} WHERE state = 'open'
        RETURNING id, started_at AS "startedAt"`;
      return ended === undefined ? null : Row.parse(ended);
    },
    async silence(since, now) {
      await db.$executeRaw`
        UPDATE outbox SET state = 'done', finished_at = ${now}, note = 'dry run', fault = NULL
        WHERE state = 'pending' AND created_at >= ${since} AND kind NOT IN ('ops.message', 'hold.release')`;
      await db.$executeRaw`
        UPDATE claim SET state = 'ended', ended_at = ${now} WHERE state = 'writing' AND at >= ${since}`;
      await db.$executeRaw`
        UPDATE import_hold SET state = 'mirrored', decided_by = 'system:dry-run', decided_at = ${now}
        WHERE state = 'open' AND opened_at >= ${since}`;
      const rows = await db.$queryRaw<{ id: string }[]>`
        UPDATE lead SET standing = 'mirrored', state = CASE WHEN state = 'offered' THEN 'open' ELSE state END,
          team = NULL, offered_to = NULL, offer_ends_at = NULL, card_target = NULL, changed_at = ${now}
        WHERE seen_at >= ${since} AND standing IN ('announced', 'held', 'late') AND card_ts IS NULL RETURNING id`;
      return rows.map(({ id }) => LeadId.parse(id));
    },
  };
}
