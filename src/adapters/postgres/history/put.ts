// Takes a portion of rows in and works out what follows from them, within one transaction.
import type { HistoryKind, HistoryRow } from '#ports/crm-history.ts';
import type { HistoryRules } from '#features/history/store.ts';
import type { Queries } from '../client.ts';
import { addAll, nothingDirty } from './dirty.ts';
import type { Dirty } from './dirty.ts';
import { dealsOf } from './link-people.ts';
import { refreshCampaigns, runningOn } from './refresh-campaigns.ts';
import { refreshCredits } from './refresh-credits.ts';
import { linkDealPeople, refreshDeals } from './refresh-deals.ts';
import { refreshProspects } from './refresh-prospects.ts';
import { takeCampaigns, takeCompanies } from './take-companies.ts';
import { takeDeals } from './take-deals.ts';
import { takeContent, takeSubscriptions } from './take-others.ts';
import { takePeople } from './take-people.ts';
import { takeActivities, takeTouches } from './take-touches.ts';

/** One statement works out as many at once: beyond that its plans and locks only grow. */
const AT_ONCE = 2000;

/**
 * One writer at a time, across processes: who is the same person is decided by looking at everybody. Lasts until the
 * transaction ends, and so does the order to go by indexes: a table that has just been filled has no statistics yet, and
 * a portion would be looked up by reading all of it.
 */
export async function lockHistory(db: Queries): Promise<void> {
  await db.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended('history', 0)), set_config('enable_seqscan', 'off', true),
      set_config('jit', 'off', true)`;
}

/**
 * Answers how many were new or newer. What is pointed at is taken before what points at it.
 * @param newDay whether campaigns that run may have been looked at on an earlier day.
 */
export async function putPortion(
  db: Queries,
  rows: readonly HistoryRow[],
  rules: HistoryRules,
  now: Date,
  newDay: boolean,
): Promise<number> {
  await lockHistory(db);
  const dirty = nothingDirty();
  const of = <Kind extends HistoryKind>(kind: Kind) =>
    rows.filter((row): row is Extract<HistoryRow, { kind: Kind }> => row.kind === kind);
  const companies = await takeCompanies(db, of('company'), dirty);
  const campaigns = await takeCampaigns(db, of('campaign'));
  const running = newDay ? await runningOn(db, rules, now) : [];
  await refreshCampaigns(db, [...campaigns, ...running], rules, now, dirty);
  const people = await takePeople(db, of('person'), dirty);
  const deals = await takeDeals(db, of('deal'), rules, dirty);
  const touches = await takeTouches(db, of('touch'), dirty);
  const activities = await takeActivities(db, of('activity'), dirty);
  const subscriptions = await takeSubscriptions(db, of('subscription'), rules);
  const content = await takeContent(db, of('content'));
  await settle(db, dirty, rules);
  return companies + campaigns.length + people + deals + touches + activities + subscriptions + content;
}

/** Works out what is dirty. Deals come after people, whose company they may have, and before credits. */
export async function settle(db: Queries, dirty: Dirty, rules: HistoryRules): Promise<void> {
  await inParts(dirty.deals, async (deals) => {
    addAll(dirty.prospects, await linkDealPeople(db, deals));
  });
  await inParts(dirty.prospects, async (prospects) => {
    const changed = await refreshProspects(db, prospects, rules);
    addAll(
      dirty.deals,
      await dealsOf(
        db,
        changed.filter(({ company }) => company).map(({ id }) => id),
      ),
    );
    addAll(
      dirty.credits,
      await dealsOf(
        db,
        changed.filter(({ lead }) => lead).map(({ id }) => id),
      ),
    );
  });
  await inParts(dirty.deals, (deals) => refreshDeals(db, deals));
  await inParts(new Set([...dirty.deals, ...dirty.credits]), (deals) => refreshCredits(db, deals, rules));
}

async function inParts(ids: ReadonlySet<number>, work: (part: readonly number[]) => Promise<void>): Promise<void> {
  const all = [...ids].toSorted((one, other) => one - other);
  for (let at = 0; at < all.length; at += AT_ONCE) await work(all.slice(at, at + AT_ONCE));
}
