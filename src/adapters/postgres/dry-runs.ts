// Times in which the app ran dry on this database.
import { z } from 'zod';
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
      // Ended between the two statements: who begins it next is us.
      return known === null ? this.begin(at) : { ...known, isNew: false };
    },
    async end(at) {
      const [ended] = await db.$queryRaw<unknown[]>`
        UPDATE dry_run SET state = 'ended', ended_at = ${at} WHERE state = 'open'
        RETURNING id, started_at AS "startedAt"`;
      return ended === undefined ? null : Row.parse(ended);
    },
    async silence(since, now) {
      const rows = await db.$queryRaw<{ id: string }[]>`
        UPDATE lead SET standing = 'mirrored', state = CASE WHEN state = 'offered' THEN 'open' ELSE state END,
          team = NULL, offered_to = NULL, offer_ends_at = NULL, card_target = NULL, changed_at = ${now}
        WHERE seen_at >= ${since} AND standing IN ('announced', 'held', 'late') AND card_ts IS NULL RETURNING id`;
      return rows.map(({ id }) => LeadId.parse(id));
    },
  };
}
