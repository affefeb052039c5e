// What changed in a CRM since one kind of record was last looked at.
import { after } from '#kernel/time.ts';
import type { ChangeCursor } from '#ports/crm.ts';
import { CLOCKS_APART_MS, OVERLAP_MS } from './fill.ts';
import type { HistorySource, SyncDeps } from './sync-history.ts';
import type { SyncState } from './store.ts';

/** Until there is nothing more; the place is kept after each page, and each round looks back a little. */
export async function followKind(deps: SyncDeps, { history }: HistorySource, state: SyncState): Promise<void> {
  const { stores, rules, clock, noticeGone, enough } = deps;
  const from: ChangeCursor = state.follow ?? { at: state.startedAt, id: '' };
  let place: ChangeCursor = { at: after(from.at, -OVERLAP_MS), id: '' };
  for (;;) {
    const began = clock.now();
    const page = await history.changes(state.kind, place);
    if (page.rows.length > 0) await stores.history.put(page.rows, rules(), began);
    if (page.gone.length > 0) {
      await stores.history.markGone(page.gone, rules());
      await noticeGone(page.gone);
    }
    for (const merge of page.merged) await stores.history.merge(merge.from, merge.into, rules());
    place = page.next;
    const seen = isLater(place, from) ? place : from;
    // Where nothing changes the place goes on all the same, or a kind made of several lists would be read again from
    // where the quietest of them stands.
    const quiet: ChangeCursor = { at: after(began, -CLOCKS_APART_MS), id: '' };
    const follow = page.caughtUp && isLater(quiet, seen) ? quiet : seen;
    const freshAt = page.caughtUp ? began : state.freshAt;
    await stores.sync.save({ ...state, follow, freshAt, trouble: null });
    if (page.caughtUp || enough()) return;
  }
}

function isLater(one: ChangeCursor, other: ChangeCursor): boolean {
  return one.at > other.at || (one.at.getTime() === other.at.getTime() && one.id > other.id);
}
