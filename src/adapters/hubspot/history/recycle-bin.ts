// What was deleted: HubSpot keeps deleted records for 90 days and lists them by id, without saying since when. Searches and
// lists of the living leave them out, so the whole bin is gone through now and then.
import { after as later, DAY_MS, MINUTE_MS } from '#kernel/time.ts';
import type { HistoryDeps } from './deps.ts';
import { listPage } from './listed.ts';

/** A process that died may not have told of what it found: the first round of a new one looks this far back. */
const FIRST_LOOK_BACK_MS = DAY_MS;
const LOOK_BACK_MS = 10 * MINUTE_MS;
const ROUND_MS = 15 * MINUTE_MS;
/** A bin of many pages is gone through less often: no more than six calls a minute on the whole. */
const PAGE_PAUSE_MS = 10_000;

export interface RecycleBin {
  /** Ids that were deleted since the last round, or since a day before `since`; empty between two rounds. Throws Fault. */
  deletedSince(object: string, since: Date): Promise<readonly string[]>;
}

export function createRecycleBin({ api, clock }: Pick<HistoryDeps, 'api' | 'clock'>): RecycleBin {
  /** By object: when the last round began, by two clocks, and how many pages it had. */
  const rounds = new Map<string, { readonly at: Date; readonly ticks: number; readonly pages: number }>();

  return {
    async deletedSince(object, since) {
      const last = rounds.get(object);
      const pause = Math.max(ROUND_MS, (last?.pages ?? 0) * PAGE_PAUSE_MS);
      if (last !== undefined && performance.now() - last.ticks < pause) return [];
      const round = { at: clock.now(), ticks: performance.now() };
      const from = last === undefined ? later(since, -FIRST_LOOK_BACK_MS) : later(last.at, -LOOK_BACK_MS);
      const deleted: string[] = [];
      let pages = 0;
      let after: string | null = null;
      do {
        const page = await listPage(api, { object, properties: ['hs_object_id'], archived: true, after });
        pages += 1;
        for (const { id, archivedAt } of page.records) {
          if (archivedAt === null || archivedAt === undefined || archivedAt >= from) deleted.push(id);
        }
        after = page.next;
      } while (after !== null);
      rounds.set(object, { ...round, pages });
      return deleted;
    },
  };
}
